"""One way to look for words, alike on both databases."""

import unicodedata

import pytest

from lms.accounts.models import User
from lms.common.text.search import digits_of_phone, matches
from tests.factories import people

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return list(User.objects.filter(matches(text, "name", "email", phone="phone")).values_list("name", flat=True))


@pytest.fixture(autouse=True)
def somebody() -> None:
    people.user(name="예시 김하늘", phone="01012345678", email="sky@example.org")
    people.user(name="예시 박바다", phone="01087654321", email="sea@example.org")


@pytest.mark.parametrize(
    "text",
    [
        "하늘",
        unicodedata.normalize("NFD", "하늘"),
        "예시  김하늘",
        " 김하늘　예시 ",  # a wide space, and the words the other way round
        "SKY@",
        "김하늘 sky",
        "010-1234-5678",
        "01012345678",
        "010 1234 5678",
        "+82 10 1234 5678",
        "+82-(0)10-1234-5678",
        "０１０１２３４５６７８",
        "1234-5678",
        "김하늘 5678",
    ],
)
def test_a_person_is_found_however_it_is_typed(text: str) -> None:
    assert found(text) == ["예시 김하늘"]


@pytest.mark.parametrize("text", ["하늘 바다", "010-1234-9999", "678", "%", "_", "김하늘 4321"])
def test_what_is_not_there_is_not_found(text: str) -> None:
    assert found(text) == []


def test_no_words_leave_everybody() -> None:
    assert len(found("  ")) == 2


def test_what_was_stored_in_pieces_is_found() -> None:
    User.objects.filter(name="예시 박바다").update(name=unicodedata.normalize("NFD", "예시 박바다"))
    assert [unicodedata.normalize("NFC", name) for name in found("박바다")] == ["예시 박바다"]


def test_only_digits_are_a_phone() -> None:
    assert [digits_of_phone(text) for text in ("010-12", "123", "2024년", "a@b.kr", "٠١٠١٢٣٤")] == [
        "01012",
        "",
        "",
        "",
        "",
    ]
