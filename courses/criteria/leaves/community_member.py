from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.criteria.conditions import Condition
from courses.criteria.facts import Facts
from courses.criteria.leaf import Leaf
from courses.criteria.reading import Json
from courses.criteria.results import Line


@dataclass(frozen=True)
class CommunityMember(Leaf):
    """Belongs to a community now, in whatever role."""

    op = "community_member"
    order = 60
    conditions = (
        Condition(name="community_member", label=gettext_lazy("Be a member of a village community"), icon="group"),
    )

    @classmethod
    def read(cls, value: Json) -> "CommunityMember":
        return cls()

    def evaluate(self, facts: Facts) -> Line:
        reason = _(
            "Please ask the representative of your community to enter you as a member. "
            "If you belong to no community yet, please call the centre."
        )
        return self.ask(facts, met=facts.community_member, reason=reason)

    def sentence(self, titles: Mapping[str, str]) -> str:
        return _("Be a member of a village community")


LEAF = CommunityMember
