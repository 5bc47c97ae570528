"""The writes that matter most: what stands before each, how somebody asks for it, and what there is one of afterwards.

Each asks as a new request would: with rows read anew.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from courses.credentials.domain import certificates
from courses.credentials.models import Certificate
from courses.learning.domain import attendance, completion, lessons
from courses.learning.enums import Presence
from courses.learning.models import Attendance, LessonCompletion
from courses.runs.domain import enrolment
from courses.runs.enums import EnrolmentState
from courses.runs.models import ClassSession, Completion, CourseRun, Enrolment
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.notifications import domain as notifications
from lms.notifications.models import Notice
from mentoring.coaching.enums import RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.corps.domain import appointing, drafting
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.matching.domain import offers
from mentoring.matching.models import MatchProposal
from mentoring.visits.domain import confirmation, writing
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Confirmation, Visit
from tests.factories import courses, people, visits
from tests.factories import mentoring as make


@dataclass(frozen=True)
class Write:
    act: Callable[[], object]
    one: QuerySet


def apply() -> Write:
    run, person = courses.run(), people.user()
    return Write(
        lambda: enrolment.apply_for_run(run=CourseRun.objects.get(pk=run.pk), person=person),
        Enrolment.objects.filter(person=person),
    )


def offer_seat() -> Write:
    """Somebody leaves, and the next is offered the seat."""
    run = courses.run(capacity=1)
    sits, waits = (enrolment.apply_for_run(run=run, person=people.user()) for _n in range(2))
    return Write(
        lambda: enrolment.withdraw_enrolment(enrolment=Enrolment.objects.get(pk=sits.pk), actor=sits.person),
        Enrolment.objects.filter(pk=waits.pk, state=EnrolmentState.OFFERED),
    )


def finish_lesson() -> Write:
    """The last one, so that the course is completed by it."""
    row = courses.enrolment(courses.run(courses.version(lessons=1)))
    key = uuid.UUID(courses.key(row.run, 1))
    return Write(
        lambda: lessons.finish_lesson(enrolment=Enrolment.objects.get(pk=row.pk), key=key, actor=row.person),
        LessonCompletion.objects.filter(person=row.person),
    )


def enter_sheet() -> Write:
    run = courses.run(courses.version(lessons=1))
    session = courses.session(run, 1)
    row = courses.enrolment(run)
    return Write(
        lambda: attendance.record_sheet(
            session=ClassSession.objects.get(pk=session.pk),
            marks={row.person_id: Presence.PRESENT},
            actor=run.coordinator,
        ),
        Attendance.objects.filter(session=session),
    )


def complete() -> Write:
    row = courses.enrolment(courses.run(courses.version(lessons=1)))
    courses.attended(courses.session(row.run, 1), row)
    return Write(
        lambda: completion.complete_met(people=[row.person_id], actor=None),
        Completion.objects.filter(enrolment=row),
    )


def issue_certificate() -> Write:
    before = complete()
    before.act()
    made = before.one.get()
    actor = made.enrolment.run.coordinator
    return Write(
        lambda: certificates.issue_certificate(completion=Completion.objects.get(pk=made.pk), actor=actor),
        Certificate.objects.filter(completion=made),
    )


def _drafted() -> tuple[Appointment, User]:
    centre = people.centre()
    drafted = drafting.draft_appointment(
        body=make.body(centre), person=people.known(centre), starts_on=visits.start().date(), actor=people.staff(centre)
    )
    return drafted, people.staff(centre, Role.MANAGER)


def offer_appointment() -> Write:
    row, manager = _drafted()
    return Write(
        lambda: appointing.offer_appointment(appointment=Appointment.objects.get(pk=row.pk), actor=manager),
        Appointment.objects.filter(state=AppointmentState.OFFERED),
    )


def accept_appointment() -> Write:
    """From its first day on the term begins with it, and the letter has a number."""
    row, manager = _drafted()
    appointing.offer_appointment(appointment=row, actor=manager)
    return Write(
        lambda: appointing.accept_appointment(
            appointment=Appointment.objects.get(pk=row.pk),
            actor=User.objects.get(pk=row.person_id),
            signed_name=row.person.name,
            phone="01012345678",
            address="경열로 1",
        ),
        Appointment.objects.filter(state=AppointmentState.ACTIVE).exclude(letter_no=""),
    )


def offer_match() -> Write:
    asked = make.request(state=RequestState.TRIAGED)
    expert, coordinator = make.expert(asked.centre), people.staff(asked.centre)
    return Write(
        lambda: offers.offer_request(
            request=CoachingRequest.objects.get(pk=asked.pk),
            expert=ExpertProfile.objects.get(pk=expert.pk),
            actor=coordinator,
        ),
        MatchProposal.objects.filter(request=asked),
    )


def accept_match() -> Write:
    asked = make.request(state=RequestState.OFFERING)
    offered = make.proposal(asked, make.expert(asked.centre))
    return Write(
        lambda: offers.accept_offer(
            proposal=MatchProposal.objects.get(pk=offered.pk), actor=User.objects.get(pk=offered.expert.person_id)
        ),
        Engagement.objects.filter(request=asked),
    )


def submit_visit() -> Write:
    engagement = make.engagement()
    key, content = uuid.uuid4(), visits.content(next_step="회의록을 나눕니다.", private_note="조용한 분이 많음")
    return Write(
        lambda: writing.log_visit(
            engagement=Engagement.objects.get(pk=engagement.pk),
            author=engagement.expert.person,
            client_uuid=key,
            content=content,
            submit=True,
        ),
        Visit.objects.filter(engagement=engagement, state=VisitState.SUBMITTED),
    )


def confirm_visit() -> Write:
    engagement = make.engagement()
    visit, person = visits.log(engagement), visits.representative_of(engagement)
    return Write(
        lambda: confirmation.confirm_visit(
            visit=Visit.objects.get(pk=visit.pk), sent_at=visit.submitted_at, person=person
        ),
        Confirmation.objects.filter(visit=visit),
    )


def send_notice() -> Write:
    notifications.notify(person=people.user(), kind="test", key="test:1", title="안내가 있습니다", path="/")
    return Write(notifications.send_due, Notice.objects.filter(sent_at__isnull=False))


WRITES = (
    apply,
    offer_seat,
    finish_lesson,
    enter_sheet,
    complete,
    issue_certificate,
    offer_appointment,
    accept_appointment,
    offer_match,
    accept_match,
    submit_visit,
    confirm_visit,
    send_notice,
)
