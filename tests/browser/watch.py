"""What a page does that its own policy forbids. A test in a browser fails on the first one."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

REPORT = """addEventListener("securitypolicyviolation", (event) =>
  reportViolation(`${event.effectiveDirective} forbids ${event.blockedURI} ${event.sourceFile || ""}`));"""


def watch_policy(context: "BrowserContext", page: "Page", found: list[str]) -> None:
    """By the event, and by what the browser writes on its console: it does so also where scripts are off."""

    def reported(source: dict[str, Any], told: str) -> None:
        found.append(f"{source['page'].url}: {told}")

    def written(message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            found.append(f"{page.url}: {message.text}")

    context.expose_binding("reportViolation", reported)
    context.add_init_script(REPORT)
    page.on("console", written)
