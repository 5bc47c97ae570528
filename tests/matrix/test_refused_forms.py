"""Every form that is sent empty comes back alike: 422, the title says so first, and a mistake takes the focus."""

import re
from typing import Any

import pytest
from django.http import HttpResponse

from tests.matrix import walk, world

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]

# Of the addresses that show a page to an empty post, those that show no form which came back.
NO_FORM = {
    "address_link": "the link alone says what is wished",
    "account_reset_password_from_key": "the link of the sample is no longer good, which the page says",
    "office_appointment_new": "without a person the page looks for one",
    "download_own": "nothing need be filled in",
    # What the sample has nothing of is said instead of the form.
    "office_run_answer": "nobody applies",
    "office_certificate_decline": "nobody asked to revoke it",
    "office_hand_over": "nobody could take it over",
    "visit": "only a confirmed log is added to",
    "erase_account": "what is still open comes first",
}
TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.S)


def came_back(response: HttpResponse) -> list[str]:
    """What is wrong with it."""
    page = response.content.decode()
    said = {
        "status": response.status_code == 422,
        "title": bool(re.match("오류 [1-9]", TITLE.findall(page)[0] if TITLE.search(page) else "")),
        "focus": 'id="errors" role="alert" tabindex="-1"' in page or 'class="err-msg"' in page,
    }
    return [name for name, is_so in said.items() if not is_so]


def test_every_form_that_is_sent_empty_comes_back_with_its_mistakes(things: dict[str, dict[str, Any]]) -> None:
    addresses, wrong = dict(walk.addresses()), {}
    for row in walk.table():
        who = next((one for one, expected in row.expected.items() if expected in ("ok", "bad")), None)
        if row.method != "POST" or who is None or row.name in NO_FORM:
            continue
        kwargs = {name: things[row.thing][name] for name in addresses[row.name]}
        response = walk.send(world.client(who), row, kwargs)
        if found := came_back(response):
            wrong[f"{row.name} {row.thing} {who}"] = (found, response.status_code)
    assert wrong == {}
