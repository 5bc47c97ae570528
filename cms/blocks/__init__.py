from cms.blocks.content import ContentBlock
from cms.blocks.lesson import LessonBlock

__all__ = ["ContentBlock", "LessonBlock"]
