from collections.abc import Iterator

from lms.common.looks import DemoPages, Look, look


def looks() -> Iterator[Look]:
    yield look("trainee", "notices")
    yield look("coordinator", "office_undelivered")


PAGES = DemoPages(looks)
