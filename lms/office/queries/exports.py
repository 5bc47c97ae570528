"""What the office may take away as a file, and what stands in it. Private notes, and what was written in a log, never do."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.exports import Offered
from lms.accounts.models import Centre, User
from lms.accounts.rules import may_export_lists, may_export_records
from lms.common import clock
from lms.common.files.export import Cell, Sheet
from lms.common.text import korean
from lms.office.queries import records as found
from mentoring.communities.models import Community, CommunityMembership
from mentoring.communities.queries import communities as of_communities
from mentoring.corps.models import ExpertProfile
from mentoring.visits.enums import VisitState
from mentoring.visits.metrics import COUNTS, LENGTH
from mentoring.visits.models import Visit
from mentoring.visits.queries.visits import SENT


def communities(user: User, centre: Centre) -> Sheet:
    rows = list(of_communities.of_centre(user, centre))

    def lines() -> Iterator[Sequence[Cell]]:
        for row in rows:
            held = [one.person for one in _representatives(row)]
            names = ", ".join(person.name for person in held)
            phones = ", ".join(korean.phone(person.phone) for person in held if person.phone)
            stage, state = str(row.stage), row.get_state_display()
            yield row.name, str(row.field), str(row.dong), stage, state, row.members_count, names, phones

    return Sheet(
        name=_("communities"),
        header=(
            *(_("Name"), _("Field"), _("Dong"), _("Stage"), _("Status"), _("Number of members")),
            *(_("Representative"), _("Phone")),
        ),
        rows=lines,
        whose=[one.person_id for row in rows for one in _representatives(row)],
    )


def _representatives(row: Community) -> list[CommunityMembership]:
    return row.representatives  # type: ignore[attr-defined] # prefetched by the list's own query


def experts(user: User, centre: Centre) -> Sheet:
    seen = ExpertProfile.objects.visible_to(user).filter(centre=centre, pk__in=ExpertProfile.objects.in_term())
    rows = list(seen.select_related("person", "dong").prefetch_related("fields").order_by("person__name", "pk"))

    def lines() -> Iterator[Sequence[Cell]]:
        for row in rows:
            person, fields = row.person, ", ".join(field.name for field in row.fields.all())
            yield person.name, korean.phone(person.phone), person.email, str(row.dong or ""), fields

    return Sheet(
        name=_("experts"),
        header=(_("Name"), _("Phone"), _("E-mail"), _("Dong"), _("Fields")),
        rows=lines,
        whose=[row.person_id for row in rows],
    )


def logs(user: User, centre: Centre) -> Sheet:
    rows = Visit.objects.visible_to(user).filter(centre=centre, state__in=SENT)

    def lines() -> Iterator[Sequence[Cell]]:
        for row in rows.select_related("engagement__community", "expert__person").iterator():
            names = row.engagement.community.name, row.expert.person.name
            yield row.starts_at, *names, row.get_mode_display(), row.attendees, row.minutes, row.get_state_display()

    return Sheet(
        name=_("visit logs"),
        header=(
            *(_("Day"), _("Community"), _("Expert"), _("How"), _("Residents who took part"), _("Minutes"), _("State")),
        ),
        rows=lines,
        whose=_authors(rows),
    )


def hours(user: User, centre: Centre) -> Sheet:
    """Confirmed visits alone, by month and expert."""
    rows = Visit.objects.visible_to(user).filter(COUNTS, centre=centre).order_by()
    of_month = rows.annotate(month=TruncMonth("starts_at", tzinfo=clock.SEOUL)).values(
        "month", "expert", "expert__person__name"
    )

    def lines() -> Iterator[Sequence[Cell]]:
        for row in of_month.annotate(total=Sum(LENGTH)).order_by("-month", "expert__person__name"):
            yield f"{row['month']:%Y-%m}", row["expert__person__name"], int(row["total"].total_seconds() // 60)

    return Sheet(
        name=_("coaching hours by month"),
        header=(_("Month"), _("Expert"), _("Minutes")),
        rows=lines,
        whose=_authors(rows.filter(state=VisitState.CONFIRMED)),
    )


def records(user: User, centre: Centre) -> Sheet:
    """The access log, in the words of its page: whoever may download it reads all of it."""
    rows = found.accesses(centre, found.Filter())
    whose = {row.actor_id for row in rows} | {person for row in rows for person in row.people}
    names = dict(User.objects.filter(pk__in=whose).values_list("pk", "name"))

    def lines() -> Iterator[Sequence[Cell]]:
        for row in rows:
            said = found.line(row, names)
            everybody = ", ".join(names.get(person, "") for person in row.people)
            yield said.at, said.who, said.did, said.what, everybody, said.reason, said.ip

    return Sheet(
        name=_("access records"),
        header=(_("When"), _("Who"), _("What was done"), _("What"), _("Whose"), _("Reason"), _("From where")),
        rows=lines,
        whose=sorted(whose),
    )


def _authors(rows: QuerySet[Visit]) -> list[int]:
    return list(rows.order_by().values_list("author", flat=True).distinct())


LISTS = {
    "communities": Offered(
        gettext_lazy("Download the list of communities"), communities, "office_communities", may_export_lists
    ),
    "experts": Offered(gettext_lazy("Download the list of experts"), experts, "office_people", may_export_lists),
    "logs": Offered(gettext_lazy("Download the visit logs"), logs, "office_visits", may_export_lists),
    "hours": Offered(gettext_lazy("Download the coaching hours by month"), hours, "office_visits", may_export_lists),
    "records": Offered(gettext_lazy("Download the access records"), records, "office_records", may_export_records),
}
