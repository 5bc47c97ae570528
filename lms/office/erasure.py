"""What erasing an account means for coaching: what was done for a community stays, who did it does not."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.privacy.erasure_parts import Duty
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.coaching.models import Engagement
from mentoring.communities.models import CommunityMembership, ConflictOfInterest
from mentoring.corps.enums import IN_OFFICE, IN_PROCESS
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.matching.models import MatchProposal
from mentoring.visits.domain import photos
from mentoring.visits.enums import UNANSWERED
from mentoring.visits.models import PrivateNote, Visit


def open_duties(person: User) -> Iterator[Duty]:
    for row in Appointment.objects.filter(person=person, state__in=IN_OFFICE | IN_PROCESS).select_related("body"):
        yield Duty(
            _("You are appointed, or about to be: %(body)s. Please resign or decline first.") % {"body": row.body},
            reverse("my_appointment", args=[row.pk]),
        )
    for engagement in Engagement.objects.filter(expert__person=person, state__in=OPEN_ENGAGEMENT):
        yield Duty(
            _("You are coaching %(community)s. Please ask the centre to end it or hand it over.")
            % {"community": engagement.community}
        )
    for log in Visit.objects.filter(author=person, state__in=UNANSWERED).select_related("engagement"):
        yield Duty(
            _("A visit log of yours for %(community)s waits for its answer.") % {"community": log.engagement.community}
        )
    for held in CommunityMembership.objects.current().filter(person=person).select_related("community"):
        yield Duty(
            _("You stand for %(community)s. Please have somebody else entered first.") % {"community": held.community}
        )


def erase_coaching(person: User) -> None:
    Appointment.objects.filter(person=person).update(
        signed_name="", signed_phone="", signed_address="", exception_reason="", end_reason=""
    )
    PrivateNote.objects.filter(author=person).delete()
    photos.erase_photos_of(person)
    MatchProposal.objects.filter(expert__person=person).update(decline_note="")
    ConflictOfInterest.objects.filter(expert__person=person).delete()
    for profile in ExpertProfile.objects.filter(person=person):
        profile.fields.clear()
        profile.levels.all().delete()
        profile.windows.all().delete()
        profile.bio = ""
        profile.save(update_fields=["bio"])
