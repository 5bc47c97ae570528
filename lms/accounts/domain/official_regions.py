"""Bringing the regions up to a newer official list: all of it or nothing, and a second time nothing.

From the server's shell at once; on the office's page the list is taken in first, looked at, and then written.
"""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.domain.country import IMPORTED, add_places
from lms.accounts.models import Region, RegionList, User
from lms.accounts.official_changes import Answers, Changes, Known, compare, full_name
from lms.accounts.official_list import Names, Place, read, text_of
from lms.accounts.queries import known_regions
from lms.accounts.rules import may_keep_regions
from lms.accounts.signals import regions_imported
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.common.records.seen import ChangedMeanwhile

KEPT = timedelta(days=7)  # a list that was taken in, for whoever still looks at it
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
        said = message.format(count=lost)
        raise DomainError(said, code="not_whole", fields={"file": said})
    return changes


@transaction.atomic
def take_list(*, content: bytes, actor: User) -> RegionList:
    """To look at before it is written. The same file again is the same row."""
    _check_may(actor)
    changes_of(read(content), {})
    text = text_of(content)
    digest = sha256(text.encode()).hexdigest()
    return RegionList.objects.get_or_create(digest=digest, defaults={"text": text, "taken_at": clock.now()})[0]


def forget_lists() -> int:
    """Those that were looked at and that nobody wrote for a week."""
    return RegionList.objects.filter(taken_at__lt=clock.now() - KEPT).delete()[0]


@transaction.atomic
def import_regions(
    *, places: list[Place], answers: Answers, actor: User | None = None, seen: str | None = None
) -> Changes:
    """Close what is gone, add what is new, follow what was renamed or renumbered. Raises DomainError while a question is open
    (`open_questions`), and where others changed the places since `seen`, the stamp of what somebody looked at. Nobody (None)
    is the server's shell."""
    if actor:
        _check_may(actor)
    statelog.lock_site()  # two imports queue: the second finds what the first wrote
    changes = changes_of(places, answers)
    if changes.questions:
        raise DomainError(_("There are questions to answer first. Nothing was changed."), code="open_questions")
    if changes.is_empty:
        return changes
    if seen is not None and seen != changes.stamp:
        raise ChangedMeanwhile
    counts = {name: len(getattr(changes, name)) for name in ("followed", "reopened", "gone", "new")}
    change = statelog.record_of_site(action=IMPORTED, data=counts, actor=actor)
    _write(changes, actor)
    regions_imported.send(Region, changes=changes, change=change)
    return changes


def _check_may(actor: User) -> None:
    if not may_keep_regions(actor):
        raise NotAllowed(_("Only who runs the site can do this."), code="not_superuser")


def _write(changes: Changes, actor: User | None) -> None:
    followed = [row.pk for row, _place in changes.followed]
    rows = Region.objects.in_bulk([*followed, *(row.pk for row in [*changes.gone, *changes.reopened])])
    there = {place.path: pk for pk, place in changes.matched.items()}
    for pk in followed:  # two may take each other's code
        rows[pk].code = f"~{pk}"
    Region.objects.bulk_update([rows[pk] for pk in followed], ["code"], batch_size=500)
    add_places(changes.new, there)
    for row, place in changes.followed:
        _follow(rows[row.pk], row, place, there, actor)
    for row in changes.gone:
        rows[row.pk].closed_on = clock.today()
        statelog.record(rows[row.pk], action="close", actor=actor)
    for row in changes.reopened:
        rows[row.pk].closed_on = None
        statelog.record(rows[row.pk], action="reopen", actor=actor)
    Region.objects.bulk_update(rows.values(), ["code", "name", "level", "parent", "closed_on"], batch_size=500)


def _follow(region: Region, was: Known, place: Place, there: Mapping[Names, int], actor: User | None) -> None:
    region.code, region.name, region.level = place.code, place.name, place.level
    region.parent_id = there.get(place.path[:-1])
    said = {"code": [was.code, place.code], "name": [full_name(was.path), full_name(place.path)]}
    statelog.record(region, action="follow", actor=actor, data=said)
