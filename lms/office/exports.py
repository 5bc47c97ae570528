"""What was recorded as a file."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.exports import Offered
from lms.accounts.models import Centre, User
from lms.accounts.rules import may_export_records
from lms.common.files.export import Cell, Sheet
from lms.office.queries import records as found


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


LISTS = {
    "records": Offered(gettext_lazy("Download the access records"), records, "office_records", may_export_records),
}
