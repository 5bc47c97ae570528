"""The office's page of the words of consents: from the proposal to what people read."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.runs.models import CourseRun, Enrolment
from lms.accounts.enums import Role
from lms.accounts.models import Centre
from lms.common import clock
from lms.privacy.consent_texts import TEMPLATES
from lms.privacy.enums import Purpose
from lms.privacy.models import ConsentDraft, ConsentText, PrivacyNotice
from tests.factories import courses, people

pytestmark = pytest.mark.django_db
WORDS, PUBLISH = reverse("office_words", args=["learning"]), reverse("office_words_publish", args=["learning"])
SAID = {"ask": "배우는 동안 이름을 보관하는 데 동의합니다.", "words": "무엇: 이름"}


@pytest.fixture
def run() -> CourseRun:
    """Of a centre that has published nothing yet."""
    made = courses.run()
    bare = Centre.objects.create(
        name="새 센터", slug="new", region=made.centre.region, phone="0620000001", contact_name="예시새담당", hours="낮"
    )
    CourseRun.objects.filter(pk=made.pk).update(centre=bare)
    made.refresh_from_db()
    return made


@pytest.fixture
def manager(client: Client, run: CourseRun) -> Client:
    client.force_login(people.staff(run.centre, Role.MANAGER))
    return client


def hidden(client: Client) -> dict[str, Any]:
    form = client.get(PUBLISH).context["form"]
    return {name: form[name].value() for name in ("after", "read")}


def test_a_coordinator_reads_and_changes_nothing(client: Client, run: CourseRun) -> None:
    client.force_login(people.staff(run.centre, Role.COORDINATOR))
    assert "아직 시행 전" in client.get(reverse("office_privacy")).content.decode()
    assert [client.get(WORDS).status_code, client.post(WORDS, SAID).status_code] == [403, 403]
    assert ConsentDraft.objects.count() == 0


def test_a_manager_has_nothing_to_do_with_the_sites_words(manager: Client) -> None:
    assert manager.get(reverse("office_words", args=["service"])).status_code == 404
    assert manager.get(reverse("office_words", args=["none"])).status_code == 404


def test_from_the_proposal_to_the_first_application(manager: Client, run: CourseRun) -> None:
    person, apply = people.user(), reverse("apply", args=[run.pk])
    resident = Client()
    resident.force_login(person)
    assert 'href="/office/privacy/"' in manager.get(reverse("office_first_steps")).content.decode()
    page = resident.get(apply).content.decode()
    assert "센터가 개인정보를 어떻게 다루는지 아직 알리지 않아" in page
    assert ("예시새담당" in page, 'name="consent"' in page) == (True, False)
    assert resident.post(apply, {"years_active": 0, "consent": "on"}).status_code == 422
    assert Enrolment.objects.count() == 0

    proposed = manager.get(WORDS).content.decode()
    assert str(TEMPLATES[Purpose.LEARNING].ask) in proposed
    assert manager.post(WORDS, SAID)["Location"] == PUBLISH
    assert 'name="consent"' not in resident.get(apply).content.decode()
    sent = hidden(manager) | {"valid_from": clock.today().isoformat()}
    assert [manager.post(PUBLISH, sent).status_code for _press in range(2)] == [302, 302]
    (text,) = ConsentText.objects.filter(centre=run.centre)
    assert (text.version, text.text, text.material) == (1, "\n".join(SAID.values()), True)

    assert 'name="consent"' not in resident.get(apply).content.decode()
    people.notice(run.centre)
    page = resident.get(apply).content.decode()
    assert (SAID["ask"] in page, f'value="{text.pk}"' in page) == (True, True)
    assert resident.post(apply, {"years_active": 0, "consent": text.pk}).status_code == 302
    assert [(row.text, row.given) for row in person.consents.all()] == [(text, True)]


def test_bad_input_stays_and_is_named_at_its_place(manager: Client) -> None:
    response = manager.post(WORDS, {"ask": "", "words": "무엇: 이름"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["ask"])
    assert "무엇: 이름" in response.content.decode()
    manager.post(WORDS, SAID)
    sent = hidden(manager)
    response = manager.post(PUBLISH, sent | {"valid_from": "2020-01-01"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["valid_from"])
    assert ConsentText.objects.filter(purpose="learning", version=1, centre__slug="new").count() == 0


def test_two_at_one_draft_are_asked(manager: Client) -> None:
    seen = manager.get(WORDS).context["form"]["seen"].value()
    assert manager.post(WORDS, SAID | {"seen": seen}).status_code == 302
    response = manager.post(WORDS, SAID | {"ask": "다른 말", "seen": seen})
    assert (response.status_code, SAID["ask"] in response.content.decode()) == (409, True)
    assert ConsentDraft.objects.get().ask == SAID["ask"]


def test_a_draft_that_changed_meanwhile_is_not_published_unread(manager: Client) -> None:
    manager.post(WORDS, SAID)
    sent = hidden(manager) | {"valid_from": clock.today().isoformat()}
    manager.post(WORDS, SAID | {"ask": "다른 말"})
    response = manager.post(PUBLISH, sent)
    assert (response.status_code, "동료가 초안을 고쳤습니다." in response.content.decode()) == (409, True)


def test_words_that_a_colleague_published_meanwhile_are_not_passed_over(manager: Client) -> None:
    manager.post(WORDS, SAID)
    sent = hidden(manager) | {"valid_from": clock.today().isoformat()}
    assert manager.post(PUBLISH, sent).status_code == 302  # a colleague
    manager.post(WORDS, SAID | {"ask": "다른 말"})
    response = manager.post(PUBLISH, hidden(manager) | {"after": sent["after"], "valid_from": sent["valid_from"]})
    assert (response.status_code, "그사이 다른 문구가 시행되었습니다" in response.content.decode()) == (409, True)
    assert ConsentText.objects.filter(purpose="learning", centre__slug="new").count() == 1


def test_nobody_agrees_to_words_that_they_did_not_read(client: Client) -> None:
    run = courses.run()
    client.force_login(people.user())
    apply = reverse("apply", args=[run.pk])
    former = ConsentText.objects.get(centre=run.centre)
    people.words(Purpose.LEARNING, run.centre, version=2, text="새 말\n새 설명")
    response = client.post(apply, {"years_active": 0, "consent": former.pk})
    page = response.content.decode()
    assert (response.status_code, "문구가 바뀌었습니다" in page, "새 설명" in page) == (422, True, True)
    assert "checked" not in page
    assert Enrolment.objects.count() == 0


def test_nobody_joins_where_the_site_has_no_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    people.centre(contact_name="예시안내", phone="0620000009")
    monkeypatch.setattr("lms.privacy.domain.wordings.in_force", lambda _purposes: {})
    response = client.get("/accounts/signup/")
    page = response.content.decode()
    assert (response.status_code, "아직 알리지 않아 가입을 받을 수 없습니다" in page) == (422, True)
    assert ("예시안내" in page, "062-000-0009" in page) == (True, True)


def test_who_signs_in_is_asked_again_once_and_led_on(client: Client) -> None:
    person = people.user()
    people.consent(person, Purpose.SERVICE)
    text = people.words(Purpose.SERVICE, version=2, text="새 말\n새 설명")
    client.force_login(person)
    again = reverse("consents_again")
    html = {"headers": {"accept": "text/html"}}
    assert client.get("/my/", **html)["Location"] == f"{again}?next=%2Fmy%2F"
    assert client.get("/my/", **html).status_code == 200
    page = client.get(f"{again}?next=/my/").content.decode()
    assert ("새 설명" in page, 'href="/my/"' in page) == (True, True)
    assert client.post(again, {"next": "/my/"}).status_code == 422
    assert client.post(again, {"next": "/my/", "service": text.pk})["Location"] == "/my/"
    assert [(row.text_id, row.source) for row in person.consents.order_by("pk")][1:] == [(text.pk, "again")]
    assert client.get(f"{again}?next=https://else.example/")["Location"] == "/home/"


# ── the officer and the terms

OFFICER = reverse("office_officer")
NAMED = {
    "officer_name": "예시책임자",
    "officer_position": "사무국장",
    "officer_phone": "062-000-0000",
    "officer_email": "privacy@example.org",
    "rejected": 6,
    "invitations": 2,
    "drafts": 3,
    "visit_photos": 12,
}


def test_only_the_manager_names_the_officer(client: Client, run: CourseRun) -> None:
    client.force_login(people.staff(run.centre, Role.COORDINATOR))
    assert [client.get(OFFICER).status_code, client.post(OFFICER, NAMED).status_code] == [403, 403]
    client.force_login(people.staff(run.centre, Role.MANAGER))
    assert client.get(reverse("office_officer_of_site")).status_code == 404
    assert PrivacyNotice.objects.filter(centre=run.centre).count() == 0


def test_the_officer_is_named_once_and_stands_in_the_policy(manager: Client, run: CourseRun) -> None:
    sent = NAMED | {"seen": stamp(manager), "valid_from": clock.today().isoformat()}
    assert [manager.post(OFFICER, sent)["Location"] for _press in range(2)] == [reverse("office_privacy")] * 2
    notice = PrivacyNotice.objects.get(centre=run.centre)
    assert (notice.version, notice.officer_phone) == (1, "0620000000")
    assert notice.months == {key: NAMED[key] for key in ("rejected", "invitations", "drafts", "visit_photos")}
    page = Client().get(reverse("common:privacy")).content.decode()
    assert [word in page for word in ("새 센터", "예시책임자", "사무국장", "privacy@example.org")] == [True] * 4


def stamp(client: Client) -> str:
    return str(client.get(OFFICER).context["form"]["seen"].value())


def test_who_publishes_over_a_colleague_is_asked_and_keeps_what_nobody_else_changed(
    manager: Client, run: CourseRun
) -> None:
    sent = NAMED | {"valid_from": clock.today().isoformat()}
    manager.post(OFFICER, sent)
    seen = stamp(manager)
    manager.post(OFFICER, sent | {"seen": seen, "rejected": 7, "officer_position": "센터장"})
    response = manager.post(OFFICER, sent | {"seen": seen, "rejected": 8})
    assert (response.status_code, [one.theirs for one in response.context["form"].differences]) == (409, ["7"])
    assert PrivacyNotice.objects.filter(centre=run.centre).count() == 2
    again = sent | {"seen": response.context["form"]["seen"].value(), "rejected": 8}
    assert manager.post(OFFICER, again).status_code == 302
    manager.post(OFFICER, sent | {"seen": seen, "invitations": 5})  # the position and the term as they were
    last = PrivacyNotice.objects.filter(centre=run.centre).order_by("-version")[0]
    assert (last.version, last.officer_position, last.months["rejected"], last.months["invitations"]) == (
        4,
        "센터장",
        8,
        5,
    )


def test_a_term_outside_the_law_is_refused_at_its_place(manager: Client, client: Client) -> None:
    sent = NAMED | {"valid_from": clock.today().isoformat()}
    response = manager.post(OFFICER, sent | {"visit_photos": 11, "drafts": 121})
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["drafts", "visit_photos"])
    assert "개인정보 보호법 제21조" in response.content.decode()
    client.force_login(people.user(is_superuser=True))
    people.centre()
    months = {"unproved": 1, "notices": 12, "access_log": 23, "state_log": 24}
    response = client.post(reverse("office_officer_of_site"), sent | months)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["access_log"])
    assert "안전성 확보조치 기준 제8조" in response.content.decode()
