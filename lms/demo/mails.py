"""What the demo sent: instead of leaving the machine, each mail is a file, and everybody who looks around may read it."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.translation import gettext as _

FILES = "django.core.mail.backends.filebased.EmailBackend"
BETWEEN = b"\n" + b"-" * 79 + b"\n"  # as Django's backend writes it after each mail of a file
SHOWN = 50


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    sent_at: datetime
    text: str


def newest() -> list[Mail]:
    """The last ones sent, the newest first; at most SHOWN."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    mails = [mail for path in files[:SHOWN] for mail in _in_file(path)]
    return sorted(mails, key=lambda mail: mail.sent_at, reverse=True)[:SHOWN]


def _in_file(path: Path) -> Iterator[Mail]:
    for written in path.read_bytes().split(BETWEEN):
        if written.strip():
            message = email.message_from_bytes(written, policy=email.policy.default)
            plain = message.get_body(("plain",))
            yield Mail(
                to=str(message["To"]),
                subject=str(message["Subject"]),
                sent_at=message["Date"].datetime.replace(tzinfo=UTC),  # Django writes it so, as of no zone
                text=plain.get_content() if isinstance(plain, EmailMessage) else "",
            )


def check_that_mails_leave(**kwargs: object) -> list[CheckMessage]:
    """Links for a new password would lie in a folder, where everybody who looks around a demo may read them."""
    if settings.DEMO or settings.EMAIL_BACKEND != FILES:
        return []
    return [Error(_("Mails would be kept in files instead of being sent."), id="demo.E001")]
