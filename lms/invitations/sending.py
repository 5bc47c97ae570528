"""Invitations leave from their own rows: the outbox of notices is for people with an account, and keeps what it sends,
which a link that lets somebody in must not be."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lms.accounts.whom_to_call import contact_of
from lms.common import clock
from lms.common.one_by_one import one_by_one
from lms.invitations.domain import why_unusable
from lms.invitations.links import MAILED, link_of
from lms.invitations.models import MOST_ATTEMPTS, Invitation
from lms.notifications.domain import BETWEEN_ATTEMPTS, one_line
from lms.notifications.mail_tries import failure_of, has_left, is_refused


def send_due() -> int:
    """Send what waits; returns how many left. One that failed is tried again after an hour, and stops no other."""
    waiting = Invitation.objects.open().filter(
        sent_at__isnull=True, attempts__lt=MOST_ATTEMPTS, expires_at__gt=clock.now()
    )
    return one_by_one(_send, list(waiting.order_by("pk").values_list("pk", flat=True)))


def _send(pk: int) -> bool:
    with transaction.atomic():
        # Two runs of `tick` at once: the second finds the row sent. Withdrawn or renewed meanwhile: it is read anew.
        row = Invitation.objects.select_for_update(of=("self",)).select_related("centre", "invited_by").get(pk=pk)
        if row.sent_at or why_unusable(row) or _too_soon(row):
            return False
        failure = failure_of(_mail, row)
        row.attempts = MOST_ATTEMPTS if is_refused(failure) else row.attempts + 1
        row.tried_at = clock.now()
        row.sent_at = None if failure else row.tried_at
        row.save(update_fields=["attempts", "tried_at", "sent_at"])
    return has_left(failure)


def _too_soon(row: Invitation) -> bool:
    return row.tried_at is not None and row.tried_at + BETWEEN_ATTEMPTS > clock.now()


def _mail(row: Invitation) -> None:
    context = {
        "invitation": row,
        "link": link_of(row, MAILED),
        "site_name": settings.SITE_NAME,
        "name": row.name,
        "contact": contact_of(row.centre),
    }
    send_mail(
        subject=one_line(
            _("[%(site)s] %(centre)s invites you") % {"site": settings.SITE_NAME, "centre": row.centre.name}
        ),
        message=render_to_string("emails/invitation.txt", context),
        html_message=render_to_string("emails/invitation.html", context),
        from_email=None,
        recipient_list=[row.email],
    )
