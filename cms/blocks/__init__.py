from .content import ContentBlock
from .lesson import LessonBlock

__all__ = ["ContentBlock", "LessonBlock"]
