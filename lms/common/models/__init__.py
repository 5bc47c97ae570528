from .statelog import StateChange

__all__ = ["StateChange"]
