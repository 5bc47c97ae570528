"""Where upgrades begin: the migrations of the first release, and a few rows as its tables hold them.

Neither is changed when a later migration comes: that one is what the test is about.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from tests.databases import keys
from tests.databases.templates import MIGRATED, Template, store, switch

START = (
    ("accounts", "0001_initial"),
    ("cms", "0001_initial"),
    ("coaching", "0001_initial"),
    ("common", "0001_initial"),
    ("communities", "0001_initial"),
    ("corps", "0002_exclusions"),
    ("credentials", "0001_initial"),
    ("curriculum", "0001_initial"),
    ("invitations", "0001_initial"),
    ("learning", "0001_initial"),
    ("matching", "0001_initial"),
    ("notifications", "0001_initial"),
    ("privacy", "0001_initial"),
    ("runs", "0001_initial"),
    ("visits", "0002_exclusions"),
)
DAY, MOMENT = date(2026, 3, 2), datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def is_ours(label: str) -> bool:
    return apps.get_app_config(label).name in settings.TOPICS


def targets() -> list[tuple[str, str]]:
    """What others bring is as new as it is installed."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    return [*START, *(leaf for leaf in leaves if not is_ours(leaf[0]))]


def is_newest() -> bool:
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    return {leaf for leaf in leaves if is_ours(leaf[0])} == set(START)


def _make(name: str) -> None:
    if is_newest():  # until the first migration after it, that database is there already
        MIGRATED.copy_to(name)
        return
    store().create(name)
    before = connection.settings_dict["NAME"]
    switch(name)
    MigrationExecutor(connection).migrate(targets())
    switch(before)


STARTED = Template("start", lambda: keys.digest(keys.of_migrated(), repr(START)), _make)


def state() -> StateApps:
    return MigrationExecutor(connection).loader.project_state(targets()).apps


def write_rows(models: StateApps) -> None:
    """By the models of that time: no default, no check and no signal of today has a part in it."""

    def make(label: str, **fields: Any) -> Any:
        return models.get_model(label)._base_manager.create(**fields)

    region = make("accounts.Region", code="R1", name="예시구", level="sigungu")
    dong = make("accounts.Region", code="R2", name="예시동", level="dong", parent=region)
    centre = make(
        "accounts.Centre",
        name="예시센터",
        slug="sample",
        region=region,
        contact_name="예시담당",
        phone="0620000000",
        hours="낮",
    )
    staff = make("accounts.User", email="staff@example.org", name="예시담당", password="!", date_joined=MOMENT)
    person = make(
        "accounts.User", email="one@example.org", name="예시주민", password="!", dong=dong, date_joined=MOMENT
    )
    make("accounts.Membership", centre=centre, person=staff, role="coordinator", since=DAY)
    text = make("privacy.ConsentText", purpose="trial", version=1, text="동의합니다.", valid_from=DAY)
    make("privacy.Consent", person=person, text=text, given=True, at=MOMENT, source="privacy_page")
    make(
        "corps.Body",
        centre=centre,
        kind="corps",
        name="예시지원단",
        region=region,
        appointer_title="구청장",
        letter_prefix="전문",
        letter_text="위촉합니다.",
        acceptance_text="승낙합니다.",
        seats_min=1,
        seats_max=40,
    )
    community = make(
        "communities.Community",
        centre=centre,
        name="예시공동체",
        slug="sample-community",
        kind="village",
        field=make("corps.Field", centre=centre, code="care", name="돌봄"),
        dong=dong,
        stage=make("communities.Stage", centre=centre, name="배움", order=1),
        members_count=9,
        joined_on=DAY,
    )
    make("communities.CommunityMembership", community=community, person=person, role="representative", since=DAY)
    request = make(
        "coaching.CoachingRequest",
        centre=centre,
        community=community,
        support_kind="coaching",
        problem="회의가 깁니다.",
        goal="두 시간 안에 마칩니다.",
        state="submitted",
        created_by=person,
        created_at=MOMENT,
        submitted_at=MOMENT,
    )
    make(
        "common.StateChange",
        subject="coaching.coachingrequest",
        subject_id=request.pk,
        centre_id=centre.pk,
        action="submit",
        from_state="draft",
        to_state="submitted",
        actor=person,
        at=MOMENT,
    )
    make(
        "notifications.Notice", person=person, kind="sample", key="sample", title="알림", path="/my/", created_at=MOMENT
    )


def write_attendance(models: StateApps, *, presence: str, corrected: Sequence[str]) -> None:
    """One mark, present at first, that was written over once an hour; the log says so."""

    def make(label: str, **fields: Any) -> Any:
        return models.get_model(label)._base_manager.create(**fields)

    people, centre = models.get_model("accounts.User")._base_manager, models.get_model("accounts.Centre")
    centre, staff, person = centre._base_manager.get(), people.get(name="예시담당"), people.get(name="예시주민")
    said = {"course_key": "MJ-101", "number": 1, "title": "예시과정", "programme": "예시학과", "tier_number": 1}
    lesson = {"key": str(UUID(int=1)), "number": 1, "title": "1강", "minutes": 120, "required": True, "mode": "class"}
    version = make(
        "curriculum.CourseVersion",
        centre=centre,
        page=_course_page(models),
        tier_title="입문",
        minutes=120,
        rule={},
        manifest=[lesson],
        published_at=MOMENT,
        **said,
    )
    run = make(
        "runs.CourseRun",
        centre=centre,
        version=version,
        name="1기",
        place="배움터",
        starts_on=DAY,
        ends_on=DAY,
        capacity=30,
        admission="open",
        apply_from=MOMENT - timedelta(days=30),
        apply_until=MOMENT,
        coordinator=staff,
        state="published",
    )
    enrolment = make(
        "runs.Enrolment",
        centre=centre,
        run=run,
        version=version,
        person=person,
        state="active",
        applied_at=MOMENT,
    )
    session = make(
        "runs.ClassSession",
        run=run,
        lesson_key=UUID(int=1),
        number=1,
        title="1강",
        starts_at=MOMENT - timedelta(hours=2),
        ends_at=MOMENT,
        place="배움터",
        state="held",
    )
    row = make(
        "learning.Attendance",
        session=session,
        person=person,
        enrolment=enrolment,
        presence=presence,
        minutes=120,
        recorded_by=staff,
        recorded_at=MOMENT + timedelta(hours=len(corrected)),
    )
    before = "present"
    for hours, after in enumerate(corrected, start=1):
        make(
            "common.StateChange",
            subject="learning.attendance",
            subject_id=row.pk,
            action="correct",
            from_state=before,
            to_state=after,
            actor=staff,
            at=MOMENT + timedelta(hours=hours),
        )
        before = after


def _course_page(models: StateApps) -> Any:
    """A bare row of each table that a course page has."""
    content_type, _made = models.get_model("contenttypes.ContentType")._base_manager.get_or_create(
        app_label="curriculum", model="coursepage"
    )
    return models.get_model("curriculum.CoursePage")._base_manager.create(
        path="00019999",
        depth=2,
        title="예시과정",
        slug="sample-course",
        content_type=content_type,
        locale=models.get_model("wagtailcore.Locale")._base_manager.get(),
    )
