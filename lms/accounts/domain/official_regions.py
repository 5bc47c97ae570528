"""Bringing the regions up to a newer official list: all of it or nothing, and a second time nothing."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.domain.country import IMPORTED, add_places
from lms.accounts.models import Region
from lms.accounts.official_changes import Answers, Changes, Known, compare, full_name
from lms.accounts.official_list import Names, Place
from lms.accounts.queries import known_regions
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog

MOST_GONE = 20  # of a list that is whole; more than these, and more than a quarter, are a list that isn't


def changes_of(places: list[Place], answers: Answers) -> Changes:
    """What an import would do, for a preview. Raises DomainError for an answer that fits no question (`no_such_question`)
    and for a list that would close a great part of the country (`not_whole`)."""
    known = known_regions()
    try:
        changes = compare(known, places, answers)
    except KeyError as answer:
        message = _("This answer fits no question: {answer}").format(answer=answer.args[0])
        raise DomainError(message, code="no_such_question") from answer
    lost = len(changes.gone) + len(changes.questions)
    if lost > MOST_GONE and lost * 4 > sum(not row.is_closed for row in known):
        message = _(
            "{count} places are missing from this file: it isn't the whole country's list. Nothing was changed."
        )
        raise DomainError(message.format(count=lost), code="not_whole")
    return changes


@transaction.atomic
def import_regions(*, places: list[Place], answers: Answers) -> Changes:
    """Close what is gone, add what is new, follow what was renamed or renumbered. Raises DomainError while a question is open
    (`open_questions`)."""
    changes = changes_of(places, answers)
    if changes.questions:
        raise DomainError(_("There are questions to answer first. Nothing was changed."), code="open_questions")
    if changes.is_empty:
        return changes
    counts = {name: len(getattr(changes, name)) for name in ("followed", "reopened", "gone", "new")}
    # The line's lock makes two imports queue: the second finds what the first wrote, and starts anew.
    statelog.record_of_site(action=IMPORTED, data=counts)
    if changes_of(places, answers) != changes:
        raise DomainError(_("The regions have changed meanwhile. Nothing was changed: please try again."), code="late")
    _write(changes)
    return changes


def _write(changes: Changes) -> None:
    followed = [row.pk for row, _place in changes.followed]
    rows = Region.objects.in_bulk([*followed, *(row.pk for row in [*changes.gone, *changes.reopened])])
    there = {place.path: pk for pk, place in changes.matched.items()}
    for pk in followed:  # two may take each other's code
        rows[pk].code = f"~{pk}"
    Region.objects.bulk_update([rows[pk] for pk in followed], ["code"], batch_size=500)
    add_places(changes.new, there)
    for row, place in changes.followed:
        _follow(rows[row.pk], row, place, there)
    for row in changes.gone:
        _close(rows[row.pk])
    for row in changes.reopened:
        _reopen(rows[row.pk])
    Region.objects.bulk_update(rows.values(), ["code", "name", "level", "parent", "closed_on"], batch_size=500)


def _follow(region: Region, was: Known, place: Place, there: Mapping[Names, int]) -> None:
    region.code, region.name, region.level = place.code, place.name, place.level
    region.parent_id = there.get(place.path[:-1])
    said = {"code": [was.code, place.code], "name": [full_name(was.path), full_name(place.path)]}
    statelog.record(region, action="follow", actor=None, data=said)


def _close(region: Region) -> None:
    region.closed_on = clock.today()
    statelog.record(region, action="close", actor=None)


def _reopen(region: Region) -> None:
    region.closed_on = None
    statelog.record(region, action="reopen", actor=None)
