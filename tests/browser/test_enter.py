"""The Enter key decides nothing where the buttons of a form decide different things."""

import pytest
from playwright.sync_api import Locator, expect

from lms.demo.serving import Site
from tests.browser.conftest import SignIn

pytestmark = pytest.mark.once

# Two who wait for an answer, in a run of the coordinator.
APPLICANTS = """
from courses.runs.models import CourseRun, Enrolment
from lms.accounts.models import User
run = CourseRun.objects.filter(state="published", coordinator__email="coordinator@demo.example").order_by("pk")[0]
people = User.objects.filter(is_superuser=False, memberships=None).exclude(pk__in=run.enrolments.values("person"))
for person in people.order_by("pk")[:2]:
    Enrolment.objects.create(
        centre=run.centre, run=run, version=run.version, person=person, state="applied", applied_at=run.apply_from
    )
    print("applied", run.pk, run.enrolments.get(person=person).pk)
"""
STATES = """
from courses.runs.models import Enrolment
rows = Enrolment.objects.filter(pk__in=[{rows}]).order_by("pk")
print("states", *(f"{{row.state}}/{{row.reason}}".replace(" ", "_") for row in rows))
"""


def test_enter_beside_the_reason_answers_nobody_and_the_buttons_do(own_site: Site, sign_in: SignIn) -> None:
    made = [line.split() for line in own_site.manage("shell", "-c", APPLICANTS).splitlines() if "applied " in line]
    run, rows = made[0][1], [line[2] for line in made]

    def states() -> list[str]:
        return own_site.manage("shell", "-c", STATES.format(rows=",".join(rows))).splitlines()[-1].split()[1:]

    def choose(row: str) -> None:
        page.locator(f"label:has(input[name=people][value='{row}'])").click()
        expect(boxes(row)).to_be_checked()

    def boxes(row: str) -> Locator:
        return page.locator(f"input[name=people][value='{row}']")

    page = sign_in(own_site, "coordinator", width=1280, height=900)
    reason = page.locator("input[name=reason]")
    for where in (reason, boxes(rows[0])):
        page.goto(f"{own_site.url}/office/runs/{run}/")
        choose(rows[0])
        reason.fill("서구 주민만 듣습니다.")
        where.press("Enter")
        # It is asked for, and what was chosen and written is still there.
        expect(page.locator("main")).to_contain_text("결정하신 단추를 눌러 주세요.")
        expect(reason).to_have_value("서구 주민만 듣습니다.")
        expect(boxes(rows[0])).to_be_checked()
        assert states() == ["applied/", "applied/"]

    page.locator("button[name=reject]").click()
    expect(boxes(rows[0])).to_have_count(0)
    assert states() == ["rejected/서구_주민만_듣습니다.", "applied/"]

    choose(rows[1])
    page.locator("button[name=approve]").click()
    expect(boxes(rows[1])).to_have_count(0)
    turned_down, approved = states()
    assert turned_down == "rejected/서구_주민만_듣습니다."
    assert approved in {"active/", "waitlisted/"}
