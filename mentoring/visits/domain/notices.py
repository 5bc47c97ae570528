"""What people are told about a visit log: one fact and one link, nothing of its content."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common.models import StateChange
from lms.common.text import korean
from lms.notifications.domain import notify, notify_change, notify_each
from mentoring.communities.queries.recipients import representatives_of
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Addendum, Visit


def _who_may_answer(visit: Visit) -> QuerySet[User]:
    """The author never answers their own log."""
    return representatives_of(visit.engagement.community).exclude(pk=visit.author_id)


def ask_representatives(visit: Visit) -> None:
    if visit.submitted_at is None or visit.confirm_by is None:
        raise ValueError("Only a log that was sent is asked about")
    if visit.state == VisitState.NO_SHOW:
        text = _(
            "%(community)s: a visit that did not take place was recorded: %(day)s. Is that right? You can answer until "
            "%(until)s."
        )
    else:
        text = _(
            "%(community)s: the log of the visit of %(day)s is here. Without an answer it is confirmed on %(until)s."
        )
    facts = {
        "community": visit.engagement.community,
        "day": korean.ko_date(visit.starts_at),
        "until": korean.ko_date(visit.confirm_by),
    }
    notify_each(
        _who_may_answer(visit),
        centre=visit.centre_id,
        kind="visit_to_confirm",
        key=f"visit-{visit.pk}-sent-{visit.submitted_at.timestamp():.0f}",
        title=_("Is this record right?"),
        text=text % facts,
        path=f"/community/visits/{visit.pk}/",
    )


def tell_called_off(visit: Visit, change: StateChange) -> None:
    facts = {"community": visit.engagement.community, "day": korean.ko_dt(visit.starts_at)}
    title = _("An arranged visit is called off: %(community)s") % facts
    _tell_both(visit, change, title=title, text=_("The visit of %(day)s does not take place.") % facts)


def tell_arranged(visit: Visit, change: StateChange) -> None:
    facts = {"community": visit.engagement.community, "day": korean.ko_dt(visit.starts_at)}
    title = _("A visit is arranged: %(community)s") % facts
    _tell_both(visit, change, title=title, text=_("The visit is on %(day)s.") % facts)


def tell_moved(visit: Visit, change: StateChange, *, before: datetime) -> None:
    facts = {"community": visit.engagement.community, "day": korean.ko_dt(visit.starts_at)}
    title = _("An arranged visit is moved: %(community)s") % facts
    text = _("The visit of %(before)s is on %(day)s instead.") % {**facts, "before": korean.ko_dt(before)}
    if before == visit.starts_at:
        text = _("The visit of %(day)s stays on its day. How or where you meet has changed.") % facts
    _tell_both(visit, change, title=title, text=text)


def _tell_both(visit: Visit, change: StateChange, *, title: str, text: str) -> None:
    """Both sides, but not who did it."""
    expert_path = reverse("expert_community", args=[visit.engagement_id])
    notify_change([visit.author], change, title=title, text=text, path=expert_path)
    representatives = representatives_of(visit.engagement.community)
    notify_change(representatives, change, title=title, text=text, path=reverse("community_home"))


def tell_of_addition(addendum: Addendum) -> None:
    notify_each(
        _who_may_answer(addendum.visit),
        centre=addendum.visit.centre_id,
        kind="visit_addition",
        key=f"visit-addition-{addendum.pk}",
        title=_("Something was added to a confirmed visit log."),
        text=_visit_of(addendum.visit),
        path=f"/community/visits/{addendum.visit_id}/",
    )


def tell_of_ruling(visit: Visit, *, key: str) -> None:
    """The community, which reads on the page why; whoever wrote the log is told by `tell_expert`."""
    void = visit.state == VisitState.VOIDED
    notify_each(
        _who_may_answer(visit),
        centre=visit.centre_id,
        kind="visit_ruling",
        key=f"visit-{visit.pk}-{key}",
        title=_("The centre declared a visit log void.") if void else _("The centre decided that a visit log stands."),
        text=_visit_of(visit),
        path=f"/community/visits/{visit.pk}/",
    )


def _visit_of(visit: Visit) -> str:
    facts = {"community": visit.engagement.community, "day": korean.ko_date(visit.starts_at)}
    return _("%(community)s, the visit of %(day)s.") % facts


def tell_expert(visit: Visit, *, title: str, key: str) -> None:
    notify(
        person=visit.author,
        centre=visit.centre_id,
        kind="visit_answer",
        key=f"visit-{visit.pk}-{key}",
        title=title,
        text=_visit_of(visit),
        path=f"/mentor/logs/{visit.pk}/",
    )
