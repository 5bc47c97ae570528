from collections.abc import Iterator

from lms.common.looks import DemoPages, Look, look


def looks() -> Iterator[Look]:
    yield look("trainee", "notices")


PAGES = DemoPages(looks)
