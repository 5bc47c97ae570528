"""What the database itself refuses to do to coaching: answered logs are frozen, visits and terms don't overlap."""

from lms.common.triggers import Trigger, append_only, changed, unpermitted
from mentoring.enums import HELD, SERVED, VisitState

_CONTENT = changed(
    [
        *("centre_id", "engagement_id", "expert_id", "author_id", "client_uuid", "number", "starts_at", "ends_at"),
        *("mode", "place", "attendees", "content", "problems", "advice", "next_on", "health", "no_show_side"),
        *("created_at", "submitted_at", "confirm_by"),
    ]
)
_LOG_OF = "(SELECT state FROM mentoring_coachingsession WHERE id = {row}.content_object_id)"
_AUTHOR = "(SELECT author_id FROM mentoring_coachingsession WHERE id = NEW.session_id)"


def _states(states: frozenset[str]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))


def _of_confirmed(row: str) -> str:
    return f"{_LOG_OF.format(row=row)} = '{VisitState.CONFIRMED}'"


def _end(row: str) -> str:
    """The first day that the term doesn't cover."""
    return f"COALESCE({row}.ended_on, date({row}.ends_on, '+1 day'), '9999-12-31')"


_VISIT_OVERLAP = (
    f"NEW.state IN ({_states(HELD)}) AND EXISTS (SELECT 1 FROM mentoring_coachingsession AS other "
    f"WHERE other.author_id = NEW.author_id AND other.id IS DISTINCT FROM NEW.id AND other.state IN ({_states(HELD)}) "
    "AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at)"
)
_TERM_OVERLAP = (
    f"NEW.state IN ({_states(SERVED)}) AND EXISTS (SELECT 1 FROM mentoring_appointment AS other "
    "WHERE other.body_id = NEW.body_id AND other.person_id = NEW.person_id AND other.id IS DISTINCT FROM NEW.id "
    f"AND other.state IN ({_states(SERVED)}) "
    f"AND other.starts_on < {_end('NEW')} AND NEW.starts_on < {_end('other')})"
)
_TOO_LONG = "julianday(NEW.ends_at) - julianday(NEW.starts_at) > 8.001 / 24"

_WRITING = f"({_states(frozenset({VisitState.DRAFT, VisitState.OBJECTED}))})"


def _not_being_written(row: str) -> str:
    return f"(SELECT state FROM mentoring_coachingsession WHERE id = {row}.session_id) NOT IN {_WRITING}"


TRIGGERS = (
    *append_only("confirmation", "mentoring.Confirmation"),
    *append_only("addendum", "mentoring.Addendum", moment="written_at"),
    Trigger(
        "confirmation_by_another",
        "mentoring.Confirmation",
        "INSERT",
        f"NEW.person_id = {_AUTHOR}",
    ),
    Trigger(
        "confirmed_log_frozen",
        "mentoring.CoachingSession",
        "UPDATE",
        f"OLD.state IN ('{VisitState.CONFIRMED}', '{VisitState.VOIDED}') "
        f"AND (NEW.state NOT IN (OLD.state, '{VisitState.VOIDED}') OR {_CONTENT})",
    ),
    Trigger("sent_log_kept", "mentoring.CoachingSession", "DELETE", "OLD.submitted_at IS NOT NULL"),
    Trigger("confirmed_topics_added", "mentoring.VisitTopic", "INSERT", _of_confirmed("NEW")),
    Trigger(
        "confirmed_topics_changed",
        "mentoring.VisitTopic",
        "UPDATE",
        f"{_of_confirmed('OLD')} OR {_of_confirmed('NEW')}",
    ),
    Trigger("confirmed_topics_kept", "mentoring.VisitTopic", "DELETE", _of_confirmed("OLD")),
    Trigger("photo_added_to_sent_log", "mentoring.VisitPhoto", "INSERT", _not_being_written("NEW")),
    Trigger(
        "photo_of_sent_log_changed",
        "mentoring.VisitPhoto",
        "UPDATE",
        f"{_not_being_written('OLD')} OR {_not_being_written('NEW')}",
    ),
    Trigger(
        "photo_of_sent_log_kept",
        "mentoring.VisitPhoto",
        "DELETE",
        f"{_not_being_written('OLD')} AND {unpermitted('mentoring.VisitPhoto', 'added_at')}",
    ),
    *(
        Trigger(f"{name}_{event.lower()}", model, event, condition, only="sqlite")
        for name, model, condition in (
            ("visit_overlap", "mentoring.CoachingSession", _VISIT_OVERLAP),
            ("visit_too_long", "mentoring.CoachingSession", _TOO_LONG),
            ("term_overlap", "mentoring.Appointment", _TERM_OVERLAP),
        )
        for event in ("INSERT", "UPDATE")
    ),
)
