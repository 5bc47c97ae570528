"""Rows that break what must be true are found by table and number; a sound database gives no finding."""

import os
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from courses.credentials.models import Certificate
from courses.learning.models import CheckAnswer, LessonCompletion
from courses.runs.enums import EnrolmentState
from courses.runs.models import Completion, CourseRun, Enrolment
from lms.common import clock
from lms.common.integrity import triggers, verify
from lms.common.records import statelog
from mentoring.coaching.enums import RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.communities.models import ConflictOfInterest
from mentoring.corps.enums import AppointmentState, ConflictKind
from mentoring.corps.models import Appointment, Body
from mentoring.visits.enums import VisitState
from mentoring.visits.models import ActionItem, Addendum, PrivateNote, Visit, VisitPhoto
from tests.factories import certificates, courses, mentoring, people, photos, visits
from tests.factories.certificates import Papers

pytestmark = pytest.mark.django_db


only_found_on_sqlite = pytest.mark.skipif(
    connection.vendor == "postgresql", reason="no back door leads past an exclusion constraint"
)


NO_LOG = "states_have_a_log"  # the factories put most rows into the state that a test asks for, past their log


def found() -> set[tuple[str, str]]:
    return {(name, finding) for name, finding in verify.findings() if name not in {"triggers_in_place", NO_LOG}}


def write_logs() -> None:
    """What the factories put there past its log gets a line of it."""
    for finding in list(verify.states_have_a_log()):
        label, pk = finding.split()
        row = apps.get_model(label)._base_manager.get(pk=pk)
        statelog.record(row, action="made", to_state=row.state, actor=None)


@pytest.fixture
def unguarded(db: None) -> None:
    """Somebody came in by the back door. The test's end rolls it back."""
    triggers.remove()


def test_a_sound_database_gives_no_finding(papers: Papers) -> None:
    visits.log(mentoring.engagement(), VisitState.CONFIRMED)
    courses.enrolment(courses.run())
    write_logs()
    out = StringIO()
    call_command("verify", stdout=out)
    assert out.getvalue() == f"{len(verify.CHECKS)} checks, nothing found.\n"


def test_findings_end_the_command_with_an_error() -> None:
    run = courses.run(capacity=1)
    courses.enrolment(run), courses.enrolment(run)
    write_logs()
    out = StringIO()
    with pytest.raises(CommandError, match="1 findings"):
        call_command("verify", stdout=out)
    assert out.getvalue() == f"seats_within_capacity: runs.CourseRun {run.pk}\n"


def test_rows_of_another_centre() -> None:
    run = courses.run()
    enrolment = courses.enrolment(run)
    CourseRun.objects.filter(pk=run.pk).update(centre=people.centre())
    assert found() == {
        ("centre_is_the_parents", f"runs.CourseRun {run.pk}: its version belongs to another centre"),
        ("centre_is_the_parents", f"runs.Enrolment {enrolment.pk}: its run belongs to another centre"),
    }


def test_rows_that_name_somebody_or_something_of_another_centre() -> None:
    request, expert = mentoring.request(), mentoring.expert()
    request.wanted.add(mentoring.expert(request.centre), expert)
    expert.fields.add(mentoring.field(request.centre))
    conflict = ConflictOfInterest.objects.create(
        expert=expert, community=request.community, kind=ConflictKind.FAMILY, since=clock.today()
    )
    assert found() == {
        (
            "centre_is_the_parents",
            f"coaching.CoachingRequest {request.pk}: one of its wanted belongs to another centre",
        ),
        ("centre_is_the_parents", f"corps.ExpertProfile {expert.pk}: one of its fields belongs to another centre"),
        ("conflicts_are_within_a_centre", f"communities.ConflictOfInterest {conflict.pk}"),
    }


def test_facts_of_another_person_or_another_run(unguarded: None) -> None:
    run = courses.run()
    mine, theirs, key = courses.enrolment(run), courses.enrolment(courses.run(run.version)), courses.key(run, 1)
    own = {"enrolment": mine, "lesson_key": key}
    lesson = LessonCompletion.objects.create(person=theirs.person, completed_at=clock.now(), **own)
    answer = CheckAnswer.objects.create(person=theirs.person, answered_at=clock.now(), correct=True, **own)
    (came,) = courses.attended(courses.session(theirs.run, 1), mine)
    assert found() == {
        ("facts_follow_their_enrolment", f"learning.LessonCompletion {lesson.pk}"),
        ("facts_follow_their_enrolment", f"learning.CheckAnswer {answer.pk}"),
        ("facts_follow_their_enrolment", f"learning.Attendance {came.pk}"),
    }


def test_more_hours_than_the_course_has(unguarded: None) -> None:
    certificate = certificates.certificate(people.centre(), people.user(), erased_at=clock.now())
    Completion.objects.filter(pk=certificate.completion_id).update(minutes=F("minutes") + 60)
    assert found() == {
        ("completions_match_enrolments", f"runs.Completion {certificate.completion_id}"),
        ("certificates_say_what_their_rows_say", f"credentials.Certificate {certificate.pk}"),
    }


def test_a_completed_enrolment_without_completion_and_the_other_way_round(papers: Papers) -> None:
    alone = courses.enrolment(courses.run(), state=EnrolmentState.COMPLETED)
    certificate = certificates.certificate(people.centre(), people.user(), pdf="gone.pdf")
    Enrolment.objects.filter(pk=certificate.completion.enrolment_id).update(state=EnrolmentState.ACTIVE)
    assert found() == {
        ("completions_match_enrolments", f"runs.Enrolment {alone.pk}"),
        ("completions_match_enrolments", f"runs.Completion {certificate.completion_id}"),
        ("certificates_are_whole", f"credentials.Certificate {certificate.pk}: its file is missing"),
    }


def test_a_certificate_whose_file_or_holder_was_changed(unguarded: None, papers: Papers) -> None:
    certificate = certificates.certificate(people.centre(), people.user())
    certificate.pdf.save("paper.pdf", certificates.ContentFile(b"%PDF another"))
    Completion.objects.filter(pk=certificate.completion_id).update(course_key="MJ-101")
    assert ("certificates_are_whole", f"credentials.Certificate {certificate.pk}: its file was changed") in found()
    assert ("certificates_follow_completions", f"credentials.Certificate {certificate.pk}") in found()
    assert Certificate.objects.count() == 1


def test_a_certificate_that_its_holder_issued_says_something_else_or_is_gone(unguarded: None) -> None:
    """Of papers that were given back, since those that are there need their files."""
    centre = people.centre()
    own, other, deleted, last = (
        certificates.certificate(centre, people.user(), erased_at=clock.now()) for _n in range(4)
    )
    rows = Certificate.objects
    rows.filter(pk=own.pk).update(issued_by=own.person)
    rows.filter(pk=other.pk).update(snapshot=other.snapshot | {"number": last.number})
    rows.filter(pk=deleted.pk)._raw_delete("default")
    rows.filter(pk=last.pk).update(snapshot=last.snapshot | {"name": "김하늘"})
    assert found() == {
        ("certificates_follow_completions", f"credentials.Certificate {own.pk}"),
        ("certificates_say_what_their_rows_say", f"credentials.Certificate {other.pk}"),
        ("certificate_numbers_are_all_there", f"accounts.Centre {centre.pk}: a number of {deleted.year} is missing"),
        ("certificates_are_whole", f"credentials.Certificate {last.pk}"),
    }


def test_an_engagement_and_words_of_another(unguarded: None) -> None:
    engagement, other = mentoring.engagement(), mentoring.engagement()
    visit = visits.log(engagement, private_note="혼자 보는 글", next_step="의자를 빌린다")
    stranger = mentoring.expert(engagement.centre)
    note, step = PrivateNote.objects.get(), ActionItem.objects.get()
    added = Addendum.objects.create(visit=visit, author=stranger.person, text="덧붙임", written_at=clock.now())
    PrivateNote.objects.update(author=stranger.person)
    ActionItem.objects.update(engagement=other)
    Engagement.objects.filter(pk=other.pk).update(expert=mentoring.expert(other.centre))
    assert found() == {
        ("words_are_their_authors", f"visits.PrivateNote {note.pk}"),
        ("words_are_their_authors", f"visits.Addendum {added.pk}"),
        ("words_are_their_authors", f"visits.ActionItem {step.pk}"),
        ("engagements_follow_their_offer", f"coaching.Engagement {other.pk}"),
    }


def test_seats_of_a_body_and_terms_that_overlap(unguarded: None) -> None:
    first = mentoring.appointment(mentoring.body(people.centre()))
    Body.objects.filter(pk=first.body_id).update(seats_min=0, seats_max=0)
    assert found() == {("seats_within_bodies", f"corps.Body {first.body_id}")}


@only_found_on_sqlite
def test_terms_that_overlap(unguarded: None) -> None:
    first = mentoring.appointment(mentoring.body(people.centre()))
    second = mentoring.appointment(first.body, first.person, state=AppointmentState.ENDED, starts_on=first.ends_on)
    assert found() == {("terms_do_not_overlap", f"corps.Appointment {second.pk}")}
    Appointment.objects.filter(pk=second.pk).update(starts_on=F("starts_on") + timedelta(days=1), ends_on=None)
    assert found() == set()


@only_found_on_sqlite
def test_visits_that_overlap_last_too_long_or_belong_to_another(unguarded: None) -> None:
    first, second = visits.log(mentoring.engagement()), visits.log(mentoring.engagement())
    rows = Visit.objects.filter(pk=second.pk)
    rows.update(author=first.author)
    assert found() == {
        ("visits_do_not_overlap", f"visits.Visit {first.pk}"),
        ("visits_follow_their_engagement", f"visits.Visit {second.pk}"),
    }
    rows.update(author=second.author, ends_at=F("starts_at") + timedelta(hours=9))
    assert found() == {("visits_have_a_length", f"visits.Visit {second.pk}")}


def test_a_log_confirmed_by_its_author_or_by_nobody(unguarded: None) -> None:
    own = visits.log(mentoring.engagement(), VisitState.CONFIRMED)
    own.confirmations.update(person=own.author)
    nobody = visits.log(mentoring.engagement())
    Visit.objects.filter(pk=nobody.pk).update(state=VisitState.CONFIRMED)
    answer = own.confirmations.get()
    assert found() == {
        ("confirmed_by_another", f"visits.Confirmation {answer.pk}"),
        ("confirmed_by_another", f"visits.Visit {nobody.pk}"),
        ("states_are_as_logged", f"visits.Visit {nobody.pk}"),
    }


def test_a_matched_request_that_nobody_coaches() -> None:
    engagement = mentoring.engagement()
    CoachingRequest.objects.filter(pk=engagement.request_id).update(state=RequestState.TRIAGED)
    alone = mentoring.request(state=RequestState.MATCHED)
    assert found() == {
        ("matched_requests_are_coached", f"coaching.CoachingRequest {alone.pk}"),
        ("matched_requests_are_coached", f"coaching.CoachingRequest {engagement.request_id}"),
    }


def test_a_photo_whose_file_is_gone_changed_or_another_ones(unguarded: None, photo_folder: Papers) -> None:
    visit = photos.log(mentoring.engagement(), "red", "blue", "green", state=VisitState.CONFIRMED)
    gone, changed, taken_over = visit.photos.all()
    photo_folder.delete(gone.thumbnail.name)
    Path(photo_folder.path(changed.file.name)).write_bytes(b"x")
    VisitPhoto.objects.filter(pk=taken_over.pk).update(added_by=people.user())
    stray = Path(photo_folder.path("visit_photos/stray.jpg"))
    stray.write_bytes(b"x")
    os.utime(stray, (time.time() - 7200, time.time() - 7200))
    assert found() == {
        ("photos_are_whole", f"visits.VisitPhoto {gone.pk}: its thumbnail is missing"),
        ("photos_are_whole", f"visits.VisitPhoto {changed.pk}: its file was changed"),
        ("photos_are_their_authors", f"visits.VisitPhoto {taken_over.pk}"),
        ("photo_files_have_rows", "visit_photos/stray.jpg belongs to no photo"),
    }
