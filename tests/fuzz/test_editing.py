"""The same texts in the editors' forms of pages, which scripts draw and the walk can't read off a page."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from lms.accounts.models import User
from tests.factories import pages
from tests.fuzz.texts import TEXTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root@example.org", "x", name="예시관리자"))
    return client


def draft_js(text: str) -> str:
    """What the editor of rich text sends."""
    block = {"text": text, "type": "unstyled", "depth": 0, "key": "00000", "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


@pytest.mark.parametrize("publish", [False, True])
@pytest.mark.parametrize("why", TEXTS)
def test_no_text_breaks_the_editing_of_a_page(admin: Client, why: str, publish: bool) -> None:
    page, text = pages.content(), TEXTS[why]
    values = {
        "title": text,
        "slug": page.slug,
        "seo_title": text,
        "search_description": text,
        "lead": text,
        "body": streamfield(
            [("text", draft_js(text)), ("callout", {"kind": text, "title": text, "text": draft_js(text)})]
        ),
        "comments": inline_formset([]),
        "comment_notifications": "",
    }
    if publish:
        values["action-publish"] = "1"
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = urlencode(nested_form_data(values), errors="surrogatepass")
    answer = admin.post(edit, sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {200, 302, 413, 422}, answer.content[:500]
    for address in (edit, page.url, reverse("wagtailadmin_explore_root"), "/search/?q=마을"):
        assert admin.get(address).status_code < 500


@pytest.mark.parametrize("why", TEXTS)
def test_no_text_breaks_a_search_of_the_admin(admin: Client, why: str) -> None:
    for name in ("wagtailadmin_pages:search", "wagtailimages:index", "wagtaildocs:index", "wagtailusers_users:index"):
        answer = admin.get(reverse(name), {"q": TEXTS[why][:2_000].encode("utf-8", "surrogatepass")})
        assert answer.status_code < 500, name
