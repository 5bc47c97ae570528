from collections.abc import Iterator

from lms.common.looks import VISITOR, DemoPages, Look, Measured, look


def looks() -> Iterator[Look]:
    yield Look("home", VISITOR, "/")
    yield Look("centre", VISITOR, "/seogu/")
    yield Look("guide", VISITOR, "/guide/")
    yield Look("not_found", VISITOR, "/nowhere/", 404)
    yield look(VISITOR, "search")
    yield look(VISITOR, "search", called="search_found", query="?q=마을")
    yield look(VISITOR, "search", called="search_nothing", query="?q=나비효과")


PAGES = DemoPages(looks, measured=(Measured(VISITOR, "/"), Measured("editor", "/cms/")))
