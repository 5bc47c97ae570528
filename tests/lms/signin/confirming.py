"""Typing the code of the mail that came last."""

import re
from typing import Any

from django.core import mail
from django.test import Client


def code() -> str:
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def confirmed(client: Client, joined: Any) -> Any:
    """The answer to the code, where joining has led to its page."""
    assert joined["Location"].startswith("/accounts/confirm-email/")
    return client.post("/accounts/confirm-email/", {"action": "verify", "code": code()})
