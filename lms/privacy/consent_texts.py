"""The product's own words for each consent: what, why, how long, and what a refusal means (개인정보 보호법 제15조).

A draft begins with them. They are in force nowhere: whoever answers for the data publishes words of their own
(`lms.privacy.domain.wordings`).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lms.privacy.enums import Purpose

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
else:
    _StrPromise = Any


@dataclass(frozen=True)
class Wording:
    ask: _StrPromise  # beside the box
    text: _StrPromise


TEMPLATES: dict[Purpose, Wording] = {
    Purpose.AGE: Wording(
        _("I am 14 years old or older."),
        _("The site is for people of 14 and older. We don't ask for your date of birth."),
    ),
    Purpose.SERVICE: Wording(
        _("I agree that my name, e-mail address and phone number are kept for my membership."),
        _(
            "What: name, e-mail address, phone number. Why: to sign you in and to reach you about what you take part in. "
            "How long: until you leave. You may refuse, but then you can't join."
        ),
    ),
    Purpose.LEARNING: Wording(
        _("I agree that the centre keeps my name, phone number and this application to run the course."),
        _(
            "What: name, phone number, application, attendance and results. Why: to run the course, to decide about "
            "completion and to prove it. How long: as the privacy policy says for each. Without this the centre can't enrol "
            "you."
        ),
    ),
    Purpose.NEWS: Wording(
        _("I would like to get news about new courses by e-mail."),
        _(
            "What: e-mail address. Why: to tell you (advertising) when applications for a course open, between 8 in the "
            "morning and 9 in the evening. How long: until you take this back. Refusing changes nothing else."
        ),
    ),
    Purpose.PUBLIC_NAME: Wording(
        _("My whole name may be shown in the public list of experts."),
        _(
            "What: name. Why: so that residents know who helps in their neighbourhood. How long: until your term ends or you "
            "take this back. If you refuse, part of your name is hidden there; nothing else changes."
        ),
    ),
}
