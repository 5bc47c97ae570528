from collections.abc import Iterator

from lms.common.looks import VISITOR, DemoPages, Look, look


def looks() -> Iterator[Look]:
    yield look(VISITOR, "demo_mails")


PAGES = DemoPages(looks)
