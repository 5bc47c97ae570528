"""Django lays all catalogues over each other, ours on top: a word of ours that Wagtail or allauth has too would speak in
their place. So it reads as theirs, or has a context, or stands here with the reason why both are to read ours."""

import ast
import inspect
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings

from lms.common.text import wording

KO = Path("locale/ko/LC_MESSAGES/django.po")
LIBRARIES = ("wagtail", "allauth", "django")
OURS = {
    "Download": "allauth says it of recovery codes, on a page of ours",
}
Words = dict[str, str]


def catalogue(path: Path) -> Words:
    """Texts without a context, by their English source."""
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale="ko") if message.id and not message.context]
    return {first(message.id): first(message.string) for message in messages}


def first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def libraries() -> Words:
    """What they say here: in the order of the apps, and as the site mends them in its own catalogue of their words."""
    folders = [Path(app.path) for app in apps.get_app_configs() if app.name.startswith(LIBRARIES)]
    paths = [Path(django.__file__).parent / "conf", *reversed(folders)]
    said: Words = {}
    for path in paths:
        if (path / KO).exists():
            said |= {key: text for key, text in catalogue(path / KO).items() if text or key not in said}
    return said | catalogue(settings.BASE_DIR / "cms" / KO)


def overridden_on_purpose() -> set[str]:
    source = ast.parse(inspect.getsource(wording))
    return {str(node.value) for node in ast.walk(source) if isinstance(node, ast.Constant)}


@pytest.fixture(scope="module")
def shared() -> set[str]:
    theirs = libraries()
    ours = catalogue(settings.BASE_DIR / "lms" / KO)
    return {text for text, korean in ours.items() if text in theirs and theirs[text] != korean}


def test_no_word_of_ours_speaks_in_the_place_of_a_librarys(shared: set[str]) -> None:
    assert shared - overridden_on_purpose() - set(OURS) == set()


def test_the_list_holds_no_more_than_is_needed(shared: set[str]) -> None:
    assert set(OURS) - shared == set()
