from collections.abc import Iterator

from courses.learning.models import CompletionReview
from courses.runs.demo_pages import run_of
from courses.runs.enums import EnrolmentState
from courses.runs.models import Enrolment
from lms.accounts.sample_people import person
from lms.common.looks import DemoPages, Look, Measured, look


def looks() -> Iterator[Look]:
    yield from _of_a_learner()
    yield from _before_and_after()
    yield from _of_the_office()


def _of_a_learner() -> Iterator[Look]:
    mine = Enrolment.objects.select_related("run").get(person=person("trainee"), state=EnrolmentState.ACTIVE)
    run, lessons = mine.run, _lessons(mine)
    for view in ("my_home", "my_learning"):
        yield look("trainee", view)
    yield look("trainee", "learn", run.pk)
    yield look("trainee", "record", run.pk)
    yield look("trainee", "lesson", run.pk, lessons[1], called="lesson_class")
    yield look("trainee", "lesson", run.pk, lessons[2], called="lesson_done")
    yield look("trainee", "lesson", run.pk, lessons[4])
    yield look("trainee", "lesson_finished", run.pk, lessons[2])
    for name, session in zip(("class_session_over", "class_session"), run.sessions.order_by("starts_at"), strict=False):
        yield look("trainee", "class_session", run.pk, session.pk, called=name)


def _lessons(enrolment: Enrolment) -> dict[int, str]:
    return {line["number"]: line["key"] for line in enrolment.version.manifest}


def _before_and_after() -> Iterator[Look]:
    mine = Enrolment.objects.get(person=person("trainee"), state=EnrolmentState.ACTIVE)
    open_run, old_run = run_of("MJ-101", "2026년 3기").pk, run_of("MJ-101", "2026년 1기").pk
    yield look("learner51", "my_home", called="my_home_before")
    yield look("learner51", "learn", open_run, called="learn_before")
    yield look("learner51", "lesson", open_run, _lessons(mine)[2], called="lesson_locked", status=403)
    yield look("learner01", "my_home", called="my_home_certified")
    yield look("learner01", "my_learning", called="my_learning_certified")
    yield look("learner01", "learn", old_run, called="learn_completed")
    yield look("learner01", "record", old_run, called="record_completed")


def _of_the_office() -> Iterator[Look]:
    under_way, evening = run_of("MJ-101", "2026년 2기"), run_of("MJ-101", "2026년 저녁반")
    yield look("coordinator", "office_run", under_way.pk)
    yield look("coordinator", "office_run", run_of("MJ-201", "2026년 2기").pk, called="office_run_applications")
    yield look("coordinator", "office_run", run_of("MJ-301", "2027년 1기").pk, called="office_run_prepared")
    yield look("coordinator", "office_learners")
    run = f"?run={under_way.pk}&sort=name"
    yield look("coordinator", "office_learners", called="office_learners_run", query=run)
    yield look("coordinator", "office_run_close", under_way.pk)
    yield look("coordinator", "office_run_reopen", run_of("MJ-101", "2026년 1기").pk)
    trainee = Enrolment.objects.get(run=under_way, person=person("trainee"))
    yield look("coordinator", "office_seat", under_way.pk, trainee.pk)
    first = under_way.sessions.order_by("starts_at")[0].pk
    yield look("coordinator", "office_attendance", under_way.pk, first)
    yield look("auditor", "office_attendance", under_way.pk, first, called="office_attendance_read")
    yield look("coordinator", "office_reviews")
    yield look("coordinator", "office_review", CompletionReview.objects.get().pk)
    second = evening.sessions.order_by("starts_at")[1].pk
    yield look("coordinator", "office_attendance", evening.pk, second, called="office_attendance_empty")


PAGES = DemoPages(
    looks,
    measured=(
        Measured("trainee", "/my/"),
        Measured("trainee", "/my/", r"/learn/[^/]+/"),
        Measured("trainee", "/my/", r"/learn/[^/]+/[^/]+/"),
    ),
)
