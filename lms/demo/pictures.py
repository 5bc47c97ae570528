"""`python -m lms.demo.pictures`: every page of every role, at 390 and 1280 px, light and dark, into pictures/.

`--readme` takes the README's pictures instead, into docs/pictures/. The site runs on a temporary database of its own.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from lms.common.looks import Look, email_of
from lms.demo.looks import looks_of
from lms.demo.passwords import demo_password
from lms.demo.serving import Site, environment_of, run_manage, serving

HEIGHT = 844
Way = tuple[int, Literal["light", "dark"]]
WAYS: Sequence[Way] = ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark"))
README = {"learn": "course-390.png", "visit_new_arranged": "visit-390.png", "office_request": "request-390.png"}
BROWSER_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def chromium() -> str:
    """The one that CHROMIUM names, else the first on the path."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if not shutil.which(found):
        sys.exit("Chromium is missing; `make pictures` says how to get it, and CHROMIUM may name it.")
    return found


@contextmanager
def sample_site(folder: Path) -> Iterator[Site]:
    database = f"sqlite:///{folder / 'site.sqlite3'}"
    environment = environment_of(database, folder)
    run_manage(environment, "migrate", "-v0")
    run_manage(environment, "seed_demo")
    with serving(database, folder, folder / "site.log") as site:
        yield site


def signed_in(browser: Browser, site: Site, who: str) -> Page:
    context = browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul", reduced_motion="reduce")
    page = context.new_page()
    if who:
        page.goto(f"{site.url}/accounts/login/")
        page.locator("main [name=login]").fill(email_of(who))
        page.locator("main [name=password]").fill(demo_password())
        page.locator("main form button.btn").click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
    return page


def take(browser: Browser, site: Site, *, readme: bool) -> int:
    wanted = [look for look in looks_of(site) if not readme or look.name in README]
    target = settings.BASE_DIR / ("docs/pictures" if readme else "pictures")
    target.mkdir(parents=True, exist_ok=True)
    ways = WAYS[:1] if readme else WAYS
    for who in sorted({look.who for look in wanted}):
        page = signed_in(browser, site, who)
        for look in (look for look in wanted if look.who == who):
            page.goto(site.url + look.path)
            for way in ways:
                show(page, way)
                page.screenshot(path=target / named(look, way, readme=readme), full_page=not readme)
        page.context.close()
    return len(wanted) * len(ways)


def show(page: Page, way: Way) -> None:
    width, scheme = way
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme)


def named(look: Look, way: Way, *, readme: bool) -> str:
    width, scheme = way
    return README[look.name] if readme else f"{look.name}-{width}-{scheme}.png"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true", help="take the README's pictures instead")
    readme = parser.parse_args().readme
    program = chromium()  # before minutes are spent
    with (
        tempfile.TemporaryDirectory() as folder,
        sample_site(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=BROWSER_ARGS)
        taken = take(browser, site, readme=readme)
        browser.close()
    print(f"{taken} pictures.")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
    main()
