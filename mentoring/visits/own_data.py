"""A person's own data in coaching: roles, requests and answers for a community, and visits as an expert."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.privacy.topics import DataTopic, Row
from mentoring.coaching.models import CoachingRequest
from mentoring.communities.models import CommunityMembership
from mentoring.visits.models import Confirmation, Visit, VisitPhoto


def _communities(person: User) -> Sequence[Row]:
    stands = CommunityMembership.objects.filter(person=person).select_related("community").order_by("since", "pk")
    asked = CoachingRequest.objects.filter(created_by=person).select_related("community")
    answers = Confirmation.objects.filter(person=person).select_related("visit__engagement__community")
    return [
        *(
            {
                _("Community"): row.community.name,
                _("Role"): row.get_role_display(),
                _("Since"): row.since,
                _("Until"): row.ended_on,
            }
            for row in stands
        ),
        *(
            {
                _("Coaching request"): row.community.name,
                _("State"): row.get_state_display(),
                _("What is difficult"): row.problem,
                _("What you want to reach"): row.goal,
                _("What you want to ask beforehand"): row.questions,
                _("When"): row.created_at,
            }
            for row in asked
        ),
        *(
            {
                _("Answer to a visit log"): row.visit.engagement.community.name,
                _("Answer"): row.get_verdict_display(),
                _("Comment"): row.comment,
                _("When"): row.at,
            }
            for row in answers
        ),
    ]


def _visits(person: User) -> Sequence[Row]:
    """With the person's own private notes: they are theirs, and in nobody else's download."""
    rows = Visit.objects.filter(author=person)
    return [
        {
            _("Community"): row.engagement.community.name,
            _("Start"): row.starts_at,
            _("End"): row.ends_at,
            _("State"): row.get_state_display(),
            _("What was done"): row.content,
            _("What is difficult"): row.problems,
            _("Advice"): row.advice,
            _("Private note"): row.private_note.text if hasattr(row, "private_note") else "",
        }
        for row in rows.select_related("engagement__community", "private_note")
    ]


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


TOPICS = (
    DataTopic(
        "communities",
        gettext_lazy("Communities and requests"),
        gettext_lazy("role in a community, coaching requests, answers to visit logs"),
        gettext_lazy("To know who speaks for a community, and to help it."),
        lambda: _("As long as the community's own records; without your name once you have left"),
        _communities,
        order=80,
    ),
    DataTopic(
        "visits",
        gettext_lazy("Visits as an expert"),
        gettext_lazy("date, hours, what was done, private notes"),
        gettext_lazy("To prove the work and to pay it."),
        lambda: _("As long as the community's own records; your private notes until you leave"),
        _visits,
        order=85,
    ),
    DataTopic(
        "visit_photos",
        gettext_lazy("Photos of visits"),
        gettext_lazy("photo, what it shows, file name"),
        gettext_lazy("To show the community and the centre what was done."),
        lambda: (
            _("%(months)d months, or until you leave if that is earlier") % {"months": settings.RETENTION_VISIT_PHOTOS}
        ),
        _photos,
        order=86,
    ),
)
