"""Script in every text of the database, as if each form had let it in: no page runs it, even without its policy."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from lms.common.looks import Look, email_of
from lms.demo.looks import looks_of
from lms.demo.passwords import demo_password
from lms.demo.serving import Site
from tests.browser.server import Databases, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.xdist_group("stored-script")  # one site is made for all
PARTS = 4
LONG = "</title></textarea>\"'><script>ran()</script><img src=x onerror=ran()>{{7*7}}"
SHORT = '"><img src=x onerror=ran()>'
# Into each text column of each row; words of the program (states, addresses, codes) stay, or no page would open.
PUT = """
import json
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, models, transaction
from wagtail.fields import StreamField
from wagtail.models import Revision
from lms.common.integrity import triggers

LONG, SHORT = {long!r}, {short!r}
PROGRAM = ("slug", "email", "phone", "password", "nonce", "path", "url", "key", "code", "state", "language", "token", "sha256",
    "source", "kind", "action", "subject", "hash", "model", "type", "version", "ip")
OURS = (*(topic.split(".")[-1] for topic in settings.TOPICS), "taggit")
triggers.remove()

def with_script(text, most):
    mark = LONG if not most or most >= len(LONG) + 4 else SHORT
    return text[: most - len(mark)] + mark if most else text + mark

def in_stream(value, name=""):
    if isinstance(value, dict):
        return {{key: in_stream(one, key) for key, one in value.items()}}
    if isinstance(value, list):
        return [in_stream(one, name) for one in value]
    return value + LONG if isinstance(value, str) and name not in ("type", "id") else value

def columns(model):
    for field in model._meta.concrete_fields:
        plain = isinstance(field, (models.CharField, models.TextField)) and not isinstance(field, StreamField)
        if plain and not field.choices and not field.primary_key and not any(word in field.name for word in PROGRAM):
            if not field.max_length or field.max_length >= len(SHORT) + 2:
                yield field

filled = 0
for model in apps.get_models():
    if model._meta.app_label not in OURS:
        continue
    for field in columns(model):
        for pk, text in list(model._base_manager.exclude(**{{field.name: ""}}).values_list("pk", field.name)):
            try:
                with transaction.atomic():
                    changed = {{field.name: with_script(text or "", field.max_length)}}
                    filled += model._base_manager.filter(pk=pk).update(**changed)
            except DatabaseError:
                pass
    for field in model._meta.concrete_fields:
        if isinstance(field, StreamField):
            for row in model._base_manager.all():
                raw = json.dumps(in_stream(list(getattr(row, field.name).raw_data)))
                model._base_manager.filter(pk=row.pk).update(**{{field.name: raw}})
for row in Revision.objects.all():
    if "body" in row.content:
        row.content["body"] = json.dumps(in_stream(json.loads(row.content["body"])))
        row.content["title"] = with_script(row.content["title"], 255)
        Revision.objects.filter(pk=row.pk).update(content=row.content)
print(filled)
"""


@pytest.fixture
def ran(browser: "Browser") -> Iterator[tuple["BrowserContext", list[str]]]:
    """A browser that enforces no policy of a page, and the addresses on which a script of ours ran."""
    context = browser.new_context(
        bypass_csp=True, locale="ko-KR", timezone_id="Asia/Seoul", viewport={"width": 390, "height": 844}
    )
    found: list[str] = []
    context.expose_binding("ran", lambda source: found.append(source["page"].url))
    yield context, found
    context.close()


def test_what_is_put_into_a_page_unescaped_runs(ran: tuple["BrowserContext", list[str]]) -> None:
    context, found = ran
    for text in (LONG, SHORT):
        page = context.new_page()
        page.set_content(f'<p title="{text}">{text}</p>')
        page.wait_for_timeout(200)
    assert len(found) >= 2


@pytest.fixture(scope="module")
def site_with_script(databases: Databases) -> Iterator[tuple[Site, list[Look]]]:
    """Its pages are told before their words change."""
    with serving(databases, "with_script") as site:
        looks = looks_of(site)
        told = site.manage("shell", "-c", PUT.format(long=LONG, short=SHORT))
        assert int(told.split()[-1]) > 1_000
        yield site, looks


@pytest.mark.parametrize("part", range(PARTS))
def test_script_in_every_text_runs_on_no_page(
    part: int, site_with_script: tuple[Site, list[Look]], ran: tuple["BrowserContext", list[str]]
) -> None:
    site, looks = site_with_script
    whose = sorted({look.who for look in looks})[part::PARTS]
    looks = [look for look in looks if look.who in whose]
    context, found = ran
    shown, broken = set(), {}
    for who in whose:
        context.clear_cookies()
        page = context.new_page()
        if who:
            sign_in_without_words(page, site, who)
        for look in (look for look in looks if look.who == who):
            answer = page.goto(site.url + look.path)
            if answer and answer.status >= 500:
                broken[look.name] = answer.status
            page.evaluate("document.querySelectorAll('details').forEach((more) => { more.open = true; })")
            if "onerror=ran()" in page.evaluate("document.body.innerText + document.title"):
                shown.add(look.name)
        page.close()
    assert found == []
    assert broken == {}
    assert len(shown) > len(looks) / 2


def sign_in_without_words(page: "Page", site: Site, who: str) -> None:
    page.goto(f"{site.url}/accounts/login/")
    page.locator("main [name=login]").fill(email_of(who))
    page.locator("main [name=password]").fill(demo_password())
    page.locator("main form button.btn").first.click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
