"""The headers that docs/security-headers.md lists, on the site's pages, on a file, on an error and in the admin."""

import pytest
from django.test import Client

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
