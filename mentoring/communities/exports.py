"""Communities as a file."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.exports import Offered
from lms.accounts.models import Centre, User
from lms.accounts.rules import may_export_lists
from lms.common.files.export import Cell, Sheet
from lms.common.text import korean
from mentoring.communities.models import Community, CommunityMembership
from mentoring.communities.queries.communities import of_centre


def communities(user: User, centre: Centre) -> Sheet:
    rows = list(of_centre(user, centre))

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


LISTS = {
    "communities": Offered(
        gettext_lazy("Download the list of communities"), communities, "office_communities", may_export_lists
    ),
}
