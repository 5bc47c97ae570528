"""What all lists of the office do alike: they show what the person may see, in pages, and take away no more."""

import unicodedata
from collections.abc import Callable
from functools import reduce
from inspect import isabstract
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.credentials.lists import CERTIFICATES, COMPLETIONS
from courses.credentials.models import Certificate
from courses.learning.lists import REVIEWS
from courses.learning.models import CompletionReview
from courses.runs.enums import ANNOUNCED_RUN, EnrolmentState, RunState
from courses.runs.lists import LEARNERS, RUNS
from courses.runs.models import CourseRun, Enrolment
from lms.accounts import contacts, lists
from lms.accounts.contacts import people_of
from lms.accounts.enums import Role
from lms.accounts.lists import BothEnds, OfficeList
from lms.accounts.models import Centre, Membership, User
from lms.common import clock
from lms.common.enums import Access
from lms.common.models import AccessLog
from lms.common.records import accesslog, statelog
from lms.invitations import domain as invitations
from lms.invitations.lists import INVITATIONS
from lms.invitations.models import Invitation
from lms.notifications import domain as notices
from lms.notifications.lists import UNDELIVERED
from lms.notifications.models import Notice
from lms.office.lists import ACCESSES, CHANGES, PEOPLE
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.communities.lists import COMMUNITIES
from mentoring.communities.models import Community
from mentoring.corps.lists import APPOINTMENTS
from mentoring.corps.models import Appointment
from mentoring.matching.lists import REQUESTS
from mentoring.visits.enums import VisitState
from mentoring.visits.lists import ENGAGEMENTS, VISITS
from mentoring.visits.models import Visit
from tests.clients import signed_in
from tests.factories import certificates, courses, mentoring, people, visits

pytestmark = pytest.mark.django_db

PAGES_OF = {
    PEOPLE: "office_person",
    COMMUNITIES: "office_community",
    REQUESTS: "office_request",
    ENGAGEMENTS: "office_engagement",
    VISITS: "office_visit",
    APPOINTMENTS: "office_appointment",
    RUNS: "office_run",
    LEARNERS: None,
    COMPLETIONS: None,
    CERTIFICATES: "office_certificate",
    INVITATIONS: None,
    REVIEWS: "office_review",
    UNDELIVERED: None,
    ACCESSES: None,
    CHANGES: None,
}
CLOSED_TO: dict[OfficeList[Any], set[str]] = {
    INVITATIONS: {"auditor", "of two centres"},
    UNDELIVERED: {"auditor", "of two centres"},
    ACCESSES: {"coordinator"},
    CHANGES: {"coordinator"},
}  # who has the office's other lists
LISTS: list[OfficeList[Any]] = list(PAGES_OF)
NAMES = [one.page for one in LISTS]
TAKEN_AWAY = {
    "people": PEOPLE,
    "communities": COMMUNITIES,
    "requests": REQUESTS,
    "engagements": ENGAGEMENTS,
    "logs": VISITS,
    "appointments": APPOINTMENTS,
    "runs": RUNS,
    "learners": LEARNERS,
    "certificates": CERTIFICATES,
}
REASON = {"reason": "월례 회의 준비", "format": "csv"}


def fill(centre: Centre) -> None:
    """Something for each list, with what only coordinators may read and what nobody of the office may."""
    plain = mentoring.engagement(mentoring.community(centre))
    visits.log(plain, VisitState.CONFIRMED)
    visits.log(plain, VisitState.DRAFT, days_ago=2)
    sensitive = mentoring.engagement(mentoring.community(centre), plain.expert)
    CoachingRequest.objects.filter(pk=sensitive.request_id).update(sensitive=True)
    visits.log(sensitive, VisitState.SUBMITTED, hour=9)
    mentoring.request(mentoring.community(centre), "draft")
    mentoring.request(mentoring.community(centre))
    mentoring.appointment(plain.appointment.body, state="draft", offered_at=None, accepted_at=None, letter_no="")
    run = courses.run(centre=centre)
    courses.run(run.version, state=RunState.DRAFT)
    courses.enrolment(run, state=EnrolmentState.APPLIED)
    certificates.certificate(centre, people.user())
    invite(centre, 1)
    review(centre, 1)
    undelivered(centre, 1)


def review(centre: Centre, number: int) -> None:
    done = certificates.completion(centre, people.user())
    CompletionReview.objects.create(centre=centre, completion=done, opened_at=clock.now())


def undelivered(centre: Centre, number: int, person: User | None = None) -> Notice:
    said = {"kind": "seat", "key": f"seat:{people.number()}", "title": "자리가 났습니다", "text": "", "path": "/my/"}
    row = notices.notify(person=person or people.known(centre), centre=centre.pk, **said)
    Notice.objects.filter(pk=row.pk).update(attempts=5, tried_at=clock.now())
    return row


def recorded(centre: Centre, number: int) -> None:
    """A reading and a change, by one of the staff."""
    actor = people.staff(centre)
    whose = people.known(centre)
    accesslog.record(actor=actor, action=Access.CONTACTS, what=whose, whose=[whose.pk], centre_id=centre.pk)
    statelog.record(mentoring.engagement(mentoring.community(centre)), action="pause", actor=actor)


def invite(centre: Centre, number: int) -> None:
    sender = people.staff(centre)
    invitations.invite_person(
        centre=centre, name=f"예시손님{number}", email=f"guest{people.number()}@example.org", actor=sender
    )


@pytest.fixture
def centre() -> Centre:
    fill(people.centre())
    made = people.centre()
    fill(made)
    return made


def readers(centre: Centre) -> dict[str, User]:
    both = people.staff(centre, Role.AUDITOR)
    Membership.objects.create(
        centre=Centre.objects.exclude(pk=centre.pk).first(), person=both, role=Role.COORDINATOR, since=clock.today()
    )
    root = User.objects.create_superuser("root@example.org", None, name="예시관리자")
    mentoring.expert(centre, person=(expert := people.staff(centre, Role.MANAGER)))
    return {
        **{role.value: people.staff(centre, role) for role in (Role.COORDINATOR, Role.MANAGER, Role.AUDITOR)},
        "of two centres": both,
        "expert besides": expert,
        "superuser": root,
    }


def allowed(of: OfficeList[Any], user: User, centre: Centre) -> set[int]:
    """By the rules of the topic alone."""
    rows: dict[type, Any] = {
        Community: lambda: Community.objects.visible_to(user),
        CoachingRequest: lambda: CoachingRequest.objects.visible_to(user).exclude(submitted_at=None),
        Engagement: lambda: Engagement.objects.visible_to(user),
        Visit: lambda: Visit.objects.visible_to(user).exclude(state__in=[VisitState.DRAFT, VisitState.SCHEDULED]),
        Appointment: lambda: Appointment.objects.visible_to(user),
        CourseRun: lambda: CourseRun.objects.staffed_by(user),
        Enrolment: lambda: Enrolment.objects.visible_to(user),
        Certificate: lambda: Certificate.objects.visible_to(user),
        Invitation: lambda: Invitation.objects.open(),
        CompletionReview: lambda: CompletionReview.objects.visible_to(user),
        Notice: lambda: Notice.objects.filter(attempts=5, sent_at=None, person__is_active=True),
    }
    if of in (ACCESSES, CHANGES):
        return recorded_at(of, centre)
    found = rows[of.model]().filter(centre=centre)
    return set((found.filter(state__in=ANNOUNCED_RUN) if of is COMPLETIONS else found).values_list("pk", flat=True))


def recorded_at(of: OfficeList[Any], centre: Centre) -> set[int]:
    """What was read and changed at the centre, and what its people were refused or did at the door, wherever."""
    here = Q(centre_id=centre.pk)
    if of is ACCESSES:
        staff = Membership.objects.filter(centre=centre).values("person")
        at_door = Q(action__in=[Access.SIGN_IN, Access.WRONG], actor__in=staff)
        here |= at_door | Q(action=Access.DENIED, centre_id=None, actor__in=people_of(centre))
    return set(of.model._default_manager.filter(here).values_list("pk", flat=True))


def rows_on_all_pages(client: Client, of: OfficeList[Any]) -> set[int]:
    found: set[int] = set()
    query = {"size": 100, of.pile_name: of.all_pile}
    pages = client.get(reverse(of.page), query).context["list"].page.paginator
    for number in pages.page_range:
        found |= {row.pk for row in client.get(reverse(of.page), query | {"page": number}).context["list"].page}
    assert pages.count == len(found) or of is ACCESSES  # which grows as pages are read
    return found


def test_a_list_shows_what_the_person_may_see_and_each_row_leads_to_its_page(centre: Centre) -> None:
    assert {type(one) for one in LISTS} == {
        one for one in _all(OfficeList) if not isabstract(one)
    }  # a new list is compared, too
    for who, user in readers(centre).items():
        client = signed_in(user)
        client.post(reverse("switch_centre"), {"centre": centre.pk})
        for of in LISTS:
            query = {"size": 100, of.pile_name: of.all_pile}
            if who in CLOSED_TO.get(of, set()):
                assert client.get(reverse(of.page), query).status_code == 404
                continue
            shown = rows_on_all_pages(client, of)
            assert shown, (who, of)
            if of is not PEOPLE:
                assert shown == allowed(of, user, centre), (who, of)
            name = PAGES_OF[of]
            pages = [client.get(reverse(name, args=[pk])).status_code for pk in shown] if name else []
            assert set(pages) <= {200}, (who, of)


def _all(kind: type) -> list[type]:
    return [one for sub in kind.__subclasses__() for one in (sub, *_all(sub))]


def test_an_instructor_sees_the_runs_they_teach_and_may_take_none_away(centre: Centre) -> None:
    teacher, run = people.user(), CourseRun.objects.filter(centre=centre).first()
    assert run
    run.instructors.add(teacher)
    listed = signed_in(teacher).get(reverse("office_runs")).context["list"]
    assert ([row.pk for row in listed.page], listed.exports) == ([run.pk], [])
    seated = signed_in(teacher).get(reverse("office_learners")).context["list"]
    assert ({row.run_id for row in seated.page}, seated.exports) == ({run.pk}, [])
    for of in set(LISTS) - {RUNS, LEARNERS}:
        assert signed_in(teacher).get(reverse(of.page)).status_code == 404


# ── pages


def test_pages_counted_from_the_end_are_the_same_pages() -> None:
    for _number in range(23):
        people.user()
    rows = User.objects.order_by("name", "pk").values_list("pk", flat=True)
    everybody = list(rows)
    pages = BothEnds(rows, 5)
    assert [pk for number in pages.page_range for pk in pages.page(number)] == everybody
    with CaptureQueriesContext(connection) as queries:
        assert list(pages.page(5)) == everybody[20:]
    assert "OFFSET" not in queries.captured_queries[0]["sql"]  # the last page costs what the first does


def names(client: Client, **query: Any) -> list[str]:
    return [row.name for row in client.get(reverse("office_communities"), query).context["list"].page]


@pytest.fixture
def named() -> Client:
    centre = people.centre()
    for number, name in enumerate(("나라", "가람", "Apple", "다온")):
        mentoring.community(centre, name=name, members_count=number + 1, joined_on=f"2024-0{number + 1}-01")
    return signed_in(people.staff(centre))


def test_names_stand_in_korean_order(named: Client) -> None:
    assert names(named) == ["Apple", "가람", "나라", "다온"]
    assert names(named, sort="new") == ["다온", "Apple", "가람", "나라"]
    assert names(named, sort="size") == ["다온", "Apple", "가람", "나라"]
    assert names(named, sort="nonsense", size="nonsense", page="nonsense") == names(named)


def test_many_rows_are_sorted_by_an_index_alone(named: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "건수가 많아 이 순서로는 볼 수 없습니다."
    monkeypatch.setattr(lists, "MOST_SORTED", 3)
    answer = named.get(reverse("office_communities"), {"sort": "size"})
    assert [row.name for row in answer.context["list"].page] == ["Apple", "가람", "나라", "다온"]
    assert said in answer.content.decode()
    narrowed = named.get(reverse("office_communities"), {"sort": "size", "since": "2024-02-01"})
    assert [row.name for row in narrowed.context["list"].page] == ["다온", "Apple", "가람"]
    assert said not in narrowed.content.decode()


def test_a_period_holds_both_its_days(named: Client) -> None:
    assert names(named, since="2024-02-01", until="2024-03-01") == ["Apple", "가람"]
    assert names(named, since="nonsense") == names(named)


def test_moments_are_judged_in_seoul() -> None:
    row = mentoring.request(submitted_at=clock.seoul(2024, 5, 2, 0, 30))
    client, url = signed_in(people.staff(row.centre)), reverse("office_requests")
    for day, shown in (("2024-05-01", []), ("2024-05-02", [row]), ("2024-05-03", [])):
        assert list(client.get(url, {"since": day, "until": day}).context["list"].page) == shown


def test_filters_of_a_list_combine() -> None:
    centre = people.centre()
    client, expert = signed_in(people.staff(centre)), mentoring.expert(centre)
    wanted = mentoring.engagement(mentoring.community(centre, name="텃밭"), expert)
    other_expert = mentoring.engagement(mentoring.community(centre, name="큰 텃밭"))
    mentoring.engagement(mentoring.community(centre, name="책방"), expert)
    url = reverse("office_engagements")

    def found(**query: Any) -> set[Engagement]:
        return set(client.get(url, query).context["list"].page)

    assert found(q="텃밭") == {wanted, other_expert}
    assert found(q="텃밭", expert=expert.pk) == {wanted}
    assert found(q="텃밭", expert=expert.pk, dong=wanted.community.dong.code) == {wanted}
    assert found(q="텃밭", expert=expert.pk, dong=other_expert.community.dong.code) == set()
    assert found(q="텃밭", expert=expert.pk, field=wanted.community.field.code, state="completed") == set()
    foreign = mentoring.expert(people.centre())
    assert found(expert=foreign.pk) == found()


# ── nothing to show


def test_an_empty_list_says_why(named: Client) -> None:
    url = reverse("office_communities")
    nothing, cleared = "아직 공동체가 없습니다.", "조건에 맞는 것이 없습니다."
    empty = signed_in(people.staff(people.centre()))
    for query in ({}, {"q": "가람"}):
        page = empty.get(url, query).content.decode()
        assert (nothing in page, cleared in page) == (True, False)
    page = named.get(url, {"q": "없는 이름"}).content.decode()
    assert (nothing in page, cleared in page) == (False, True)


def test_an_empty_part_of_a_list_leads_to_all_of_it() -> None:
    row = mentoring.engagement()
    page = signed_in(people.staff(row.centre)).get(reverse("office_requests")).content.decode()
    assert "여기에는 지금 아무것도 없습니다." in page
    assert f'href="{reverse("office_requests")}?group=all"' in page


# ── as a file


def lines_of(client: Client, address: str) -> list[str]:
    response = client.post(address, REASON)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode().removeprefix("\ufeff").splitlines()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", TAKEN_AWAY)
def test_a_file_holds_what_the_page_shows(centre: Centre, name: str) -> None:
    of = TAKEN_AWAY[name]
    for role in (Role.COORDINATOR, Role.MANAGER):
        user = people.staff(centre, role)
        client = signed_in(user)
        query = f"?{of.pile_name}={of.all_pile}&size=100"
        listed = client.get(reverse(of.page) + query).context["list"]
        (address,) = [url for _form, _label, url in listed.exports if f"/{name}/" in url]
        assert len(lines_of(client, address)) == 1 + len(listed.page)
        nothing = client.get(reverse(of.page) + "?q=없는이름").context["list"]
        (address,) = [url for _form, _label, url in nothing.exports if f"/{name}/" in url]
        assert len(lines_of(client, address)) == 1
        assert AccessLog.objects.filter(action=Access.EXPORT, actor=user).latest("pk").people == []
    assert signed_in(people.staff(centre, Role.AUDITOR)).get(reverse(of.page)).context["list"].exports == []


def test_a_filtered_file_names_nobody_else(named: Client) -> None:
    community = Community.objects.get(name="가람")
    one, other = mentoring.representative(community), mentoring.representative(Community.objects.get(name="나라"))
    lines = lines_of(named, reverse("office_download", args=["communities"]) + "?q=가람")
    assert (len(lines), one.name in lines[1], other.name in "".join(lines)) == (2, True, False)
    assert AccessLog.objects.get(action=Access.EXPORT).people == [one.pk]


def test_without_a_reason_the_page_leads_back_to_the_same_filters(named: Client) -> None:
    answer = named.post(reverse("office_download", args=["communities"]) + "?q=가람", {"format": "csv"})
    assert answer.status_code == 422
    assert answer.context["back"] == reverse("office_communities") + "?" + QueryDict("q=가람").urlencode()


# ── looking for something


def typed(value: str) -> list[str]:
    """The same words as people type them: whole, in pieces as on a Mac, with wide and doubled spaces, from the middle."""
    middle = value[1:-1].strip()
    return [value, unicodedata.normalize("NFD", value), f"　{'  '.join(value.split())} ", middle, value.upper()]


PHONES = ["010-5555-1234", "01055551234", "+82 10 5555 1234", "(010) 5555.1234", "０１０５５５５１２３４", "5555-1234"]


def reader(of: OfficeList[Any]) -> Role:
    return Role.MANAGER if of in (ACCESSES, CHANGES) else Role.COORDINATOR


def owner_of_phone(of: OfficeList[Any], row: Any) -> Any:
    """Whose number finds the row."""
    paths = [of.phone.removesuffix("phone"), *of.people] if of.phone else of.people
    return reduce(getattr, [part for part in paths[0].split("__") if part], row) if paths else None


@pytest.mark.parametrize("of", LISTS, ids=NAMES)
def test_whoever_is_found_by_name_is_found_by_phone(of: OfficeList[Any]) -> None:
    """Of each column with somebody's name the list also knows the number."""
    named = {column.removesuffix("__name") for column in of.search if column.endswith(("person__name", "actor__name"))}
    assert named == set(of.people) | {of.phone.removesuffix("__phone")} - {"", "phone"}


BY_PHONE = [of for of in LISTS if of.people]


@pytest.mark.parametrize("of", BY_PHONE, ids=[one.page for one in BY_PHONE])
@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open"])
def test_a_number_finds_nobody_whose_contacts_are_not_open(
    of: OfficeList[Any], is_open: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = people.centre()
    for number in range(2):
        MAKES[of][0](centre, number)
    user = people.staff(centre, reader(of))
    client, row = signed_in(user), of.scope(user, centre).order_by("pk").first()
    owner = owner_of_phone(of, row)
    User.objects.filter(pk=owner.pk).update(phone="01055551234")
    if not is_open:
        nobody = {"nobody": (1, lambda centre_id: User.objects.none().values("pk"))}
        monkeypatch.setattr(contacts.SAID_YES, "_entries", nobody)

    def found(text: str) -> set[int]:
        query = {"q": text, "size": 100, of.pile_name: of.all_pile}
        return {one.pk for one in client.get(reverse(of.page), query).context["list"].page}

    for text in (*PHONES, f"{owner.name} 5555-1234"):
        assert (row.pk in found(text)) is is_open, text
    if of not in (ACCESSES, CHANGES):  # which look among the centre's own people alone
        assert row.pk in found(owner.name)


def test_a_draft_opens_no_number_to_the_office() -> None:
    centre = people.centre()
    person = people.user(phone="01055551234")
    fields: dict[str, Any] = {"state": "draft", "offered_at": None, "accepted_at": None, "letter_no": ""}
    row = mentoring.appointment(mentoring.body(centre), person, **fields)
    mail = undelivered(centre, 1, person)
    client = signed_in(people.staff(centre))
    for of, one in ((APPOINTMENTS, row), (UNDELIVERED, mail)):
        for text, rows in ((person.name, [one]), ("010-5555-1234", [])):
            assert list(client.get(reverse(of.page), {"q": text}).context["list"].page) == rows, (of, text)


@pytest.mark.parametrize("of", LISTS, ids=NAMES)
def test_each_column_is_searched_however_it_is_typed(of: OfficeList[Any]) -> None:
    centre = people.centre()
    for number in range(2):
        MAKES[of][0](centre, number)
    user = people.staff(centre, reader(of))
    client, row = signed_in(user), of.scope(user, centre).order_by("pk").first()
    assert row
    assert of.search
    owner = owner_of_phone(of, row)
    if owner:
        type(owner).objects.filter(pk=owner.pk).update(phone="01055551234")
    asked = {text for column in of.search for text in typed(str(reduce(getattr, column.split("__"), row)))}
    for text in asked | set(PHONES if owner else []):
        query = {"q": text, "size": 100, of.pile_name: of.all_pile}
        assert row in client.get(reverse(of.page), query).context["list"].page.object_list, text
    nothing = client.get(reverse(of.page), {"q": "없는이름 010-0000-9999", of.pile_name: of.all_pile})
    assert list(nothing.context["list"].page) == []


@pytest.mark.parametrize("of", LISTS, ids=NAMES)
def test_each_part_holds_as_many_rows_as_it_says(of: OfficeList[Any], centre: Centre) -> None:
    client = signed_in(people.staff(centre, reader(of)))
    for key in of.piles or {"": None}:
        listed = client.get(reverse(of.page), {of.pile_name: key, "size": 100}).context["list"]
        said = [pile.count for pile in listed.piles if pile.is_shown and pile.count is not None]
        assert {listed.page.paginator.count, *said} == {len(listed.page)}, key


def test_a_person_to_choose_is_found_as_in_lists() -> None:
    centre = people.centre()
    person = people.known(centre, name="예시 김하늘", phone="01055551234")
    client = signed_in(people.staff(centre, Role.MANAGER))
    for page in ("office_role_new", "office_appointment_new"):
        for text in (*typed(person.name), *typed(person.email), *PHONES):
            assert client.get(reverse(page), {"q": text}).context["found"] == [person], (page, text)


# ── cost


def _community(centre: Centre, number: int) -> None:
    mentoring.representative(mentoring.community(centre))


def _request(centre: Centre, number: int) -> None:
    row = mentoring.request(mentoring.community(centre), topics=["회계"])
    mentoring.proposal(row, mentoring.expert(centre))


def _visit(centre: Centre, number: int) -> None:
    visits.log(mentoring.engagement(mentoring.community(centre)), VisitState.CONFIRMED)


def _run(centre: Centre, number: int) -> None:
    of = CourseRun.objects.filter(centre=centre).first()
    run = courses.run(of.version, coordinator=of.coordinator) if of else courses.run(centre=centre)
    courses.enrolment(run)


MAKES: dict[OfficeList[Any], tuple[Callable[[Centre, int], None], int]] = {
    PEOPLE: (_community, 10),
    COMMUNITIES: (_community, 9),
    REQUESTS: (_request, 10),
    ENGAGEMENTS: (_visit, 9),
    VISITS: (_visit, 10),
    APPOINTMENTS: (_visit, 10),
    RUNS: (_run, 6),
    LEARNERS: (_run, 9),
    COMPLETIONS: (_run, 6),
    CERTIFICATES: (lambda centre, number: certificates.certificate(centre, people.user()) and None, 7),
    INVITATIONS: (invite, 7),
    REVIEWS: (review, 7),
    UNDELIVERED: (lambda centre, number: undelivered(centre, number) and None, 8),
    ACCESSES: (recorded, 8),
    CHANGES: (recorded, 7),
}


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("of", LISTS, ids=NAMES)
def test_a_list_costs_the_same_for_one_and_thirty(of: OfficeList[Any], rows: int) -> None:
    centre, (make, cost) = people.centre(), MAKES[of]
    for number in range(rows):
        make(centre, number)
    client = signed_in(people.staff(centre, reader(of)))
    address = reverse(of.page) + f"?{of.pile_name}={of.all_pile}"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) == cost
