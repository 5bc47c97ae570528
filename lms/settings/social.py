"""Signing in by another service: what of it is configured, out of the environment. Nothing set, nothing there."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from lms import env

OPENID = "openid"  # the one OpenID Connect provider, in its addresses and in the rows of who signs in by it
# A form is sent here, and what the service redirects to on its way counts as sent to, too.
HOSTS = {
    "kakao": ["https://kauth.kakao.com", "https://accounts.kakao.com"],
    "naver": ["https://nid.naver.com"],
}


def from_environment() -> tuple[dict[str, Any], list[str]]:
    """allauth's SOCIALACCOUNT_PROVIDERS, and the hosts that a sign-in button may lead to."""
    providers: dict[str, Any] = {}
    hosts: list[str] = []
    kakao = (env.text("KAKAO_CLIENT_ID", ""), env.text("KAKAO_CLIENT_SECRET", ""))
    if all_or_none(("KAKAO_CLIENT_ID", "KAKAO_CLIENT_SECRET"), kakao):
        providers["kakao"] = app(*kakao)
        hosts += HOSTS["kakao"]
    naver = (env.text("NAVER_CLIENT_ID", ""), env.text("NAVER_CLIENT_SECRET", ""))
    if all_or_none(("NAVER_CLIENT_ID", "NAVER_CLIENT_SECRET"), naver):
        providers["naver"] = app(*naver)
        hosts += HOSTS["naver"]
    names = ("OIDC_NAME", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    name, issuer = env.text("OIDC_NAME", ""), env.text("OIDC_ISSUER", "")
    client, secret = env.text("OIDC_CLIENT_ID", ""), env.text("OIDC_CLIENT_SECRET", "")
    if all_or_none(names, (name, issuer, client, secret)):
        if urlsplit(issuer).scheme != "https" or not urlsplit(issuer).hostname:
            raise ImproperlyConfigured(f"OIDC_ISSUER must start with https:// and name a host. It is {issuer!r}.")
        providers["openid_connect"] = openid(name, issuer, client, secret)
        hosts.append(origin(issuer))
    return providers, hosts


def all_or_none(names: tuple[str, ...], values: tuple[str, ...]) -> bool:
    missing = [name for name, value in zip(names, values, strict=True) if not value]
    if missing and len(missing) < len(names):
        raise ImproperlyConfigured(
            f"{', '.join(names)} must all be set, or none of them. Missing: {', '.join(missing)}."
        )
    return not missing


def app(client: str, secret: str) -> dict[str, Any]:
    return {"APPS": [{"client_id": client, "secret": secret}]}


def openid(name: str, issuer: str, client: str, secret: str) -> dict[str, Any]:
    """What is asked for comes in the signed token; the list of facts at the provider is not read."""
    return {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid", "email"],
        "APPS": [
            {
                "provider_id": OPENID,
                "name": name,
                "client_id": client,
                "secret": secret,
                "settings": {"server_url": issuer.rstrip("/"), "fetch_userinfo": False},
            }
        ],
    }


def origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
