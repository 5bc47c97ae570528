"""The outbox: a notice is written in the transaction of the change that it tells of, and leaves later."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from lms.accounts.domain.guards import not_staff
from lms.accounts.models import User
from lms.accounts.rules import may_answer_for
from lms.accounts.whom_to_call import contact_for
from lms.common import clock
from lms.common.background import queue
from lms.common.models import StateChange
from lms.common.one_by_one import one_by_one
from lms.common.records import statelog
from lms.notifications.mail_tries import failure_of, has_left, is_refused
from lms.notifications.models import MOST_ATTEMPTS, Notice
from lms.notifications.queries import leads_to

MOST_TITLE = 120
# An hour between tries: a mail server that is down for the morning is up again before the fifth.
BETWEEN_ATTEMPTS = timedelta(hours=1)
# Advertising leaves by day only (정보통신망법 제50조 제3항), and only to those who still agree.
ADVERTISING = "news"
ADVERTISING_HOURS = range(8, 21)


def notify(
    *, person: User, kind: str, key: str, title: str, text: str = "", path: str, centre: int | None = None
) -> Notice:
    """Put one notice into the outbox, in the caller's transaction. The same `key` is the same notice.

    The worker sends it at once; `tick` sends what is left, and all where no worker runs: no request waits for a mail server.

    `text` leaves by e-mail: one fact, nothing sensitive. `path` is where the person finds the rest, after signing in.
    `centre` is the id of the one whose matter it is: its office is told of a mail that can't be delivered.
    """
    notice, is_new = Notice.objects.get_or_create(
        key=key,
        defaults=_content(kind, title, text, path, centre) | {"person": person},
    )
    if is_new and queue.has_worker():
        queue.enqueue_on_commit(send_notice, notice.pk)
    return notice


def notify_each(
    people: Iterable[User], *, kind: str, key: str, title: str, text: str = "", path: str, centre: int | None = None
) -> None:
    """As `notify`, to several people at once: one write for any number. Each one's key is this with their own number."""
    told = _content(kind, title, text, path, centre)
    notices = [Notice(key=f"{key}-{person.pk}", person=person, **told) for person in people]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if queue.has_worker():
        mine = Notice.objects.filter(key__in=[notice.key for notice in notices], sent_at__isnull=True)
        for pk in mine.values_list("pk", flat=True):
            queue.enqueue_on_commit(send_notice, pk)


def _content(kind: str, title: str, text: str, path: str, centre: int | None) -> dict[str, Any]:
    """What is the same for all who are told."""
    return {
        "centre_id": centre,
        "kind": kind,
        "title": one_line(title),
        "text": text,
        "path": path,
        "created_at": clock.now(),
    }


def notify_change(people: Iterable[User], change: StateChange, *, title: str, path: str, text: str = "") -> None:
    """One notice a person about one change; who made it needs none."""
    kind = f"{change.subject}.{change.action}"
    for person in people:
        if person.pk != change.actor_id:
            notify(
                person=person,
                centre=change.centre_id,
                kind=kind,
                key=f"change:{change.pk}:{person.pk}",
                title=title,
                text=text,
                path=path,
            )


def one_line(subject: str) -> str:
    """A line break in a name must not begin a mail header."""
    return " ".join(subject.split())[:MOST_TITLE]


def mark_read(*, person: User, path: str = "") -> int:
    """All of them, or those that lead to one page."""
    new = Notice.objects.filter(person=person, read_at__isnull=True, **({"path": path} if path else {}))
    return new.update(read_at=clock.now())


def mark_read_at(*, person: User, page: str) -> int:
    """Those that lead to a page, also to a place within it."""
    return Notice.objects.filter(leads_to(page), person=person, read_at__isnull=True).update(read_at=clock.now())


def drop_unsent(person: User, *, only: str = "") -> int:
    """Take out of the outbox, and off the list, what has not left yet; `only` is a kind of notice."""
    waiting = Notice.objects.filter(person=person, sent_at__isnull=True, **({"kind": only} if only else {}))
    return waiting.delete()[0]


def drop_advertising(person: User) -> int:
    return drop_unsent(person, only=ADVERTISING)


def send_again(*, notice: Notice, actor: User) -> Notice:
    """Put one that was given up back into the outbox. One that waits or has left stays as it is."""
    if notice.centre_id is None or not may_answer_for(actor, notice.centre_id):
        raise not_staff()
    with transaction.atomic():
        row = Notice.objects.select_for_update(of=("self",)).get(
            pk=notice.pk
        )  # two presses: the second finds it waiting
        if not row.is_given_up:
            return row
        row.attempts, row.tried_at, row.is_refused = 0, None, False
        row.save(update_fields=["attempts", "tried_at", "is_refused"])
        statelog.record(row, action="send_again", actor=actor, is_locked=True)
        if queue.has_worker():
            queue.enqueue_on_commit(send_notice, row.pk)
        return row


def send_due() -> int:
    """Send what waits in the outbox; returns how many left. Each is sent by itself, so that one failure stops no other."""
    return one_by_one(_send, list(_due().order_by("created_at").values_list("pk", flat=True)))


@task()
def send_notice(pk: int) -> None:
    """One that was just written. Where the mail server is down it stays in the outbox, with the try counted."""
    if _due().filter(pk=pk).exists():
        _send(pk)


def _due() -> QuerySet[Notice]:
    due = Notice.objects.filter(sent_at__isnull=True, attempts__lt=MOST_ATTEMPTS, person__is_active=True)
    return due if clock.now().hour in ADVERTISING_HOURS else due.exclude(kind=ADVERTISING)


def _send(pk: int) -> bool:
    with transaction.atomic():
        # Two runs of `tick` at once: the second finds the row sent, or locked and then sent. And where many were due,
        # somebody may have been suspended meanwhile.
        notice = Notice.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
        too_soon = notice.tried_at is not None and notice.tried_at + BETWEEN_ATTEMPTS > clock.now()
        if notice.sent_at is not None or too_soon or not notice.person.is_active:
            return False
        failure = failure_of(_mail, notice)
        refused = is_refused(failure)
        Notice.objects.filter(pk=pk).update(
            sent_at=None if failure else clock.now(),
            attempts=MOST_ATTEMPTS if refused else notice.attempts + 1,
            tried_at=clock.now(),
            is_refused=refused,
        )
    return has_left(failure)


def _mail(notice: Notice) -> None:
    context = {
        "notice": notice,
        "name": notice.person.name,
        "contact": contact_for(notice.person),
        "link": f"{settings.BASE_URL}{notice.path}",
        "site_name": settings.SITE_NAME,
        "take_back": f"{settings.BASE_URL}{reverse('my_privacy')}" if notice.kind == ADVERTISING else "",
    }
    send_mail(
        subject=_("[%(site)s] %(title)s") % {"site": settings.SITE_NAME, "title": notice.title},
        message=render_to_string("emails/notice.txt", context),
        html_message=render_to_string("emails/notice.html", context),
        from_email=None,
        recipient_list=[notice.person.email],
    )
