"""Each page of the site, seen once by somebody who may: what a machine can tell of it in light, in dark and narrow."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from lms.demo.looks import Look
from lms.demo.serving import Site
from tests.browser.conftest import SignIn
from tests.browser.walk import Seen, axe_finds, walk

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Addresses that show no page of their own: files, redirects, answers to a button, and what a proxy asks.
NO_PAGES = {
    "healthz", "readyz", "home_of_person", "switch_centre", "notices_read", "enrolment_action", "lesson_done",
    "lesson_check", "lesson_place", "office_run_answer", "office_run_invite", "office_run_publish", "office_run_close",
    "office_issue", "office_certificate_again", "office_certificate_ask", "office_certificate_decline",
    "office_certificate_revoke", "certificate_pdf", "visit_photo", "visit_photo_small",
    "my_appointment_decline", "my_appointment_resign", "appointment_letter", "appointment_acceptance", "expert_letter",
    "expert_acceptance", "office_appointment_step", "office_conflict_end", "office_community_change", "request_cancel",
    "offer_accept", "offer_decline", "office_request_step", "office_offer_withdraw", "office_engagement_step",
    "community_member_end", "visit_recall", "visit_cancel", "expert_pause", "expert_window_remove", "office_visit_rule",
    "office_visit_void", "office_visit_note", "office_visit_late",
    "wagtailcore_authenticate_with_password", "wagtailcore_login",
    "account_set_password", "account_confirm_login_code", "consent", "download_own", "end_device", "end_other_devices",
    "office_download", "office_run_roster", "office_invitation_again", "office_invitation_withdraw",
    "mfa_download_recovery_codes",
    # Of a second factor, which no sample sign-in has set up.
    "mfa_authenticate", "mfa_deactivate_totp", "mfa_edit_webauthn", "mfa_generate_recovery_codes", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes",
    # Of signing in by another service, of which the sample site has none.
    "socialaccount_connections", "socialaccount_signup", "socialaccount_login_cancelled", "socialaccount_login_error",
    "kakao_login", "kakao_callback", "naver_login", "naver_callback", "openid_connect_login", "openid_connect_callback",
    "office_visit_photo", "address_again",
    "visit_edit",  # the form of visit_new
}  # fmt: skip


def addresses(resolver: URLResolver, prefix: str = "") -> list[tuple[str, str]]:
    found = []
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += addresses(entry, path)
        elif isinstance(entry, URLPattern) and entry.name:
            found.append((path, entry.name))
    return found


def test_the_walk_leaves_no_page_out(looks: list[Look]) -> None:
    walked = {resolve(look.path.partition("?")[0]).url_name for look in looks}
    pages = {name for path, name in addresses(get_resolver()) if not path.startswith(("cms/", "documents/"))}
    assert pages - walked - NO_PAGES == set()
    assert NO_PAGES - pages == set()
    assert walked & NO_PAGES == set()
    assert len({look.name for look in looks}) == len(looks)


def complaints(seen: list[Seen], what: Callable[[Seen], object]) -> dict[str, object]:
    return {one.look.name: told for one in seen if (told := what(one))}


WHO = [
    "", "trainee", "mentor", "representative", "council", "coordinator", "manager", "auditor",
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
