"""Editors' text keeps the rules of every form in any block: no resident number, and nothing that runs."""

import pytest
from wagtail.blocks import RichTextBlock, StreamBlockValidationError
from wagtail.rich_text import RichText

from cms.blocks import ContentBlock


def cleaned(*blocks: tuple[str, object]) -> object:
    block = ContentBlock()
    return block.clean(block.to_python([{"type": kind, "value": value} for kind, value in blocks]))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "<p>번호 900101<b>-</b>1234567</p>"),
        ("text", "<p>번호 &#57;00101-1234567</p>"),
        ("callout", {"kind": "tip", "title": "９００１０１-１２３４５６７", "text": "<p>글</p>"}),
        ("checklist", {"title": "준비물", "items": ["명찰", "900101 1234567"]}),
    ],
)
def test_a_resident_number_is_refused_in_every_block(kind: str, value: object) -> None:
    with pytest.raises(StreamBlockValidationError) as refused:
        cleaned((kind, value))
    assert "주민등록번호" in str(refused.value.as_json_data())


def test_a_telephone_number_is_none() -> None:
    cleaned(("text", "<p>전화 062-000-0000, 010-1234-5678</p>"))


HOSTILE, CLEAN = '<p onclick="x()">글<script>alert(1)</script></p>', "<p>글</p>"


def test_what_runs_is_gone_before_it_is_stored() -> None:
    """By the editor's form, and by code that asks no form."""
    kinds = ContentBlock().child_blocks
    rich = [kinds["text"], kinds["callout"].child_blocks["text"]]
    assert [isinstance(block, RichTextBlock) for block in rich] == [True, True]
    assert [block.clean(RichText(HOSTILE)).source for block in rich] == [CLEAN] * 2
    assert [block.get_prep_value(RichText(HOSTILE)) for block in rich] == [CLEAN] * 2
