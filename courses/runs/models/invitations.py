from django.db import models
from django.db.models import QuerySet


class RunInvitationQuerySet(models.QuerySet["RunInvitation"]):
    def unanswered(self) -> QuerySet["RunInvitation"]:
        """With the name and address that the office typed: nothing is known of whoever they belong to."""
        waiting = self.filter(invitation__accepted_at=None, invitation__withdrawn_at=None)
        return waiting.select_related("invitation").order_by("invitation__created_at", "pk")


class RunInvitation(models.Model):
    """An invitation to the centre that leads to a seat of this run, once the person says yes. It holds no seat till then."""

    run = models.ForeignKey("runs.CourseRun", on_delete=models.CASCADE, related_name="invitations")
    invitation = models.ForeignKey("invitations.Invitation", on_delete=models.CASCADE, related_name="runs")

    objects = RunInvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "invitation"], name="runs_runinvitation_once")]

    def __str__(self) -> str:
        return f"{self.run}: {self.invitation}"
