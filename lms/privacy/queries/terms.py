"""Who answers for personal data and how long they are kept, as it is in force now."""

from collections.abc import Sequence
from types import SimpleNamespace

from django.conf import settings
from django.db.models import F, OuterRef, Subquery

from lms.accounts.models import Centre
from lms.common import clock
from lms.privacy.enums import TERMS_OF_CENTRE, Term
from lms.privacy.models import PrivacyNotice

OFFICER = ("officer_name", "officer_position", "officer_phone", "officer_email")


def terms_of(centre: Centre | None) -> tuple[Term, ...]:
    """What a centre decides, or the site as a whole."""
    return TERMS_OF_CENTRE if centre else tuple(term for term in Term if term not in TERMS_OF_CENTRE)


def notice_in_force(centre: Centre | None) -> PrivacyNotice | None:
    rows = PrivacyNotice.objects.filter(centre=centre, valid_from__lte=clock.today())
    return rows.order_by("-version").first()


def newest_notice(centre: Centre | None) -> PrivacyNotice | None:
    """The last one published, also when its day is still to come."""
    return PrivacyNotice.objects.filter(centre=centre).order_by("-version").first()


def begins_with(centre: Centre | None, last: PrivacyNotice | None) -> SimpleNamespace:
    """What a new version begins with: the officer, and the months by term; as it was published last, or as proposed."""
    officer = {name: getattr(last, name, "") for name in OFFICER}
    months = {term.value: (last.months if last else {}).get(term, proposed(term)) for term in terms_of(centre)}
    return SimpleNamespace(**officer, **months)


def notices_in_force() -> Sequence[PrivacyNotice]:
    """Of the site, then of the centres by name: for the privacy policy."""
    rows = PrivacyNotice.objects.filter(valid_from__lte=clock.today()).select_related("centre")
    last = {row.centre_id: row for row in rows.order_by(F("centre__name").asc(nulls_first=True), "version")}
    return list(last.values())


def proposed(term: Term) -> int:
    """Months before a term was ever published."""
    return int(getattr(settings, f"RETENTION_{term.name}"))


def months_of(term: Term) -> int:
    """Of a term that is the site's."""
    notice = notice_in_force(None)
    return int((notice.months if notice else {}).get(term, proposed(term)))


def months_by_centre(term: Term) -> dict[Centre, int]:
    """Of a term that is each centre's, in one query."""
    notices = PrivacyNotice.objects.filter(centre=OuterRef("pk"), valid_from__lte=clock.today()).order_by("-version")
    centres = Centre.objects.order_by("pk").annotate(months=Subquery(notices.values("months")[:1]))
    return {centre: int((centre.months or {}).get(term, proposed(term))) for centre in centres}


def told(term: Term) -> str:
    """The months as a text says them: “12”, or “6–12” where centres differ."""
    if term not in TERMS_OF_CENTRE:
        return str(months_of(term))
    months = sorted(set(months_by_centre(term).values()) or {proposed(term)})
    return str(months[0]) if len(months) == 1 else f"{months[0]}–{months[-1]}"
