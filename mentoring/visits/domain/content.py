"""What a log says goes into its rows. The caller holds the log's lock, and has asked the guards."""

from lms.common import clock
from lms.common.records import transitions
from mentoring.visits.enums import ActionState
from mentoring.visits.models import ActionItem, PrivateNote, Visit, VisitTopic
from mentoring.visits.models.content import IN_ROW, VisitContent
from mentoring.visits.queries.content import Beside


def write_content(visit: Visit, content: VisitContent, beside: Beside) -> None:
    """`beside` are the rows beside the log as they are; those that say the same already are left alone."""
    for name in IN_ROW:
        setattr(visit, name, getattr(content, name))
    visit.save()
    _write_topics(visit, content.topics, beside.topics)
    _settle_steps(visit, content.settled, beside.settled)
    _write_step(visit, content, beside.step)
    _write_note(visit, content.private_note, beside.note)


def take_back_steps(visit: Visit) -> None:
    """What a log that no longer counts had opened is dropped, and what it had settled is open again."""
    transitions.move_parts(ActionItem.objects.filter(visit=visit, state=ActionState.OPEN), "drop")
    transitions.move_parts(ActionItem.objects.filter(closed_in=visit), "reopen", closed_in=None)


# ── within


def _write_topics(visit: Visit, topics: frozenset[int], before: frozenset[int]) -> None:
    if before - topics:
        VisitTopic.objects.filter(content_object=visit, tag__in=before - topics).delete()
    VisitTopic.objects.bulk_create([VisitTopic(content_object=visit, tag_id=pk) for pk in sorted(topics - before)])


def _settle_steps(visit: Visit, settled: frozenset[int], before: frozenset[int]) -> None:
    if before - settled:
        taken_back = ActionItem.objects.filter(closed_in=visit, pk__in=before - settled)
        transitions.move_parts(taken_back, "reopen", closed_in=None)
    if settled - before:
        open_before = ActionItem.objects.filter(engagement=visit.engagement, state=ActionState.OPEN).exclude(
            visit=visit
        )
        transitions.move_parts(open_before.filter(pk__in=settled - before), "settle", closed_in=visit)


def _write_step(visit: Visit, content: VisitContent, step: ActionItem | None) -> None:
    """One next step a log."""
    if step is None and not content.next_step:
        return
    if step is None:
        step = ActionItem(visit=visit)
    elif not content.next_step:
        transitions.move_parts(visit.actions.filter(pk=step.pk), "drop")
    elif step.state == ActionState.DROPPED:
        transitions.move_parts(visit.actions.filter(pk=step.pk), "reopen")
    step.engagement, step.text = visit.engagement, content.next_step or step.text
    step.owner, step.due_on = content.next_owner, content.next_on
    step.save(update_fields=["engagement", "text", "owner", "due_on"] if step.pk else None)


def _write_note(visit: Visit, text: str, note: PrivateNote | None) -> None:
    if note is None and not text:
        return
    note = note or PrivateNote(visit=visit, author_id=visit.author_id)
    note.text, note.written_at = text, clock.now()
    note.save()
