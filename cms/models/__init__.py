from .media import CustomDocument, CustomImage, CustomRendition
from .pages import CentrePage, ContentPage, HomePage
from .topics import Topic

__all__ = ["CentrePage", "ContentPage", "CustomDocument", "CustomImage", "CustomRendition", "HomePage", "Topic"]
