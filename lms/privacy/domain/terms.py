"""Publishing who answers for personal data and how long they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog
from lms.common.records.seen import Seen, only_changed
from lms.privacy.domain.guards import lock_owner
from lms.privacy.enums import LEAST_MONTHS, MOST_MONTHS, Term
from lms.privacy.models import PrivacyNotice
from lms.privacy.queries.terms import OFFICER, begins_with, newest_notice, terms_of


@dataclass(frozen=True)
class Notice:
    """What is published; `months` by term."""

    officer_name: str
    officer_position: str
    officer_phone: str
    officer_email: str
    months: Mapping[Term, int]
    valid_from: date


@transaction.atomic
def publish_terms(*, centre: Centre | None, notice: Notice, actor: User, seen: Seen | None = None) -> PrivacyNotice:
    """The next version, with what the person changed; `seen` is what the form showed. A second press gives the version that
    is there."""
    lock_owner(actor, centre)
    _check(notice, centre)
    last = newest_notice(centre)
    before = begins_with(centre, last)
    months = {term.value: number for term, number in notice.months.items()}
    said = {name: getattr(notice, name) for name in OFFICER} | months
    content = vars(before) | only_changed(before, said, seen)
    if last and last.valid_from == notice.valid_from and content == vars(before):
        return last
    made = PrivacyNotice.objects.create(
        centre=centre,
        version=last.version + 1 if last else 1,
        months={name: content.pop(name) for name in months},
        valid_from=notice.valid_from,
        **content,
    )
    data = {"version": made.version, "from": notice.valid_from.isoformat(), "months": made.months}
    statelog.record(made, action="publish_terms", actor=actor, data=data)
    return made


def _check(notice: Notice, centre: Centre | None) -> None:
    wrong = {term: why for term in terms_of(centre) if (why := why_not(term, notice.months[term]))}
    if wrong:
        raise DomainError(
            " ".join(wrong.values()), code="term", fields={term.value: why for term, why in wrong.items()}
        )
    if notice.valid_from < clock.today():
        message = _("Please choose today or a later day.")
        raise DomainError(message, code="past", fields={"valid_from": message})


def why_not(term: Term, months: int) -> str:
    """Empty for a term that can be set."""
    least = LEAST_MONTHS.get(term, 1)
    if months < least and term in (Term.ACCESS_LOG, Term.STATE_LOG):
        return _(
            "The measures for the safety of personal data (개인정보의 안전성 확보조치 기준 제8조) ask for at least "
            "%(months)s months."
        ) % {"months": least}
    if months < least:
        return _("At least %(months)s months.") % {"months": least}
    if months > MOST_MONTHS:
        return _(
            "At most %(months)s months: what is no longer needed has to be destroyed (개인정보 보호법 제21조)."
        ) % {"months": MOST_MONTHS}
    return ""
