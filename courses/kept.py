"""What of learning is kept about a person."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Attendance, Certificate, CheckAnswer, Completion, Enrolment, Evidence, LessonCompletion
from lms.accounts.models import User
from lms.accounts.own_data import Row, Topic


def _enrolments(person: User) -> Sequence[Row]:
    rows = Enrolment.objects.filter(person=person).select_related("run__version")
    return [
        {
            _("Course"): str(row.run),
            _("State"): row.get_state_display(),
            _("Applied"): row.applied_at,
            _("Years you have been active in the village"): row.years_active,
            _("What you hope for"): row.note,
            _("Reason"): row.reason,
        }
        for row in rows
    ]


def _progress(person: User) -> Sequence[Row]:
    present = Attendance.objects.filter(person=person).select_related("session__run__version")
    lessons = LessonCompletion.objects.filter(person=person).select_related("enrolment__run__version")
    answers = CheckAnswer.objects.filter(person=person)
    return [
        *(
            {
                _("Class"): str(row.session),
                _("Attendance"): row.get_presence_display(),
                _("Minutes"): row.minutes,
                _("When"): row.recorded_at,
            }
            for row in present.order_by("session__starts_at", "pk")
        ),
        *(
            {_("Lesson finished"): str(row.enrolment.run), _("When"): row.completed_at}
            for row in lessons.order_by("completed_at", "pk")
        ),
        *(
            {
                _("Question"): row.question,
                _("Your answer"): row.chosen,
                _("Right"): row.correct,
                _("When"): row.answered_at,
            }
            for row in answers
        ),
    ]


def _certificates(person: User) -> Sequence[Row]:
    completions = Completion.objects.filter(person=person).select_related("enrolment__run__version")
    papers = Certificate.objects.filter(person=person)
    evidence = Evidence.objects.filter(person=person).order_by("accepted_at")
    return [
        *(
            {_("Completed"): str(row.enrolment.run), _("Minutes"): row.minutes, _("When"): row.completed_at}
            for row in completions
        ),
        *(
            {
                _("Certificate"): row.number,
                _("Name as printed"): row.snapshot["name"],
                _("Course"): row.snapshot["course"],
                _("State"): row.get_state_display(),
                _("When"): row.issued_at,
                _("Reason"): row.reason,
            }
            for row in papers
        ),
        *(
            {_("Accepted instead"): row.course_key, _("Reason"): row.reason, _("When"): row.accepted_at}
            for row in evidence
        ),
    ]


TOPICS = (
    Topic(
        "enrolments",
        gettext_lazy("Applications and courses"),
        gettext_lazy("course, state, years of activity, what you hope for"),
        gettext_lazy("To decide who takes part, and to run the course."),
        lambda: (
            _("Until you leave; what was written in applications that were not accepted: %(months)s months")
            % {"months": settings.RETENTION_REJECTED}
        ),
        _enrolments,
        order=40,
    ),
    Topic(
        "progress",
        gettext_lazy("Attendance and results"),
        gettext_lazy("attendance, lessons finished, answers to check questions"),
        gettext_lazy("To show you how far you are, and to decide about completion."),
        lambda: _("Permanently as figures, without your name once you have left"),
        _progress,
        order=50,
    ),
    Topic(
        "certificates",
        gettext_lazy("Completions and certificates"),
        gettext_lazy("course, hours, dates, number, name as printed"),
        gettext_lazy("To prove that you completed the course."),
        lambda: _("Permanently; without your name and without the paper once you have left"),
        _certificates,
        order=60,
    ),
)
