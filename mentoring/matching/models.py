from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.rules import Person
from mentoring.coaching.models import CoachingRequest
from mentoring.matching.enums import OPEN_PROPOSAL, DeclineReason, ProposalState
from mentoring.matching.rules import visible_proposals


class ProposalQuerySet(models.QuerySet["MatchProposal"]):
    def visible_to(self, user: Person) -> "ProposalQuerySet":
        return self.filter(visible_proposals(user))

    def open(self) -> "ProposalQuerySet":
        return self.filter(state__in=OPEN_PROPOSAL)


class MatchProposal(models.Model):
    """One expert offered one request. Score and breakdown are stored, so that an old one can still be explained."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="proposals")
    request = models.ForeignKey(CoachingRequest, on_delete=models.PROTECT, related_name="proposals")
    expert = models.ForeignKey("corps.ExpertProfile", on_delete=models.PROTECT, related_name="proposals")
    # What it became when it was accepted. Coaching itself knows nothing of offers.
    engagement = models.OneToOneField(
        "coaching.Engagement", null=True, on_delete=models.PROTECT, related_name="proposal"
    )
    score = models.PositiveSmallIntegerField()
    breakdown = models.JSONField()  # {"topics": 35, "nearness": 20, …} points of the weights in force
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=10, choices=DeclineReason.choices, blank=True)
    decline_note = models.CharField(max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state__in=sorted(OPEN_PROPOSAL)),
                name="matching_proposal_one_open",
            ),
            models.CheckConstraint(condition=models.Q(score__lte=100), name="matching_proposal_score"),
        ]

    def __str__(self) -> str:
        return f"{self.request} → {self.expert}"
