from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.rules import Person
from lms.common import clock
from mentoring.communities.enums import CommunityKind, CommunityRole, CommunityState
from mentoring.communities.rules import in_force, visible_communities
from mentoring.corps.enums import ConflictKind
from mentoring.corps.models import ExpertProfile


class CommunityQuerySet(models.QuerySet["Community"]):
    def visible_to(self, user: Person) -> "CommunityQuerySet":
        """With its contacts and its rows: for the office, and for who represents it. The public page asks `public`."""
        return self.filter(visible_communities(user))

    def public(self) -> "CommunityQuerySet":
        """Resting communities stay in the directory, closed ones leave it."""
        return self.exclude(state=CommunityState.CLOSED)


class MembershipQuerySet(models.QuerySet["CommunityMembership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(in_force(clock.today()))


class Stage(models.Model):
    """A step of growth, such as 배움, 채움, 이룸. Schemes differ by year and region, so stages are rows."""

    centre = models.ForeignKey(
        "accounts.Centre", verbose_name=_("centre"), on_delete=models.PROTECT, related_name="stages"
    )
    name = models.CharField(_("name"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"))
    closed_on = models.DateField(
        _("closed on"),
        null=True,
        blank=True,
        help_text=_("From that day on it can't be chosen any more; whatever has it keeps it."),
    )

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["centre", "order"]
        constraints = [models.UniqueConstraint(fields=["centre", "order"], name="communities_stage_order")]

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """A village or apartment group."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="communities")
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True, allow_unicode=True)
    kind = models.CharField(_("kind"), max_length=10, choices=CommunityKind.choices)
    field = models.ForeignKey(
        "corps.Field", verbose_name=_("field"), on_delete=models.PROTECT, related_name="communities"
    )
    dong = models.ForeignKey(
        "accounts.Region", verbose_name=_("dong"), on_delete=models.PROTECT, related_name="communities"
    )
    stage = models.ForeignKey(Stage, verbose_name=_("stage"), on_delete=models.PROTECT, related_name="communities")
    members_count = models.PositiveSmallIntegerField(_("members"))
    story = models.TextField(_("public introduction"), blank=True, max_length=1000)
    meeting_place = models.CharField(_("usual meeting place"), max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=CommunityState.choices, default=CommunityState.ACTIVE)
    joined_on = models.DateField(_("with us since"))

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="communities_community_name")]
        indexes = [models.Index(fields=["centre", "joined_on"], name="community_by_day")]

    def __str__(self) -> str:
        return self.name


class CommunityMembership(models.Model):
    """Who stands for a community. Terms end, rows stay; only a current representative answers for it."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="community_memberships")
    role = models.CharField(_("role"), max_length=15, choices=CommunityRole.choices)
    since = models.DateField(_("since"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person", "role"],
                condition=models.Q(ended_on__isnull=True),
                name="communities_communitymembership_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.community}"


class ConflictOfInterest(models.Model):
    """The corps also evaluates communities, so who is too near to one must not coach it."""

    expert = models.ForeignKey(ExpertProfile, on_delete=models.PROTECT, related_name="conflicts")
    community = models.ForeignKey("communities.Community", on_delete=models.PROTECT, related_name="conflicts")
    kind = models.CharField(_("kind"), max_length=10, choices=ConflictKind.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("conflict of interest")

    def __str__(self) -> str:
        return f"{self.expert} – {self.community}: {self.get_kind_display()}"
