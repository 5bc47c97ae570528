"""A person's own data of visits: what they wrote and was answered as an expert, and what they answered for a community."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.accounts.models import User
from lms.privacy.registries import OwnData, Row
from mentoring.visits.models import Confirmation, Visit, VisitPhoto


def _answers(person: User) -> Sequence[Row]:
    rows = Confirmation.objects.filter(person=person).select_related("visit__engagement__community")
    return [
        {
            _("Answer to a visit log"): row.visit.engagement.community.name,
            _("Visit"): row.visit.starts_at,
            _("Answer"): row.get_verdict_display(),
            _("Comment"): row.comment,
            _("When"): row.at,
        }
        for row in rows
    ]


def _visits(person: User) -> Sequence[Row]:
    """With the person's own private notes: they are theirs, and in nobody else's download. Who answered a log is told by
    their part only, as the log tells it."""
    rows = Visit.objects.filter(author=person).select_related("engagement__community", "private_note")
    beside = ("topics", "actions", "closed_actions", "confirmations", "addenda")
    return [told for log in rows.prefetch_related(*beside) for told in (_log(log), *_beside(log))]


def _log(log: Visit) -> Row:
    return {
        _("Community"): log.engagement.community.name,
        _("Visit number"): log.number,
        _("Start"): log.starts_at,
        _("End"): log.ends_at,
        pgettext("visit", "How"): log.get_mode_display(),
        _("Place"): log.place,
        _("Residents who took part"): log.attendees,
        _("Topics"): ", ".join(topic.name for topic in log.topics.all()),
        _("What was done"): log.content,
        _("What is difficult"): log.problems,
        _("Advice"): log.advice,
        _("Agreed earlier and done"): "\n".join(step.text for step in log.closed_actions.all()),
        _("Next meeting"): log.next_on,
        _("How the community is"): log.get_health_display(),
        _("Who did not come"): log.get_no_show_side_display(),
        _("Private note"): log.private_note.text if hasattr(log, "private_note") else "",
        _("State"): log.get_state_display(),
        _("Reason"): log.reason,
        _("Begun"): log.created_at,
        pgettext("date", "Sent"): log.submitted_at,
        _("Answer until"): log.confirm_by,
        _("Settled on"): log.settled_at,
    }


def _beside(log: Visit) -> Iterator[Row]:
    for step in log.actions.all():
        yield {
            _("Next step"): step.text,
            _("Visit"): log.starts_at,
            _("Whose step"): step.get_owner_display(),
            _("Until"): step.due_on,
            _("State"): step.get_state_display(),
        }
    for answer in log.confirmations.all():
        yield {
            _("The community's answer"): answer.get_verdict_display() if answer.person_id else _("Confirmed by itself"),
            _("Visit"): log.starts_at,
            _("Comment"): answer.comment,
            _("When"): answer.at,
        }
    for addendum in log.addenda.all():
        yield {_("Added later"): addendum.text, _("Visit"): log.starts_at, _("When"): addendum.written_at}


def _photos(person: User) -> Sequence[Row]:
    rows = VisitPhoto.objects.filter(added_by=person).select_related("visit__engagement__community")
    return [
        {
            _("Community"): row.visit.engagement.community.name,
            _("Visit"): row.visit.starts_at,
            _("What the photo shows"): row.caption,
            _("File name"): row.name,
            _("When"): row.added_at,
            _("Link to the photo"): reverse("visit_photo", args=[row.visit_id, row.pk]),
        }
        for row in rows.order_by("added_at", "pk")
    ]


ANSWERS = OwnData(
    gettext_lazy("Answers to visit logs"),
    gettext_lazy("whether a log is right, what is different, when"),
    gettext_lazy("To confirm the work for a community."),
    lambda: _("As long as the community's own records; without your name once you have left"),
    _answers,
)
VISITS = OwnData(
    gettext_lazy("Visits as an expert"),
    gettext_lazy("the whole visit log: when and where, what was done, next steps, additions, answers, private notes"),
    gettext_lazy("To prove the work and to pay it."),
    lambda: _("As long as the community's own records; your private notes until you leave"),
    _visits,
)
VISIT_PHOTOS = OwnData(
    gettext_lazy("Photos of visits"),
    gettext_lazy("photo, what it shows, file name"),
    gettext_lazy("To show the community and the centre what was done."),
    lambda: _("%(months)d months, or until you leave if that is earlier") % {"months": settings.RETENTION_VISIT_PHOTOS},
    _photos,
)
