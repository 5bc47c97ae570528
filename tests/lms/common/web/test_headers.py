"""The headers that docs/security-headers.md lists, on the site's pages, on a file, on an error and in the admin."""

import pytest
from django.test import Client

from tests.factories import people

pytestmark = pytest.mark.django_db

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ("camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), midi=()"),
}


@pytest.mark.parametrize("address", ["/accounts/login/", "/healthz", "/nowhere/", "/cms/", "/static/css/base.css"])
def test_every_answer_carries_them(client: Client, address: str) -> None:
    answer = client.get(address)
    expected = {
        name: value for name, value in EVERYWHERE.items() if name != "X-Frame-Options" or "static" not in address
    }
    assert {name: answer.headers.get(name) for name in expected} == expected


def test_the_sites_pages_run_nothing_inline(client: Client) -> None:
    for address in ("/accounts/login/", "/nowhere/"):
        policy = dict(rule.split(" ", 1) for rule in client.get(address)["Content-Security-Policy"].split("; "))
        assert policy == {
            "default-src": "'self'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "media-src": "'self'",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'self'",
        }


@pytest.mark.parametrize("address", ["/", "/my/privacy/", "/nowhere/", "/office/"])
def test_what_a_signed_in_person_sees_is_kept_nowhere(client: Client, address: str) -> None:
    """Neither by a cache nor by the browser for its back button, which no driven browser shows."""
    assert "no-store" not in client.get(address).headers.get("Cache-Control", "")
    client.force_login(people.user())
    kept = client.get(address)["Cache-Control"]
    assert kept == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_admin_has_its_own_policy(client: Client) -> None:
    policy = client.get("/cms/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline';" in policy
    assert "object-src 'none'" in policy


@pytest.mark.parametrize(
    "address", ["/", "/accounts/login/", "/cms/login/", "/healthz", "/help/", "/search/", "/verify/"]
)
def test_no_address_answers_trace(client: Client, address: str) -> None:
    answer = client.trace(address, headers={"X-Secret": "what the browser sent"})
    assert (answer.status_code, b"what the browser sent" in answer.content) == (405, False)
