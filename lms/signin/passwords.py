"""Words that whoever tries passwords here would try first, and the passwords that are little else."""

from typing import Any
from unicodedata import normalize
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lms.accounts.models import Centre

WORDS = ("마을", "캠퍼스", "공동체", "지원센터", "코칭", "관리자", "maeul", "campus", "admin")
# Where a field takes no Hangul, people type its keys: 마을 is akdmf. By the order of Unicode's jamo.
KEYS = {
    0x1100: "r R s e E f a q Q t T d w W c z x v g",
    0x1161: "k o i O j p u P h hk ho hl y n nj np nl b m ml l",
    0x11A8: "r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g",
}
KEY_OF = {first + number: key for first, keys in KEYS.items() for number, key in enumerate(keys.split())}


def letters(text: str) -> str:
    """Nothing else counts: neither capitals nor signs nor the year behind a word."""
    return "".join(sign for sign in normalize("NFKC", text).casefold() if sign.isalpha())


def known_words(user: Any) -> set[str]:
    """The person's name among them: three syllables are too few for Django's comparison with the person's details."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    names = (settings.SITE_NAME, getattr(user, "name", ""), *Centre.objects.values_list("name", flat=True))
    parts = {letters(part) for name in names for part in (name, *name.split())}
    parts |= {letters(part) for part in (host, *host.split(".")) if len(part) > 3}
    parts |= set(WORDS)
    parts |= {normalize("NFD", part).translate(KEY_OF).lower() for part in parts}
    return {part for part in parts if len(part) > 1}


class KnownWordsValidator:
    def validate(self, password: str, user: Any = None) -> None:
        whole = letters(password)
        rest = whole
        for word in sorted(known_words(user), key=len, reverse=True):
            rest = rest.replace(word, " ")
        if rest != whole and len(whole) >= 2 * len(letters(rest)):
            raise ValidationError(
                _(
                    "The names of this site and the centre, and your own, are what others try first. Please choose other "
                    "words."
                ),
                code="password_known_words",
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be mostly the name of this site, of the centre or your own.")
