"""What the database itself refuses to do to visits: answered logs are frozen, and one person's don't overlap."""

from lms.common.integrity.triggers import Trigger, append_only, changed, in_states, unpermitted
from mentoring.visits.enums import HELD, LONGEST_HOURS, VisitState
from mentoring.visits.models.content import IN_ROW

_CONTENT = changed(
    [
        *("centre_id", "engagement_id", "expert_id", "author_id", "client_uuid", "number"),
        *IN_ROW,
        *("no_show_side", "created_at", "submitted_at", "confirm_by"),
    ]
)

_LOG_OF = "(SELECT state FROM visits_visit WHERE id = {row}.content_object_id)"

_AUTHOR = "(SELECT author_id FROM visits_visit WHERE id = NEW.visit_id)"


def _of_confirmed(row: str) -> str:
    return f"{_LOG_OF.format(row=row)} = '{VisitState.CONFIRMED}'"


_VISIT_OVERLAP = (
    f"NEW.state IN ({in_states(HELD)}) AND EXISTS (SELECT 1 FROM visits_visit AS other "
    f"WHERE other.author_id = NEW.author_id AND other.id IS DISTINCT FROM NEW.id AND other.state IN ({in_states(HELD)}) "
    "AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at)"
)

_TOO_LONG = f"julianday(NEW.ends_at) - julianday(NEW.starts_at) > {LONGEST_HOURS}.001 / 24"

_WRITING = f"({in_states(frozenset({VisitState.DRAFT, VisitState.OBJECTED}))})"


def _not_being_written(row: str) -> str:
    return f"(SELECT state FROM visits_visit WHERE id = {row}.visit_id) NOT IN {_WRITING}"


def _sent(row: str) -> str:
    """Also one that was called off since, or is void; one that is taken back or objected to is being mended."""
    sent_at = f"(SELECT submitted_at FROM visits_visit WHERE id = {row}.visit_id)"
    return f"({sent_at} IS NOT NULL AND {_not_being_written(row)})"


TRIGGERS = (
    *append_only("confirmation", "visits.Confirmation"),
    *append_only("addendum", "visits.Addendum", moment="written_at"),
    Trigger(
        "confirmation_by_another",
        "visits.Confirmation",
        "INSERT",
        f"NEW.person_id = {_AUTHOR}",
    ),
    Trigger(
        "confirmed_log_frozen",
        "visits.Visit",
        "UPDATE",
        f"OLD.state IN ('{VisitState.CONFIRMED}', '{VisitState.VOIDED}') "
        f"AND (NEW.state NOT IN (OLD.state, '{VisitState.VOIDED}') OR {_CONTENT})",
    ),
    Trigger("sent_log_kept", "visits.Visit", "DELETE", "OLD.submitted_at IS NOT NULL"),
    Trigger("confirmed_topics_added", "visits.VisitTopic", "INSERT", _of_confirmed("NEW")),
    Trigger(
        "confirmed_topics_changed",
        "visits.VisitTopic",
        "UPDATE",
        f"{_of_confirmed('OLD')} OR {_of_confirmed('NEW')}",
    ),
    Trigger("confirmed_topics_kept", "visits.VisitTopic", "DELETE", _of_confirmed("OLD")),
    Trigger("photo_added_to_sent_log", "visits.VisitPhoto", "INSERT", _not_being_written("NEW")),
    Trigger(
        "photo_of_sent_log_changed",
        "visits.VisitPhoto",
        "UPDATE",
        f"{_not_being_written('OLD')} OR {_not_being_written('NEW')}",
    ),
    Trigger(
        "photo_of_sent_log_kept",
        "visits.VisitPhoto",
        "DELETE",
        f"{_not_being_written('OLD')} AND {unpermitted('visits.VisitPhoto', 'added_at')}",
    ),
    Trigger("note_of_sent_log_unchanged", "visits.PrivateNote", "UPDATE", f"{_sent('OLD')} OR {_sent('NEW')}"),
    Trigger(
        "note_of_sent_log_kept",
        "visits.PrivateNote",
        "DELETE",
        f"{_sent('OLD')} AND {unpermitted('visits.PrivateNote')}",
    ),
    *(
        Trigger(f"{name}_{event.lower()}", model, event, condition, only="sqlite")
        for name, model, condition in (
            ("visit_overlap", "visits.Visit", _VISIT_OVERLAP),
            ("visit_too_long", "visits.Visit", _TOO_LONG),
        )
        for event in ("INSERT", "UPDATE")
    ),
)
