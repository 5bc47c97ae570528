"""The words of consents: written by whom they concern, published as versions that stay."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.privacy.domain import consents
from lms.privacy.domain.wordings import publish_words, save_draft
from lms.privacy.enums import ConsentSource, Purpose
from lms.privacy.models import ConsentDraft, ConsentText
from lms.privacy.queries.consents import asked_again, holds
from lms.privacy.queries.wordings import in_force
from tests.factories import people

pytestmark = pytest.mark.django_db
LEARNING = Purpose.LEARNING


@pytest.fixture
def centre() -> Centre:
    return people.centre()


@pytest.fixture
def manager(centre: Centre) -> User:
    return people.staff(centre, Role.MANAGER)


def publish(
    actor: User,
    centre: Centre | None,
    text: str = "동의합니다.\n설명",
    *,
    purpose: Purpose = LEARNING,
    after: int = 1,
    valid_from: date | None = None,
    material: bool = True,
) -> ConsentText:
    return publish_words(
        purpose=purpose,
        centre=centre,
        text=text,
        after=after,
        valid_from=valid_from or clock.today(),
        material=material,
        actor=actor,
    )


def versions(centre: Centre | None, purpose: Purpose = LEARNING) -> list[int]:
    return list(ConsentText.objects.filter(centre=centre, purpose=purpose).values_list("version", flat=True))


def agree(person: User, purpose: Purpose, given: bool = True) -> int:
    source = ConsentSource.PRIVACY_PAGE
    return consents.decide_consent(person=person, purpose=purpose, given=given, source=source).text.version


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR, Role.EDITOR])
def test_others_than_the_manager_write_and_publish_nothing(centre: Centre, role: Role) -> None:
    actor, elsewhere = people.staff(centre, role), people.staff(people.centre(), Role.MANAGER)
    for one in (actor, elsewhere):
        with pytest.raises(NotAllowed):
            save_draft(purpose=LEARNING, centre=centre, ask="가", words="나", actor=one)
        with pytest.raises(NotAllowed):
            publish(one, centre)
    assert (versions(centre), ConsentDraft.objects.count()) == ([1], 0)


def test_words_of_the_site_are_the_superusers(centre: Centre, manager: User) -> None:
    with pytest.raises(NotAllowed):
        publish(manager, None, purpose=Purpose.NEWS)
    publish(people.user(is_superuser=True), None, purpose=Purpose.NEWS)
    assert (versions(None, Purpose.NEWS), versions(centre)) == ([1, 2], [1])


def test_a_draft_changes_nothing_until_it_is_published(centre: Centre, manager: User) -> None:
    before = in_force([LEARNING], centre)
    draft = save_draft(purpose=LEARNING, centre=centre, ask="동의합니다.", words="설명", actor=manager)
    assert save_draft(purpose=LEARNING, centre=centre, ask="동의합니다.", words="설명", actor=manager) == draft
    assert in_force([LEARNING], centre) == before
    assert [row.action for row in statelog.history(draft)] == ["draft_words"]
    made = publish(manager, centre, draft.text)
    assert in_force([LEARNING], centre) == {LEARNING: made}
    assert (made.ask, made.words, made.version) == ("동의합니다.", "설명", 2)
    (line,) = statelog.history(made)
    said = {"purpose": "learning", "version": 2, "from": clock.today().isoformat(), "material": True}
    assert (line.action, line.actor, line.data, line.centre_id) == ("publish_words", manager, said, centre.pk)


def test_a_second_press_publishes_once(centre: Centre, manager: User) -> None:
    assert publish(manager, centre) == publish(manager, centre)
    assert versions(centre) == [1, 2]


def test_who_read_older_words_publishes_nothing_over_newer_ones(centre: Centre, manager: User) -> None:
    publish(manager, centre)
    with pytest.raises(DomainError) as refused:
        publish(manager, centre, "다른 말\n설명")
    assert (refused.value.code, versions(centre)) == ("published_meanwhile", [1, 2])
    with pytest.raises(DomainError) as refused:
        publish(manager, centre, after=2, valid_from=clock.today() + timedelta(days=1))
    assert (refused.value.code, versions(centre)) == ("same", [1, 2])


def test_words_apply_from_their_day_and_never_before_today(centre: Centre, manager: User) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(DomainError) as refused:
        publish(manager, centre, valid_from=clock.today() - timedelta(days=1))
    assert (refused.value.code, list(refused.value.fields)) == ("past", ["valid_from"])
    made = publish(manager, centre, valid_from=tomorrow)
    assert in_force([LEARNING], centre)[LEARNING].version == 1
    with clock.at(clock.seoul(tomorrow.year, tomorrow.month, tomorrow.day)):
        assert in_force([LEARNING], centre) == {LEARNING: made}


def test_what_was_published_never_changes(centre: Centre, manager: User) -> None:
    rows = ConsentText.objects.filter(pk=publish(manager, centre).pk)
    for attempt in (lambda: rows.update(text="x"), lambda: rows.update(material=False), rows.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_each_centre_has_its_own(centre: Centre, manager: User) -> None:
    other = people.centre()
    made = publish(manager, centre)
    assert in_force([LEARNING], other)[LEARNING].version == 1
    person = people.user()
    said = {"person": person, "purpose": LEARNING, "given": True, "source": ConsentSource.APPLICATION}
    assert consents.decide_consent(centre=centre, **said).text == made
    assert consents.decide_consent(centre=other, **said).text.centre == other


def test_without_words_nobody_agrees(manager: User) -> None:
    bare = Centre.objects.create(name="새 센터", slug="new", region=people.district(), phone="0620000000")
    person = people.user()
    with pytest.raises(DomainError) as refused:
        consents.decide_consent(
            person=person, purpose=LEARNING, given=True, source=ConsentSource.APPLICATION, centre=bare
        )
    assert (refused.value.code, person.consents.count()) == ("no_words", 0)


def test_who_agreed_to_former_words_is_asked_again_only_if_they_changed_in_earnest(centre: Centre) -> None:
    admin, person, refused = people.user(is_superuser=True), people.user(), people.user()
    agree(person, Purpose.SERVICE)
    agree(refused, Purpose.NEWS, given=False)
    assert asked_again(person) == {}
    for number, material in ((2, False), (3, True), (4, False)):
        text = publish(
            admin, None, f"문구 {number}\n설명", purpose=Purpose.SERVICE, after=number - 1, material=material
        )
        assert asked_again(person) == ({Purpose.SERVICE: text} if number > 2 else {})
    publish(admin, None, purpose=Purpose.NEWS)
    assert asked_again(refused) == {}
    assert User.objects.annotate(agrees=holds(Purpose.SERVICE)).get(pk=person.pk).agrees
    consents.decide_again(person=person, answers={Purpose.SERVICE: True})
    assert asked_again(person) == {}
    assert [row.text.version for row in person.consents.select_related("text")] == [1, 4]
