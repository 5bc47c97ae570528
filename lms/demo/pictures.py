"""`python -m lms.demo.pictures`: every page of every role, at 390 and 1280 px, light and dark, into pictures/.

`--readme` takes the README's pictures instead, into docs/pictures/. The site runs on a temporary database of its own.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (390, 1280)
README = {"learn": "course-390.png", "log_new_arranged": "log-390.png", "office_request": "request-390.png"}
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main(arguments: list[str]) -> int:
    program = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if not program:
        print("Chromium is missing; `make pictures` says how to get it.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as (url, environment):
        looks = json.loads(manage(environment, "shell", "-v0", "-c", SHOW))
        taken = take(program, url, looks, readme="--readme" in arguments)
    print(f"{taken} pictures.")
    return 0


SHOW = "from lms.demo import pages; print(pages.as_json())"


def manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - our own command


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The loaded sample data, served on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder / 'pictures.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
        "BASE_URL": f"http://{address}",
        "DEBUG": "0",  # the site's own error pages
    }
    manage(environment, "migrate", "-v0")
    manage(environment, "seed_demo")
    command = [sys.executable, "manage.py", "runserver", "--noreload", "--insecure", address]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) as server:  # noqa: S603 - our own command
        try:
            wait_for(f"http://{address}/healthz")
            yield f"http://{address}", environment
        finally:
            server.terminate()


def wait_for(url: str) -> None:
    for _try in range(300):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - an address of this machine
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise SystemExit("The site did not start.")


def take(program: str, url: str, looks: list[dict[str, Any]], *, readme: bool) -> int:
    from playwright.sync_api import sync_playwright

    wanted = [look for look in looks if not readme or look["name"] in README]
    ways = [(390, False)] if readme else [(width, dark) for width in WIDTHS for dark in (False, True)]
    target = ROOT / ("docs/pictures" if readme else "pictures")
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGS)
        for who in sorted({look["who"] for look in wanted}):
            context = browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul", reduced_motion="reduce")
            page = context.new_page()
            if who:
                sign_in(page, url, who)
            for look in (look for look in wanted if look["who"] == who):
                page.goto(url + look["path"])
                for width, dark in ways:
                    page.set_viewport_size({"width": width, "height": 844})
                    page.emulate_media(color_scheme="dark" if dark else "light")
                    name = (
                        README[look["name"]] if readme else f"{look['name']}-{width}-{'dark' if dark else 'light'}.png"
                    )
                    page.screenshot(path=target / name, full_page=not readme)
            context.close()
        browser.close()
    return len(wanted) * len(ways)


def sign_in(page: Any, url: str, who: str) -> None:
    from lms.demo.passwords import demo_password

    page.goto(f"{url}/accounts/login/")
    page.locator("input[name=login]").fill(f"{who}@demo.example")
    page.locator("input[name=password]").fill(demo_password())
    page.locator("main form button.btn").click()
    page.wait_for_url(lambda address: "/accounts/login" not in address)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
