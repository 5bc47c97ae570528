import html
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertInHTML

from courses.learning.domain import lessons
from courses.learning.models import CheckAnswer, LessonCompletion, ReadingPlace
from courses.runs.enums import EnrolmentState, SessionState
from courses.runs.models import Completion, Enrolment
from lms.common import clock
from lms.common.text.korean import ko_date
from tests.factories import courses, pages, people
from tests.markup import printed_head, start_tags
from tests.wording import korean

pytestmark = pytest.mark.django_db

# How often finishing a lesson reads what progress rests on.
READ = {"runs_classsession": 1, "learning_attendance": 1, "runs_evidence": 1, "learning_lessoncompletion": 1}


def url(name: str, enrolment: Enrolment, lesson: int | None = 1) -> str:
    run = enrolment.run
    return reverse(name, args=[run.pk, courses.key(run, lesson)] if lesson else [run.pk])


def addresses(enrolment: Enrolment) -> list[str]:
    return [url("learn", enrolment, None), url("record", enrolment, None), url("lesson", enrolment)]


@pytest.fixture
def enrolment(client: Client) -> Enrolment:
    """A run of three lessons with a question each; its learner is signed in."""
    made = courses.enrolment(courses.run(courses.version(check=True)))
    client.force_login(made.person)
    return made


def test_whoever_is_not_signed_in_signs_in_first() -> None:
    for address in addresses(courses.enrolment()):
        response = Client().get(address)
        assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={address}")


def test_a_stranger_finds_nothing(client: Client) -> None:
    one = courses.enrolment()
    courses.enrolment()
    client.force_login(people.user())
    assert [client.get(address).status_code for address in addresses(one)] == [404, 404, 404]


@pytest.mark.parametrize("action", ["lesson_done", "lesson_check", "lesson_place"])
def test_a_forged_post_for_anothers_run_is_404_and_changes_nothing(client: Client, action: str) -> None:
    one = courses.enrolment()
    client.force_login(courses.enrolment().person)
    response = client.post(url(action, one), {"choice": "0", "block": str(uuid.uuid4()), "anchor": "b1"})
    assert response.status_code == 404
    assert (LessonCompletion.objects.count(), CheckAnswer.objects.count(), ReadingPlace.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("state", sorted(set(EnrolmentState) - {"active", "completed", "not_completed"}))
def test_without_a_seat_there_is_nothing_to_read(client: Client, state: str) -> None:
    one = courses.enrolment(state=state)
    client.force_login(one.person)
    assert [client.get(address).status_code for address in addresses(one)] == [404, 404, 404]


def test_the_record_stays_readable_after_a_run_that_was_not_completed(client: Client) -> None:
    one = courses.enrolment(state=EnrolmentState.NOT_COMPLETED)
    client.force_login(one.person)
    assert [client.get(address).status_code for address in addresses(one)] == [404, 200, 404]


def test_a_printed_record_says_whose_and_which_it_is(client: Client, enrolment: Enrolment) -> None:
    client.force_login(enrolment.person)
    head = printed_head(client.get(url("record", enrolment, None)).content.decode())
    said = (enrolment.run.centre.name, enrolment.person.name, f"번호 {enrolment.pk}")
    assert [part in head for part in said] == [True] * 3


@pytest.mark.parametrize("action", ["lesson_done", "lesson_check", "lesson_place"])
def test_looking_changes_nothing(client: Client, enrolment: Enrolment, action: str) -> None:
    assert client.get(url(action, enrolment)).status_code == 405
    assert not LessonCompletion.objects.exists()


def test_no_request_asserts_a_completion(client: Client, enrolment: Enrolment) -> None:
    claimed = {"completed": "1", "state": "completed", "progress": "100", "minutes": "9999"}
    for action in ("lesson_done", "lesson_place"):
        client.post(url(action, enrolment), claimed)
    enrolment.refresh_from_db()
    assert (enrolment.state, Completion.objects.count()) == (EnrolmentState.ACTIVE, 0)


def test_finishing_leads_to_the_next_lesson_in_two_presses(client: Client, enrolment: Enrolment) -> None:
    done = client.post(url("lesson_done", enrolment))
    assert (done.status_code, done["Location"]) == (302, url("lesson_finished", enrolment))
    finished = client.get(done["Location"])
    assert f'href="{url("lesson", enrolment, 2)}"' in finished.content.decode()
    assert LessonCompletion.objects.count() == 1


def test_the_page_of_a_finished_lesson_is_not_shown_before(client: Client, enrolment: Enrolment) -> None:
    assert client.get(url("lesson_finished", enrolment)).status_code == 404


def test_the_last_lesson_says_that_the_course_is_completed(client: Client, enrolment: Enrolment) -> None:
    for lesson in (1, 2, 3):
        client.post(url("lesson_done", enrolment, lesson))
    page = client.get(url("lesson_finished", enrolment, 3))
    assert page.context["progress"].completed_on == clock.today()
    assert "수료하셨습니다" in page.content.decode()


def test_a_lesson_of_another_course_is_not_read_through_mine(client: Client, enrolment: Enrolment) -> None:
    other = courses.key(courses.run(), 1)
    assert client.get(reverse("lesson", args=[enrolment.run_id, other])).status_code == 404


def test_unpublishing_or_changing_the_page_leaves_the_learner_what_was_published(
    client: Client, enrolment: Enrolment
) -> None:
    page = enrolment.version.page.get_children().first().specific
    page.title = "고친 제목"
    pages.publish(page)
    page.unpublish()
    response = client.get(url("lesson", enrolment))
    assert response.status_code == 200
    assert "고친 제목" not in response.content.decode()


def test_before_the_run_begins_a_lesson_says_when_it_opens(client: Client) -> None:
    opens = clock.today() + timedelta(days=3)
    one = courses.enrolment(courses.run(starts_on=opens))
    client.force_login(one.person)
    locked = client.get(url("lesson", one))
    assert (locked.status_code, client.get(url("learn", one, None)).status_code) == (403, 200)
    text = locked.content.decode()
    assertInHTML(f"<h1>{ko_date(opens, 'short')}에 열립니다</h1>", text, count=1)
    first, back, phone = (
        text.index(part)
        for part in ("<h1>", f'class="btn" href="{url("learn", one, None)}"', f'href="tel:{one.centre.phone}"')
    )
    assert first < back < phone


# ── classes


def test_a_lesson_held_as_a_class_has_no_button_and_says_why(client: Client, enrolment: Enrolment) -> None:
    session = courses.session(enrolment.run, 1, days=3)
    text = client.get(url("lesson", enrolment)).content.decode()
    assert url("lesson_done", enrolment) not in text
    assert reverse("class_session", args=[enrolment.run_id, session.pk]) in text
    client.post(url("lesson_done", enrolment))
    assert not LessonCompletion.objects.exists()


def test_the_page_of_a_class_is_its_runs(client: Client, enrolment: Enrolment) -> None:
    other = courses.session(courses.run(), 1)
    mine = courses.session(enrolment.run, 1, state=SessionState.CANCELLED)
    assert client.get(reverse("class_session", args=[enrolment.run_id, other.pk])).status_code == 404
    assert client.get(reverse("class_session", args=[enrolment.run_id, mine.pk])).status_code == 200


EXCUSE = "If you can't come, please call us before the class begins, so that we can enter it as excused."
LATER = "The office enters the attendance after the class. If it stays empty, please call us."


@pytest.mark.parametrize(
    ("days", "state", "entered", "said"),
    [
        (3, SessionState.PLANNED, False, (True, False)),
        (3, SessionState.CANCELLED, False, (False, False)),
        (-3, SessionState.PLANNED, False, (False, True)),
        (-3, SessionState.HELD, True, (False, False)),
    ],
)
def test_a_class_says_what_can_still_be_done(
    client: Client, enrolment: Enrolment, days: int, state: str, entered: bool, said: tuple[bool, bool]
) -> None:
    session = courses.session(enrolment.run, 1, days=days, state=state)
    if entered:
        courses.attended(session, enrolment)
    page = html.unescape(client.get(reverse("class_session", args=[enrolment.run_id, session.pk])).content.decode())
    assert (korean(EXCUSE) in page, korean(LATER) in page) == said


# ── check questions


def answer(client: Client, enrolment: Enrolment, choice: str) -> str:
    page = lessons.pinned_lesson(enrolment.version, courses.key(enrolment.run, 1))
    block = next(block.id for block in page.body if block.block_type == "check")
    response = client.post(url("lesson_check", enrolment), {"block": block, "choice": choice}, follow=True)
    return response.content.decode()


def test_the_key_and_the_feedback_are_in_no_page_before_the_answer(client: Client, enrolment: Enrolment) -> None:
    text = client.get(url("lesson", enrolment)).content.decode()
    question = pages.CHECK[1]
    assert question["question"] in text
    assert question["feedback_right"] not in text
    assert question["feedback_wrong"] not in text
    assert "correct" not in text.casefold()
    assert "true" not in text.split('id="lesson"')[1].split("</section>")[0].casefold()


def test_the_answer_of_another_gives_nothing_away(client: Client, enrolment: Enrolment) -> None:
    other = courses.enrolment(enrolment.run)
    client.force_login(other.person)
    answer(client, other, "0")
    client.force_login(enrolment.person)
    text = client.get(url("lesson", enrolment)).content.decode()
    assert pages.CHECK[1]["feedback_right"] not in text
    assert " checked" not in text.split('id="lesson"')[1].split("</section>")[0]


@pytest.mark.parametrize(("choice", "said", "unsaid"), [("0", "right", "wrong"), ("1", "wrong", "right")])
def test_the_feedback_comes_after_the_answer(
    client: Client, enrolment: Enrolment, choice: str, said: str, unsaid: str
) -> None:
    text = answer(client, enrolment, choice)
    assert pages.CHECK[1][f"feedback_{said}"] in text
    assert pages.CHECK[1][f"feedback_{unsaid}"] not in text


@pytest.mark.parametrize("choice", ["", "7", "-1", "x", "0" * 5000])
def test_an_answer_that_is_none_is_not_kept_and_said_at_its_question(
    client: Client, enrolment: Enrolment, choice: str
) -> None:
    page = lessons.pinned_lesson(enrolment.version, courses.key(enrolment.run, 1))
    block = next(block.id for block in page.body if block.block_type == "check")
    response = client.post(url("lesson_check", enrolment), {"block": block, "choice": choice})
    said = korean("Please choose one of the answers.")
    question = response.content.decode().partition(f'id="check-{block}"')[2].partition("</section>")[0]
    assert (response.status_code, question.count(said)) == (422, 1)
    assert [tag["id"] for tag in start_tags(question, "fieldset")] == ["id_choice"]
    assert '<a href="#id_choice">' in response.content.decode()
    assert not CheckAnswer.objects.exists()


def test_a_question_that_the_lesson_has_not_is_refused_on_its_page(client: Client, enrolment: Enrolment) -> None:
    response = client.post(url("lesson_check", enrolment), {"block": uuid.uuid4(), "choice": "0"})
    assert response.status_code == 422
    assert 'id="errors"' in response.content.decode()


# ── resume


def test_reading_goes_on_where_it_stopped(client: Client, enrolment: Enrolment) -> None:
    assert client.post(url("lesson_place", enrolment, 2), {"anchor": "b2"}).status_code == 204
    assert f'href="{url("lesson", enrolment, 2)}#b2"' in client.get(url("learn", enrolment, None)).content.decode()


def test_a_finished_place_gives_way_to_the_next_lesson(client: Client, enrolment: Enrolment) -> None:
    client.post(url("lesson_place", enrolment, 1), {"anchor": "b2"})
    client.post(url("lesson_done", enrolment, 1))
    assert f'href="{url("lesson", enrolment, 2)}"' in client.get(url("learn", enrolment, None)).content.decode()


@pytest.mark.parametrize("anchor", ["<script>", "x" * 61, "a b"])
def test_a_place_that_is_no_anchor_is_refused(client: Client, enrolment: Enrolment, anchor: str) -> None:
    assert client.post(url("lesson_place", enrolment), {"anchor": anchor}).status_code == 422
    assert not ReadingPlace.objects.exists()


# ── cost


@pytest.mark.parametrize("lessons", [1, 30])
def test_the_number_of_queries_does_not_grow_with_the_lessons(client: Client, lessons: int) -> None:
    run = courses.run(courses.version(lessons=lessons, check=True))
    session = courses.session(run, 1, state=SessionState.HELD)
    one = courses.enrolment(run)
    courses.attended(session, one)
    client.force_login(one.person)
    counts = {}
    for name, lesson in (("learn", None), ("lesson", 1), ("record", None)):
        client.get(url(name, one, lesson))
        with CaptureQueriesContext(connection) as asked:
            client.get(url(name, one, lesson))
        counts[name] = len(asked)
    assert counts == {"learn": 13, "lesson": 12, "record": 12}


UNTIL_A_PAPER_IS_HERE = {"op": "all", "of": [courses.READ_ALL, {"op": "evidence", "kind": "paper"}]}


def asked_to_finish(client: Client, of: Enrolment, lesson: int) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(url("lesson_done", of, lesson))
    assert answer.headers["Location"] == url("lesson_finished", of, lesson)
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize("lessons", [1, 30])
def test_finishing_a_lesson_is_eleven_queries_and_reads_nothing_twice(client: Client, lessons: int) -> None:
    one = courses.enrolment(courses.run(courses.version(lessons=lessons, rule=UNTIL_A_PAPER_IS_HERE)))
    client.force_login(one.person)
    client.get(url("learn", one, None))
    for times in (1, 2):
        asked = asked_to_finish(client, one, lessons)
        assert (times, len(asked), len(set(asked))) == (times, 11, 11)
        reads = [sql for sql in asked if sql.startswith("SELECT")]
        once = READ | {"learning_lessoncompletion": times}  # the second time the row that is there
        assert {table: sum(f'FROM "{table}"' in sql for sql in reads) for table in READ} == once
    assert LessonCompletion.objects.count() == 1
    assert not Completion.objects.exists()


def test_completing_costs_its_row_its_state_and_its_notice(client: Client) -> None:
    one = courses.enrolment(courses.run(courses.version(lessons=1)))
    client.force_login(one.person)
    client.get(url("learn", one, None))
    assert [len(asked_to_finish(client, one, 1)) for _times in (1, 2)] == [19, 13]
    assert Completion.objects.count() == 1


# ── lessons by choice


def test_an_optional_lesson_is_called_so_and_is_not_counted(client: Client) -> None:
    one = courses.enrolment(courses.run(courses.version(lessons=3, optional=[2])))
    client.force_login(one.person)
    client.post(url("lesson_done", one, 2))
    learn, record, lesson = (
        client.get(url(name, one, key)) for name, key in [("learn", None), ("record", None), ("lesson", 3)]
    )
    assert (learn.context["progress"].done, learn.context["progress"].total) == (0, 2)
    optional = korean("optional")
    assert [page.content.decode().count(f">{optional}<") for page in (learn, record)] == [1, 0]
    assert f"· {optional}" in record.content.decode()
    assert "<b>3 / 3</b>" in lesson.content.decode()


def test_a_part_of_optional_lessons_alone_is_never_all_done(client: Client) -> None:
    one = courses.enrolment(courses.run(courses.version(lessons=1, optional=[1])))
    client.force_login(one.person)
    (part,) = client.get(url("learn", one, None)).context["progress"].parts
    assert (part.done, part.total) == (0, 0)
    page = client.get(url("learn", one, None)).content.decode()
    assert korean("All done") not in page
