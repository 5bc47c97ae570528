"""What a person is told about an enrolment: one fact each, and where the rest can be read."""

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.runs.enums import EnrolmentState
from courses.runs.models import Enrolment
from courses.runs.queries.enrolment import answer_by, place_in_queue
from lms.common.models import StateChange
from lms.common.text.korean import ko_date, ko_dt
from lms.notifications.domain import notify

MOST_TITLE = 60  # a notice's title holds 120 characters; the fact must fit beside the name of the run


def tell_enrolment(enrolment: Enrolment, line: StateChange) -> None:
    """`line` is what the log says of it."""
    action = line.action
    told = _facts(enrolment, action)
    if told is None:
        return
    fact, text = told
    page = "learn" if enrolment.state == EnrolmentState.ACTIVE else "apply"
    notify(
        person=enrolment.person,
        centre=enrolment.centre_id,
        kind="enrolment",
        key=f"enrolment:{enrolment.pk}:{line.pk}",
        title=f"{fact}: {str(enrolment.run)[:MOST_TITLE]}",
        text=text,
        path=reverse(page, args=[enrolment.run_id]),
    )


def _facts(enrolment: Enrolment, action: str) -> tuple[str, str] | None:
    """None where the person has just done it on the screen and needs no message."""
    if action == "decline" or (action == "withdraw" and not enrolment.reason):
        return None
    if by_office := _of_the_office(action):
        return by_office, _("You can read the reason on the page.")
    match enrolment.state:
        case EnrolmentState.APPLIED:
            by = ko_date(answer_by(enrolment))
            return _("Application received"), _("We will answer by %(date)s.") % {"date": by}
        case EnrolmentState.WAITLISTED:
            place = place_in_queue(enrolment)
            return _("You are on the waiting list"), _("You are number %(place)s.") % {"place": place}
        case EnrolmentState.OFFERED:
            until = ko_dt(enrolment.offer_expires_at) if enrolment.offer_expires_at else ""
            return _("A seat is free for you"), _("Please accept it by %(time)s.") % {"time": until}
        case EnrolmentState.ACTIVE:
            return _("You have a seat"), _("First day: %(date)s") % {"date": ko_date(enrolment.run.starts_on)}
        case EnrolmentState.REJECTED:
            return _("Your application was not accepted"), _("You can read the reason on the page.")
        case EnrolmentState.NOT_COMPLETED:
            return _("The course has ended"), _("The completion rule was not met. You can apply for a later run.")
        case EnrolmentState.CANCELLED:
            return _cancelled(action)
    return None


def _of_the_office(action: str) -> str:
    """By telephone, after a slip, or after a closing that came too early; each with a reason."""
    match action:
        case "withdraw":
            return _("You were withdrawn from the course")
        case "take_back":
            return _("Your admission was taken back")
        case "reopen":
            return _("The course goes on")
    return ""


def _cancelled(action: str) -> tuple[str, str]:
    if action == "lapse":
        return _("The offered seat has gone to the next person"), _("The time to accept it is over.")
    if action == "cancel":
        return _("The course is cancelled"), _("You can read the reason on the page.")
    return _("The course has ended"), _("No seat became free for you.")
