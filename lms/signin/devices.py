"""What a browser calls itself, in words that its owner knows."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The first mark that is found names it: browsers call themselves by the names of older ones, too.
MACHINES = {
    "iPhone": _("iPhone"),
    "iPad": _("iPad"),
    "Android": _("Android phone or tablet"),
    "Windows": _("Windows computer"),
    "Macintosh": _("Mac computer"),
    "Linux": _("Linux computer"),
}
BROWSERS = {
    "KAKAOTALK": _("KakaoTalk"),
    "NAVER(": _("Naver app"),
    "SamsungBrowser": _("Samsung Internet"),
    "Whale/": _("Whale"),
    "Edg": _("Edge"),
    "Firefox": _("Firefox"),
    "Chrome": _("Chrome"),
    "Safari": _("Safari"),
}


def device_of(user_agent: str) -> str:
    parts = (_named(user_agent, MACHINES), _named(user_agent, BROWSERS))
    return " · ".join(str(part) for part in parts if part) or str(_("A device that we don't know"))


def _named(user_agent: str, names: Mapping[str, Promise]) -> Promise | None:
    return next((name for mark, name in names.items() if mark in user_agent), None)
