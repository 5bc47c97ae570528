from .photos import VisitPhoto
from .visits import ActionItem, Addendum, CoachingSession, Confirmation, PrivateNote, VisitTopic

__all__ = ["ActionItem", "Addendum", "CoachingSession", "Confirmation", "PrivateNote", "VisitPhoto", "VisitTopic"]
