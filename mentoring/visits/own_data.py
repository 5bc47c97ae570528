"""A person's own data of visits: what they wrote and was answered as an expert, and what they answered for a community."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.accounts.models import User
from lms.privacy.enums import Term
from lms.privacy.queries.terms import told
from lms.privacy.registries import OwnData, Row
from mentoring.visits.metrics import place_by_date
from mentoring.visits.models import Confirmation, Visit, VisitPhoto


def _answers(person: User) -> Sequence[Row]:
    rows = Confirmation.objects.filter(person=person).select_related("visit__engagement__community")
    return [
        {
            _("Answer to a visit log"): row.visit.engagement.community.name,
            _("Visit"): row.visit.starts_at,
            _("Answer"): row.get_verdict_display(),
            pgettext("site", "Comment"): row.comment,
            _("When"): row.at,
        }
        for row in rows
    ]


def _visits(person: User) -> Sequence[Row]:
    """With the person's own private notes: they are theirs, and in nobody else's download. Who answered a log is told by
    their part only, as the log tells it."""
    rows = Visit.objects.filter(author=person).select_related("engagement__community", "private_note")
    rows = rows.annotate(place_by_date=place_by_date())
    beside = ("topics", "actions", "closed_actions", "confirmations", "addenda")
    return [told for visit in rows.prefetch_related(*beside) for told in (_log(visit), *_beside(visit))]


def _log(visit: Visit) -> Row:
    return {
        _("Community"): visit.engagement.community.name,
        _("Visit number"): visit.place_by_date,  # type: ignore[attr-defined]
        _("Start"): visit.starts_at,
        _("End"): visit.ends_at,
        pgettext("visit", "How"): visit.get_mode_display(),
        _("Place"): visit.place,
        _("Residents who took part"): visit.attendees,
        _("Topics"): ", ".join(topic.name for topic in visit.topics.all()),
        _("What was done"): visit.content,
        _("What is difficult"): visit.problems,
        _("Advice"): visit.advice,
        _("Agreed earlier and done"): "\n".join(step.text for step in visit.closed_actions.all()),
        _("Next meeting"): visit.next_on,
        _("How the community is"): "" if visit.no_show_side else visit.get_health_display(),
        _("Who did not come"): visit.get_no_show_side_display(),
        _("Private note"): visit.private_note.text if hasattr(visit, "private_note") else "",
        _("State"): visit.get_state_display(),
        _("Reason"): visit.reason,
        _("Begun"): visit.created_at,
        pgettext("date", "Sent"): visit.submitted_at,
        _("Answer until"): visit.confirm_by,
        _("Settled on"): visit.settled_at,
    }


def _beside(visit: Visit) -> Iterator[Row]:
    for step in visit.actions.all():
        yield {
            _("Next step"): step.text,
            _("Visit"): visit.starts_at,
            _("Whose step"): step.get_owner_display(),
            _("Until"): step.due_on,
            _("State"): step.get_state_display(),
        }
    for answer in visit.confirmations.all():
        yield {
            _("The community's answer"): answer.get_verdict_display() if answer.person_id else _("Confirmed by itself"),
            _("Visit"): visit.starts_at,
            pgettext("site", "Comment"): answer.comment,
            _("When"): answer.at,
        }
    for addendum in visit.addenda.all():
        yield {_("Added later"): addendum.text, _("Visit"): visit.starts_at, _("When"): addendum.written_at}


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
    lambda: _("%(months)s months, or until you leave if that is earlier") % {"months": told(Term.VISIT_PHOTOS)},
    _photos,
)
