from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.privacy.registries import OwnData, Row
from mentoring.communities.models import CommunityMembership, ConflictOfInterest


def _communities(person: User) -> Sequence[Row]:
    stands = CommunityMembership.objects.filter(person=person).select_related("community")
    near = ConflictOfInterest.objects.filter(expert__person=person).select_related("community")
    return [
        *(
            {
                _("Community"): row.community.name,
                _("Role"): row.get_role_display(),
                _("Since"): row.since,
                _("Until"): row.ended_on,
            }
            for row in stands.order_by("since", "pk")
        ),
        *(
            {
                _("Conflict of interest"): row.community.name,
                _("Why"): row.get_kind_display(),
                _("Since"): row.since,
                _("Until"): row.until,
            }
            for row in near.order_by("since", "pk")
        ),
    ]


COMMUNITIES = OwnData(
    gettext_lazy("Communities"),
    gettext_lazy("role in a community; of experts, which communities they stand too near to"),
    gettext_lazy("To know who speaks for a community, and who must not coach it."),
    lambda: _("As long as the community's own records; without your name once you have left"),
    _communities,
)
