from collections.abc import Iterator

from lms.common.looks import VISITOR, DemoPages, Look, look


def looks() -> Iterator[Look]:
    for view in ("display", "help", "accessibility", "privacy"):
        yield look(VISITOR, f"common:{view}")


PAGES = DemoPages(looks)
