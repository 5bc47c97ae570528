"""Experts as a file."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.exports import Offered
from lms.accounts.models import Centre, User
from lms.accounts.rules import may_export_lists
from lms.common.files.export import Cell, Sheet
from lms.common.text import korean
from mentoring.corps.models import ExpertProfile


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


LISTS = {
    "experts": Offered(gettext_lazy("Download the list of experts"), experts, "office_people", may_export_lists),
}
