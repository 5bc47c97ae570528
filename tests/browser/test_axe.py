"""Each page of the site, seen once by somebody who may: what a machine can tell of it in light, in dark and narrow."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.urls import resolve

from lms.common.looks import Look
from lms.demo.serving import Site
from tests import topics
from tests.browser.conftest import SignIn
from tests.browser.walk import Seen, axe_finds, walk
from tests.matrix.walk import table

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Addresses to read that show no page of their own: files, redirects, and what a proxy asks. A topic may name its own in
# `no_pages` of its world.
NO_PAGES = {
    "healthz", "readyz", "home_of_person", "notice", "certificate_pdf", "visit_photo", "visit_photo_small",
    "appointment_letter", "appointment_acceptance", "expert_letter", "expert_acceptance",
    "wagtailcore_authenticate_with_password", "wagtailcore_login", "account_set_password", "account_confirm_login_code",
    "mfa_download_recovery_codes",
    # Of a second factor, which no sample sign-in has set up.
    "mfa_authenticate", "mfa_deactivate_totp", "mfa_edit_webauthn", "mfa_generate_recovery_codes", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes", "mfa_lost",
    # While somebody joins, between two pages.
    "account_email_verification_sent",
    # Of signing in by another service, of which the sample site has none.
    "socialaccount_connections", "socialaccount_signup", "socialaccount_login_cancelled", "socialaccount_login_error",
    "kakao_login", "kakao_callback", "naver_login", "naver_callback", "openid_connect_login", "openid_connect_callback",
    "visit_edit",  # the form of visit_new
}.union(*topics.called("no_pages"))  # fmt: skip


def test_the_walk_leaves_no_page_out(looks: list[Look]) -> None:
    """Each address that the permission table says can be read. What it claims no GET for answers a button alone."""
    walked = {resolve(look.path.partition("?")[0]).url_name for look in looks}
    pages = {row.name.rpartition(":")[2] for row in table() if row.method == "GET"}
    assert pages - walked - NO_PAGES == set()
    assert NO_PAGES - pages == set()
    assert walked & NO_PAGES == set()
    assert len({look.name for look in looks}) == len(looks)


def complaints(seen: list[Seen], what: Callable[[Seen], object]) -> dict[str, object]:
    return {one.look.name: told for one in seen if (told := what(one))}


WHO = [
    "", "trainee", "mentor", "representative", "council", "coordinator", "manager", "auditor", "admin",
    "learner01", "learner13", "learner23", "learner51", "expert07", "rep020", "rep021",
]  # fmt: skip


@pytest.mark.parametrize("who", WHO)
def test_pages_are_clean(
    who: str, looks: list[Look], site: Site, sign_in: SignIn, open_page: "Callable[..., Page]"
) -> None:
    mine = [look for look in looks if look.who == who]
    assert mine
    page = sign_in(site, who) if who else open_page()
    seen = walk(page, site.url, mine)
    assert complaints(seen, lambda one: one.status != one.look.status and one.status) == {}
    assert complaints(seen, lambda one: one.light) == {}, "axe, light"
    assert complaints(seen, lambda one: one.dark) == {}, "axe, dark"
    assert complaints(seen, lambda one: one.overflow > 0 and one.overflow) == {}, "sideways scroll at 320 px"
    assert complaints(seen, lambda one: one.overflow_large > 0 and one.overflow_large) == {}, "large letters"
    assert complaints(seen, lambda one: one.facts["small"]) == {}, "text under 16 px"
    assert complaints(seen, lambda one: one.facts["english"]) == {}, "not in Korean"
    assert complaints(seen, lambda one: one.facts["headings"] != 1) == {}, "one h1"
    assert complaints(seen, lambda one: len(one.facts["filled"]) > 1 and one.facts["filled"]) == {}, "one filled button"
    assert complaints(seen, lambda one: one.facts["particles"]) == {}, "a particle of two kinds"
    assert complaints(seen, lambda one: not one.facts["phone"]) == {}, "whom to call"
    assert complaints(seen, lambda one: one.console) == {}, "the console, policy reports included"
    assert complaints(seen, lambda one: one.foreign) == {}, "a request to somebody else"


def test_every_person_of_the_walk_walks(looks: list[Look]) -> None:
    assert {look.who for look in looks} == set(WHO)


BROKEN = """<!doctype html><html><head><title>x</title><style>p { color: #aaa; background: #fff }</style></head>
<body><main><h1>x</h1><p>Hardly to be read</p><input type="text"></main></body></html>"""


def test_what_is_broken_on_purpose_is_caught(open_page: "Callable[..., Page]") -> None:
    page = open_page()
    page.set_content(BROKEN)
    caught = {finding.partition(":")[0] for finding in axe_finds(page)}
    assert {"color-contrast", "label", "html-has-lang"} <= caught
