"""What somebody wrote into a form while their session ended, for an hour, so that it comes back after signing in.

Each form says in a signed field whose it is and on which page it stood (`{% form_token %}`). What is sent without a
session is sealed into the shared cache, never into the database or a backup, and comes back to that person alone.
docs/decisions/0021-kept-forms.md says why.
"""

import json
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from cryptography.fernet import InvalidToken
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from lms.common import sealing
from lms.common.web import limits

OWNER = "form_owner"  # the signed field
KEPT = "kept"  # of an address, and of a form that was filled again
HOUR = 60 * 60  # seconds
MOST = 200_000  # bytes; the longest form of the site takes some 20,000
PAGE_AGE = 14 * 24 * HOUR  # seconds for which a form that stands open says whose it is
NEVER = {"csrfmiddlewaretoken", OWNER, KEPT, "password", "password1", "password2", "oldpassword", "code"}
_SALT = "lms.common.web.kept_forms"


@dataclass(frozen=True)
class Kept:
    """`address` is where it was sent, `page` where the form stood."""

    owner: int
    page: str
    address: str
    values: dict[str, list[str]] = field(default_factory=dict)
    had_files: bool = False


def owner_field(request: HttpRequest) -> str:
    """Empty for a visitor, who has nothing to come back to."""
    if not request.user.is_authenticated:
        return ""
    return signing.dumps([request.user.pk, without(request.get_full_path())], salt=_SALT, compress=True)


def read(request: HttpRequest) -> Kept | None:
    """What was sent, if a form of this site says whose it is."""
    try:
        owner, page = signing.loads(request.POST.get(OWNER, ""), salt=_SALT, max_age=PAGE_AGE)
    except signing.BadSignature:
        return None
    if not is_from_here(request):
        return None
    values = {name: [str(one) for one in sent] for name, sent in request.POST.lists() if name not in NEVER}
    return Kept(owner, page, without(request.get_full_path()), values, bool(request.FILES))


def is_from_here(request: HttpRequest) -> bool:
    here = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    return origin == here if origin else request.headers.get("Referer", "").startswith(f"{here}/")


def keep(kept: Kept) -> str:
    """The address of the page on which it comes back: without a token, where it is too much to keep."""
    text = json.dumps(asdict(kept)).encode()
    if len(text) > MOST or limits.count("kept_form", kept.owner).until:
        return kept.page
    token = secrets.token_urlsafe(16)
    cache.set(_key(token), sealing.keys(_SALT).encrypt(text), timeout=HOUR)
    return marked(kept.page, token)


def find(token: str, person: Any) -> Kept | None:
    sealed = cache.get(_key(token))
    try:
        kept = Kept(**json.loads(sealing.keys(_SALT).decrypt(sealed, ttl=HOUR))) if sealed else None
    except InvalidToken:
        return None
    return kept if kept and kept.owner == person.pk else None


def forget(token: str, person: Any) -> None:
    if find(token, person):
        cache.delete(_key(token))


def marked(address: str, token: str) -> str:
    parts = urlsplit(without(address))
    query = "&".join(filter(None, [parts.query, urlencode({KEPT: token})]))
    return urlunsplit(parts._replace(query=query))


def without(address: str) -> str:
    """The same address of a page that was not filled again."""
    parts = urlsplit(address)
    query = QueryDict(parts.query, mutable=True)
    if query.pop(KEPT, None) is None:
        return address
    return urlunsplit(parts._replace(query=query.urlencode()))


def page_above(path: str) -> str:
    """Of an address that only takes presses of a button: the next one up which is an address of the site."""
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            if resolve(path).url_name != "wagtail_serve":
                return path
        except Resolver404:
            continue
    return "/"


def _key(token: str) -> str:
    return f"kept_form:{token[:40]}"
