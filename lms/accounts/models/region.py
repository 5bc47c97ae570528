from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.enums import LOCAL_LEVELS, RegionLevel


class RegionQuerySet(models.QuerySet["Region"]):
    def local(self) -> "RegionQuerySet":
        """The places people live in: dong, eup and myeon."""
        return self.filter(level__in=LOCAL_LEVELS)

    def open(self) -> "RegionQuerySet":
        """What can be chosen. Whatever has a closed one keeps it."""
        return self.filter(closed_on__isnull=True)


class Region(models.Model):
    """A place of the administrative tree: sido › sigungu › dong, eup or myeon, by official code (행정동코드, ten digits).

    A district of a city (수원시 장안구) lies in the city, which is a sigungu, too. A place that is gone is closed, and kept."""

    MAP_WIDTH, MAP_HEIGHT = 5, 20  # squares; five beside one another can be read on a phone

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=40)
    level = models.CharField(_("level"), max_length=10, choices=RegionLevel.choices)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    map_x = models.PositiveSmallIntegerField(
        _("column on the map"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAP_WIDTH)],
        help_text=_("1 is furthest west. Left empty, the place stands below the others."),
    )
    map_y = models.PositiveSmallIntegerField(
        _("row on the map"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAP_HEIGHT)],
        help_text=_("1 is furthest north."),
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(map_x__isnull=True, map_y__isnull=True)
                | models.Q(map_x__isnull=False, map_y__isnull=False),
                name="accounts_region_map_whole",
                violation_error_message=_("Please give both the column and the row on the map, or neither."),
            ),
            models.UniqueConstraint(
                fields=["parent", "map_x", "map_y"],
                name="accounts_region_map_once",
                violation_error_message=_("Another place of this district stands there on the map."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> "Zone | None":
        """The one it counts in. Reads `zone_membership__zone`."""
        held: ZoneDong | None = getattr(self, "zone_membership", None)
        return held.zone if held and held.zone.closed_on is None else None

    @property
    def full_name(self) -> str:
        """From the province down: there are a dozen 중구. Reads what it lies in."""
        names = [self.name]
        above = self.parent
        while above is not None:
            if above.name != names[0]:  # 세종 is a province and its only district
                names.insert(0, above.name)
            above = above.parent
        return " ".join(names)


class Zone(models.Model):
    """A named set of dongs inside one district; a dong is in one zone of its district at the most. A closed one counts
    nowhere, and keeps its dongs until another takes them."""

    sigungu = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="zones")
    name = models.CharField(_("name"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    dongs = models.ManyToManyField(Region, through="ZoneDong", related_name="+")

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["sigungu", "name"], name="accounts_zone_name")]

    def __str__(self) -> str:
        return self.name


class ZoneDong(models.Model):
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="memberships")
    dong = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="zone_membership")

    def __str__(self) -> str:
        return f"{self.zone}: {self.dong}"


class RegionList(models.Model):
    """A list of the ministry that was taken in, until it is written: `text` is the file, `digest` tells it from others."""

    text = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:8]
