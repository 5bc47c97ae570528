"""The words of consents, as they are in force now."""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.accounts.models import Centre
from lms.common import clock
from lms.privacy.consent_texts import TEMPLATES
from lms.privacy.enums import Purpose
from lms.privacy.models import ConsentDraft, ConsentText
from lms.privacy.queries.terms import notice_in_force


def in_force(purposes: Iterable[Purpose], centre: Centre | None = None) -> dict[Purpose, ConsentText]:
    """By purpose; what was never published is not there. One query, whichever purposes."""
    rows = ConsentText.objects.filter(centre=centre, purpose__in=list(purposes), valid_from__lte=clock.today())
    return {Purpose(row.purpose): row for row in rows.order_by("version")}


def is_ready(purposes: Iterable[Purpose], centre: Centre | None) -> bool:
    """Whether each has its words, and somebody answers for the data."""
    purposes = set(purposes)
    return in_force(purposes, centre).keys() == purposes and notice_in_force(centre) is not None


def newest(purpose: Purpose, centre: Centre | None) -> ConsentText | None:
    """The last one published, also when its day is still to come."""
    return ConsentText.objects.filter(centre=centre, purpose=purpose).order_by("-version").first()


@dataclass(frozen=True)
class Wanted:
    """One purpose on the office's page."""

    purpose: Purpose
    centre: Centre | None
    now: ConsentText | None  # in force
    newest: ConsentText | None
    draft: ConsentDraft | None

    @property
    def coming(self) -> ConsentText | None:
        """Published for a day that is still to come."""
        return self.newest if self.newest != self.now else None

    @property
    def is_drafted(self) -> bool:
        """Something was written that is not published."""
        return bool(self.draft and (not self.newest or self.draft.text != self.newest.text))

    @property
    def begins_with(self) -> tuple[str, str]:
        """(beside the box, under it): the draft, else what was published last, else the product's own words."""
        row = self.draft or self.newest
        if row:
            return row.ask, row.words
        return str(TEMPLATES[self.purpose].ask), str(TEMPLATES[self.purpose].text)


def wanted(purposes: Iterable[Purpose], centre: Centre | None) -> list[Wanted]:
    purposes = list(purposes)
    drafts = {row.purpose: row for row in ConsentDraft.objects.filter(centre=centre, purpose__in=purposes)}
    texts = ConsentText.objects.filter(centre=centre, purpose__in=purposes).order_by("version")
    last = {row.purpose: row for row in texts}
    now = {row.purpose: row for row in texts if row.valid_from <= clock.today()}
    return [Wanted(each, centre, now.get(each), last.get(each), drafts.get(each)) for each in purposes]
