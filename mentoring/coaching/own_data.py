"""What a person asked for a community, and whom they coach. What a community answered about its expert is the community's."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.privacy.registries import OwnData, Row
from mentoring.coaching.models import CoachingRequest, Engagement


def _requests(person: User) -> Sequence[Row]:
    rows = CoachingRequest.objects.filter(created_by=person).select_related("community")
    rows = rows.prefetch_related("topics")  # type: ignore[misc] # the plugin doesn't know taggit's managers
    return [
        {
            _("Coaching request"): row.community.name,
            _("Kind of support"): row.get_support_kind_display(),
            _("Topics"): ", ".join(topic.name for topic in row.topics.all()),
            _("What is difficult"): row.problem,
            _("What you want to reach"): row.goal,
            _("What you want to ask beforehand"): row.questions,
            _("Times that suit"): ", ".join(str(slot) for slot in row.slots.all()),
            _("Wishes for"): ", ".join(expert.person.name for expert in row.wanted.all()),
            _("Would rather not have"): ", ".join(expert.person.name for expert in row.unwanted.all()),
            _("Sensitive"): row.sensitive,
            _("State"): row.get_state_display(),
            _("Reason"): row.reason,
            _("When"): row.created_at,
            _("Sent"): row.submitted_at,
        }
        for row in rows.prefetch_related("slots", "wanted__person", "unwanted__person")
    ]


def _engagements(person: User) -> Sequence[Row]:
    rows = Engagement.objects.filter(expert__person=person).select_related("community")
    return [
        {
            _("Community"): row.community.name,
            _("First day"): row.starts_on,
            _("Last day"): row.ends_on,
            _("Planned visits"): row.planned_visits,
            _("Goals"): "\n".join(f"{goal.text} ({goal.get_state_display()})" for goal in row.goals.all()),
            _("State"): row.get_state_display(),
            _("Why it ended"): row.end_reason,
        }
        for row in rows.prefetch_related("goals")
    ]


REQUESTS = OwnData(
    gettext_lazy("Coaching requests"),
    gettext_lazy("what you asked for in a community's name, with your wishes for days and experts"),
    gettext_lazy("To find the expert who fits the community, and to help it."),
    lambda: _("As long as the community's own records; without your name once you have left"),
    _requests,
)
ENGAGEMENTS = OwnData(
    gettext_lazy("Communities you coach"),
    gettext_lazy("community, days, planned visits, goals, why it ended"),
    gettext_lazy("To know who coaches whom, and for how long."),
    lambda: _("As long as the community's own records; without your name once you have left"),
    _engagements,
)
