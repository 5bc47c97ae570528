"""Every page of /cms/ that leads on from another one speaks Korean, to editors, reviewers and superusers.

It reads what the server sends, with windows and menus that are still closed; what scripts add is looked at in
`test_editors_korean.py`.
"""

import pytest

from lms.demo.serving import Site
from tests.browser.conftest import SignIn

# One page of each kind: addresses that differ by numbers alone are the same page with other rows. Names that stay as they are
# include those of page types, such as cms.homepage, in a report that no menu leads to.
CRAWL = r"""async (waiting) => {
  const english = {}, broken = {}, seen = new Set();
  const named = /[\w.+-]+@[\w.-]+|https?:\S+|\/[a-z]+\/|\.[a-z]+\b|\b[-\dA-Z]+\b|\b(Ctrl|Shift|Alt|Esc)\b|\bseo[a-z]+/g;
  const types = /\b[a-z]+\.[a-z]+page\b/g;
  const note = (text, path) => {
    if (/[A-Za-z]{3,}/.test(text.replace(types, "").replace(named, ""))) english[text.trim().replace(/\s+/g, " ")] ??= path;
  };
  const read = (root, path) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      if (!node.parentElement?.closest("script, style, noscript, template, textarea, code, svg")) {
        note(node.textContent, path);
      }
    }
    for (const one of root.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
      for (const name of ["aria-label", "title", "placeholder", "alt"]) note(one.getAttribute(name) ?? "", path);
    }
  };
  while (waiting.length) {
    const path = waiting.shift();
    const kind = path.replace(/\d+|[0-9a-f]{8}-[-0-9a-f]+/g, "N").replace(/\?.*/, "");
    if (seen.has(kind)) continue;
    seen.add(kind);
    const answer = await fetch(path);
    if (answer.status >= 500) broken[path] = answer.status;
    if (!answer.ok || !new URL(answer.url).pathname.startsWith("/cms/")) continue;
    const body = await answer.text();
    const isJson = (answer.headers.get("content-type") ?? "").includes("json");
    const page = new DOMParser().parseFromString(isJson ? JSON.parse(body).html ?? "" : body, "text/html");
    read(page, path);
    page.querySelectorAll("template").forEach((one) => read(one.content, path));
    for (const link of page.querySelectorAll("a[href^='/cms/'], a[href^='?']")) {
      const url = new URL(link.getAttribute("href"), location.origin + path);
      if (!/logout|export=/.test(url.href)) waiting.push(url.pathname + url.search);
    }
  }
  return {english, broken, count: seen.size};
}"""
# Menus are written by scripts.
FROM_MENUS = [
    "/cms/",
    *(f"/cms/{part}/" for part in ("centre", "region", "topic")),
    *(f"/cms/{part}/" for part in ("pages", "images", "documents", "guide", "account")),
    *(f"/cms/{part}/" for part in ("sites", "users", "groups", "collections", "redirects")),
    *(f"/cms/workflows/{part}/" for part in ("list", "tasks/index")),
    *(f"/cms/reports/{part}/" for part in ("workflow", "workflow_tasks", "locked", "aging-pages", "site-history")),
    *(f"/cms/{part}/" for part in ("choose-page", "choose-external-link", "choose-email-link", "choose-phone-link")),
    *(f"/cms/{part}/chooser/" for part in ("images", "documents")),
]
# In parts that scripts fill before they show them: the walk of `test_editors_korean.py`, which looks at what can be seen,
# meets none of these.
NEVER_SEEN = {"None", "<div> </div>"}


@pytest.mark.parametrize("who", ["editor", "reviewer", "admin"])
def test_all_pages_speak_korean_to(who: str, site: Site, sign_in: SignIn) -> None:
    page = sign_in(site, who, width=1280, height=900)
    page.goto(f"{site.url}/cms/")
    found = page.evaluate(CRAWL, FROM_MENUS)
    assert found["broken"] == {}
    assert found["count"] >= 50
    assert {text: path for text, path in found["english"].items() if text not in NEVER_SEEN} == {}
