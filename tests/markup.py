"""Pages read as a browser reads them: what stands in a tag counts, where its lines break doesn't."""

import re
from html.parser import HTMLParser

Attributes = dict[str, str | None]


class StartTags(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.found: list[Attributes] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self.name:
            self.found.append(dict(attrs))


def start_tags(page: str, name: str) -> list[Attributes]:
    """The attributes of each element of that name, in the order of the page; one without a value has None."""
    reader = StartTags(name)
    reader.feed(page)
    return reader.found


def printed_head(page: str) -> str:
    """The words that only paper shows above the page: whose it is, and which."""
    (head,) = re.findall(r'<p class="print-head">(.*?)</p>', page, re.S)
    return " ".join(str(head).split())
