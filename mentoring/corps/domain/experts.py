"""An expert's entry in the directory: introduction, dong, fields, topics."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cms.models import Topic
from lms.accounts.enums import LOCAL_LEVELS
from lms.accounts.models import Region, User
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog, transitions
from lms.common.records.seen import Seen, only_changed
from mentoring.corps.models import ExpertProfile, ExpertTopic, Field
from mentoring.corps.rules import may_change_profile

LEVELS = (1, 2, 3)


@dataclass(frozen=True)
class Entry:
    """What an expert says of themselves: the directory shows most of it, and the matching counts with it."""

    bio: str
    dong: Region
    fields: tuple[Field, ...]
    topics: Mapping[Topic, int]  # how well: 1 has done it, 2 has led it, 3 teaches it
    villages: bool
    apartments: bool
    capacity: int
    monthly_minutes: int

    @property
    def known_topics(self) -> list[str]:
        return [f"{topic.pk}:{level}" for topic, level in self.topics.items()]


PLAIN = ("bio", "dong", "villages", "apartments", "capacity", "monthly_minutes")
SEVERAL_EDIT = (*PLAIN, "fields", "known_topics")  # of the row and of an entry alike


@transaction.atomic
def update_profile(*, expert: ExpertProfile, actor: User, entry: Entry, seen: Seen | None = None) -> ExpertProfile:
    """The expert's own words, knowledge and limits; the centre's staff may correct them. `seen` is what the form showed."""
    # Two forms sent at once would each put the topics of the other beside their own: the expert's row makes them queue.
    expert = transitions.lock(expert)
    if not may_change_profile(actor, expert):
        raise NotAllowed(_("Only the expert and the staff of the centre can change this."), code="not_the_expert")
    _check_entry(expert, entry)
    new = only_changed(expert, {name: getattr(entry, name) for name in SEVERAL_EDIT}, seen)
    changed = [name for name in PLAIN if name in new and getattr(expert, name) != new[name]]
    for name in changed:
        setattr(expert, name, new[name])
    _check_kinds(expert.villages, expert.apartments)  # each of two people may have taken one of them away
    expert.save(update_fields=changed)
    if "fields" in new and set(expert.fields.all()) != set(entry.fields):
        expert.fields.set(entry.fields)
        changed.append("fields")
    if "known_topics" in new and _write_topics(expert, entry.topics):
        changed.append("topics")
    if changed:
        statelog.record(expert, action="profile", actor=actor, data={"changed": changed})
    return expert


def _check_entry(expert: ExpertProfile, entry: Entry) -> None:
    _check_kinds(entry.villages, entry.apartments)
    if entry.dong.level not in LOCAL_LEVELS:
        message = _("Please choose a dong.")
        raise DomainError(message, code="no_dong", fields={"dong": message})
    if any(field.centre_id != expert.centre_id for field in entry.fields):
        raise DomainError(_("Please choose fields of this centre."), code="other_centre")
    if not set(entry.topics.values()) <= set(LEVELS):
        raise DomainError(_("Please choose a level from the list."), code="level")


def _check_kinds(villages: bool, apartments: bool) -> None:
    if not (villages or apartments):
        message = _("Please choose at least one.")
        raise DomainError(message, code="no_kind", fields={"kinds": message})


def _write_topics(expert: ExpertProfile, topics: Mapping[Topic, int]) -> bool:
    """Whether anything changed."""
    new = {topic.pk: level for topic, level in topics.items()}
    if dict(expert.levels.values_list("tag_id", "level")) == new:
        return False
    expert.levels.all().delete()
    ExpertTopic.objects.bulk_create(
        ExpertTopic(content_object=expert, tag_id=tag, level=level) for tag, level in new.items()
    )
    return True
