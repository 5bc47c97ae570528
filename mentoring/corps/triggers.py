"""What the database itself refuses to do to terms: those of one person in one body don't overlap."""

from lms.common.integrity.triggers import Trigger, in_states
from mentoring.corps.enums import SERVED


def _end(row: str) -> str:
    """The first day that the term doesn't cover."""
    return f"COALESCE({row}.ended_on, date({row}.ends_on, '+1 day'), '9999-12-31')"


_TERM_OVERLAP = (
    f"NEW.state IN ({in_states(SERVED)}) AND EXISTS (SELECT 1 FROM corps_appointment AS other "
    "WHERE other.body_id = NEW.body_id AND other.person_id = NEW.person_id AND other.id IS DISTINCT FROM NEW.id "
    f"AND other.state IN ({in_states(SERVED)}) "
    f"AND other.starts_on < {_end('NEW')} AND NEW.starts_on < {_end('other')})"
)

TRIGGERS = tuple(
    Trigger(f"term_overlap_{event.lower()}", "corps.Appointment", event, _TERM_OVERLAP, only="sqlite")
    for event in ("INSERT", "UPDATE")
)
