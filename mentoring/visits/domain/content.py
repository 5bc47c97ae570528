"""What a log says goes into its rows. The caller holds the log's lock, and has asked the guards."""

from lms.common import clock
from lms.common.records import transitions
from mentoring.visits.enums import ActionState
from mentoring.visits.models import ActionItem, PrivateNote, Visit, VisitTopic
from mentoring.visits.models.content import IN_ROW, VisitContent
from mentoring.visits.queries.content import Beside


def write_content(log: Visit, content: VisitContent, beside: Beside) -> None:
    """`beside` are the rows beside the log as they are; those that say the same already are left alone."""
    for name in IN_ROW:
        setattr(log, name, getattr(content, name))
    log.save()
    _write_topics(log, content.topics, beside.topics)
    _settle_steps(log, content.settled, beside.settled)
    _write_step(log, content, beside.step)
    _write_note(log, content.private_note, beside.note)


def take_back_steps(log: Visit) -> None:
    """What a log that no longer counts had opened is dropped, and what it had settled is open again."""
    transitions.move_parts(ActionItem.objects.filter(visit=log, state=ActionState.OPEN), "drop")
    transitions.move_parts(ActionItem.objects.filter(closed_in=log), "reopen", closed_in=None)


# ── within


def _write_topics(log: Visit, topics: frozenset[int], before: frozenset[int]) -> None:
    if before - topics:
        VisitTopic.objects.filter(content_object=log, tag__in=before - topics).delete()
    VisitTopic.objects.bulk_create([VisitTopic(content_object=log, tag_id=pk) for pk in sorted(topics - before)])


def _settle_steps(log: Visit, settled: frozenset[int], before: frozenset[int]) -> None:
    if before - settled:
        taken_back = ActionItem.objects.filter(closed_in=log, pk__in=before - settled)
        transitions.move_parts(taken_back, "reopen", closed_in=None)
    if settled - before:
        open_before = ActionItem.objects.filter(engagement=log.engagement, state=ActionState.OPEN).exclude(visit=log)
        transitions.move_parts(open_before.filter(pk__in=settled - before), "settle", closed_in=log)


def _write_step(log: Visit, content: VisitContent, step: ActionItem | None) -> None:
    """One next step a log."""
    if step is None and not content.next_step:
        return
    if step is None:
        step = ActionItem(visit=log)
    elif not content.next_step:
        transitions.move_parts(log.actions.filter(pk=step.pk), "drop")
    elif step.state == ActionState.DROPPED:
        transitions.move_parts(log.actions.filter(pk=step.pk), "reopen")
    step.engagement, step.text = log.engagement, content.next_step or step.text
    step.owner, step.due_on = content.next_owner, content.next_on
    step.save(update_fields=["engagement", "text", "owner", "due_on"] if step.pk else None)


def _write_note(log: Visit, text: str, note: PrivateNote | None) -> None:
    if note is None and not text:
        return
    note = note or PrivateNote(visit=log, author_id=log.author_id)
    note.text, note.written_at = text, clock.now()
    note.save()
