"""An editor types a title on a new page and saves: nothing in another tab stops them."""

import pytest
from playwright.sync_api import Page, expect

from lms.demo.serving import Site
from tests.browser.conftest import SignIn

pytestmark = pytest.mark.once

PLACES = """
from cms.models import CentrePage
from courses.curriculum.models import CoursePage, ProgrammePage, TierPage
from wagtail.models import Page
course = CoursePage.objects.live().order_by("path")[0]
centre = CentrePage.objects.ancestor_of(course).get()
programme = ProgrammePage.objects.ancestor_of(course).get()
tier = TierPage.objects.ancestor_of(course).get()
print(centre.pk, centre.pk, programme.pk, tier.pk, course.pk)
"""
KINDS = [
    "cms/contentpage",
    "curriculum/programmepage",
    "curriculum/tierpage",
    "curriculum/coursepage",
    "curriculum/lessonpage",
]
MADE = """
from wagtail.models import Page
for page in Page.objects.filter(title="주민이 만드는 골목").order_by("pk"):
    kind = page.content_type
    print(f"made {kind.app_label}/{kind.model} {page.slug} {page.live}")
"""
TITLE, ADDRESS = "주민이 만드는 골목", "주민이-만드는-골목"


def save_with_title(page: Page) -> None:
    # As people type, sign by sign: the address follows the keys, in another tab.
    page.locator("#id_title").press_sequentially(TITLE)
    expect(page.locator("#id_slug")).to_have_value(ADDRESS)
    expect(page.locator("#id_slug")).to_be_hidden()
    page.get_by_role("button", name="임시로 저장").first.click()
    page.wait_for_url("**/edit/")
    expect(page.locator("#id_title")).to_have_value(TITLE)


def test_a_title_is_all_that_a_new_page_wants(own_site: Site, sign_in: SignIn) -> None:
    editor = sign_in(own_site, "editor", width=1280, height=900)
    places = own_site.manage("shell", "-c", PLACES).split()[-len(KINDS) :]
    for kind, place in zip(KINDS, places, strict=True):
        editor.goto(f"{own_site.url}/cms/pages/add/{kind}/{place}/")
        save_with_title(editor)
    # Another of the same name beside it.
    editor.goto(f"{own_site.url}/cms/pages/add/{KINDS[-1]}/{places[-1]}/")
    save_with_title(editor)
    lines = own_site.manage("shell", "-c", MADE).splitlines()
    made = [line.split()[1:] for line in lines if line.startswith("made ")]
    # The programme comes beside the content page, below the same centre.
    addresses = [ADDRESS, f"{ADDRESS}-2", ADDRESS, ADDRESS, ADDRESS, f"{ADDRESS}-2"]
    assert made == [[kind, address, "False"] for kind, address in zip([*KINDS, KINDS[-1]], addresses, strict=True)]
