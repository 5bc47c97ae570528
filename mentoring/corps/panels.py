from courses.learning.panels import Panel
from lms.accounts.models import User
from mentoring.corps.queries.appointments import to_show_at_home


def appointments_panel(user: User) -> Panel | None:
    """Offers to answer and terms, on everyone's own home: a council member or a graduate has no other."""
    rows = to_show_at_home(user)
    return Panel("mentoring/corps/my_appointment_panel.html", {"appointments": rows}) if rows else None
