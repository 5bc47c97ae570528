from collections.abc import Iterator

from lms.common.looks import DemoPages, Look, look


def looks() -> Iterator[Look]:
    yield look("trainee", "my_privacy")
    yield look("trainee", "erase_account")


PAGES = DemoPages(looks)
