"""What was recorded as a file."""

from collections.abc import Iterator, Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.exports import Offered
from lms.accounts.models import Centre, User
from lms.accounts.rules import may_export_records
from lms.common.files.export import Cell, Sheet
from lms.common.models import AccessLog
from lms.office.lists import records_asked
from lms.office.queries import records as found


def records(user: User, centre: Centre, query: QueryDict) -> Sheet:
    """In the words of its page, as far as its filters show it."""
    of = records_asked(query)
    rows = of.figures(of.found(user, centre, of.form_of(user, centre, query)), user, centre)
    people = {row.pk: row.people if isinstance(row, AccessLog) else [] for row in rows}
    whose = {row.actor_id for row in rows if row.actor_id} | {person for owners in people.values() for person in owners}
    names = dict(User.objects.filter(pk__in=whose).values_list("pk", "name"))

    def lines() -> Iterator[Sequence[Cell]]:
        for row in rows:
            said = found.line(row, names)
            everybody = ", ".join(names.get(person, "") for person in people[row.pk])
            yield said.at, said.who, said.did, said.what, everybody, said.reason, said.ip

    return Sheet(
        name=_("access records"),
        header=(_("When"), _("Who"), _("What was done"), _("What"), _("Whose"), _("Reason"), _("From where")),
        rows=lines,
        whose=sorted(whose),
    )


LISTS = {
    "records": Offered(gettext_lazy("Download the access records"), records, "office_records", may_export_records),
}
