"""What time does by itself: each topic enters its parts in `AppConfig.ready`, and `tick` does them in their order.

A part works in transactions of its own, row by row, and says how much it did; a second run finds nothing more to do.
"""

from collections.abc import Callable

from lms.common.registry import Registry

PARTS: Registry[Callable[[], int]] = Registry("what time does")
