"""Where upgrades begin: the migrations of the first release, and a few rows as its tables hold them.

Neither is changed when a later migration comes: that one is what the test is about.
"""

from datetime import UTC, date, datetime
from typing import Any

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
