"""Editors and reviewers meet no English in /cms/ but names, addresses and what people typed."""

import pytest
from playwright.sync_api import Page

from lms.demo.serving import Site
from tests.browser.conftest import SignIn

# What can be seen or is read out: text, labels, titles, and what a field says while it is empty.
ENGLISH = """() => {
  const found = new Set();
  const note = (text) => {
    // Addresses, endings of file names and abbreviations may stay.
    const plain = text.replace(/[\\w.+-]+@[\\w.-]+|https?:\\S+|\\/[a-z]+\\/|\\.[a-z]+\\b|\\b[-\\dA-Z]+\\b/g, "");
    if (/[A-Za-z]{3,}/.test(plain)) found.add(text.trim());
  };
  const bars = [...document.querySelectorAll("wagtail-userbar")].map((bar) => bar.shadowRoot);
  for (const root of [document.body, ...bars]) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      const element = node.parentElement;
      if (element?.checkVisibility() && element.tagName !== "IFRAME") note(node.textContent);
    }
    for (const element of root.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
      if (!element.checkVisibility()) continue;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) note(element.getAttribute(name) ?? "");
    }
  }
  return [...found];
}"""
NAMES = {
    *(f"cms.{model}page" for model in ("home", "centre", "content")),
    *(f"curriculum.{model}page" for model in ("programme", "tier", "course", "lesson")),
}
IDS = """
from courses.curriculum.models import LessonPage
lesson = LessonPage.objects.live().order_by("path")[0]
print(lesson.pk, lesson.get_parent().pk, lesson.get_parent().get_parent().pk)
"""
PANELS = ("status", "preview", "checks", "comments")


def screens(lesson: str, course: str, tier: str) -> list[str]:
    of_page = ("edit", "history", "copy", "usage", "move", "view_draft", "workflow_history")
    reports = ("workflow", "workflow_tasks", "locked", "aging-pages", "site-history")
    return [
        "/cms/",
        "/cms/account/",
        "/cms/guide/",
        *(f"/cms/pages/{pk}/" for pk in (course, tier)),
        f"/cms/pages/{course}/?q=마을",
        f"/cms/pages/{course}/edit/",
        f"/cms/pages/add/curriculum/lessonpage/{course}/",
        "/cms/pages/create/curriculum/lessonpage",
        *(f"/cms/pages/{lesson}/{view}/" for view in of_page),
        *(f"/cms/reports/{report}/" for report in reports),
        "/cms/images/",
        "/cms/images/add/",
        "/cms/images/multiple/add/",
        "/cms/documents/",
        "/cms/documents/multiple/add/",
    ]


def english(page: Page) -> set[str]:
    return set(page.evaluate(ENGLISH)) - NAMES


@pytest.mark.parametrize("who", ["editor", "reviewer"])
def test_no_english_on_the_screens_of(who: str, site: Site, sign_in: SignIn) -> None:
    lesson, course, tier = site.manage("shell", "-c", IDS).split()[-3:]
    page = sign_in(site, who, width=1280, height=900)
    found = {}
    for path in screens(lesson, course, tier):
        answer = page.goto(site.url + path)
        status = answer.status if answer else 0
        assert status in (200, 302), f"{path}: {status}"
        found[path] = english(page)
    for panel in PANELS:
        page.goto(f"{site.url}/cms/pages/{lesson}/edit/")
        page.locator(f"[data-side-panel-toggle={panel}]").click()
        found[panel] = english(page)
    page.goto(f"{site.url}/cms/pages/add/curriculum/lessonpage/{course}/")
    page.locator(".c-sf-add-button").first.click()
    found["blocks to choose from"] = english(page)
    assert {where: words for where, words in found.items() if words} == {}
