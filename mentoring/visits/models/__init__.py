from .photos import VisitPhoto
from .visits import ActionItem, Addendum, Confirmation, PrivateNote, Visit, VisitTopic

__all__ = ["ActionItem", "Addendum", "Confirmation", "PrivateNote", "Visit", "VisitPhoto", "VisitTopic"]
