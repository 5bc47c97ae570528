"""Experts as the public, the office and they themselves read them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.models import Topic
from lms.accounts.models import Centre, Region, User
from lms.accounts.queries import lies_in
from lms.common import clock
from lms.privacy.enums import Purpose
from lms.privacy.queries.consents import holds
from mentoring.corps.models import ExpertProfile, Field
from mentoring.corps.rules import still_offered


def directory() -> QuerySet[ExpertProfile]:
    """Who is in term today, with all that a public card shows. Phone and e-mail are never among it."""
    rows = (
        ExpertProfile.objects.in_term()
        .annotate(name_is_public=holds(Purpose.PUBLIC_NAME, "person"))
        .select_related("person", "centre", "dong__zone_membership__zone", "dong__parent")
    )
    return rows.prefetch_related("fields", "levels__tag").order_by("person__name", "pk")


def is_expert(person: User) -> bool:
    return ExpertProfile.objects.filter(person=person).exists()


def field_names() -> list[str]:
    """Fields are rows of each centre; visitors know them by name."""
    return list(Field.objects.order_by("name").values_list("name", flat=True).distinct())


def fields_of(centre: Centre | int) -> QuerySet[Field]:
    """Also those that are closed: whatever has one keeps it, and is found by it."""
    return Field.objects.filter(centre=centre)


def offered_fields(centre: Centre | int) -> QuerySet[Field]:
    return fields_of(centre).filter(still_offered(clock.today()))


def fields_to_choose(expert: ExpertProfile) -> QuerySet[Field]:
    """With a closed one that the expert has."""
    rows = fields_of(expert.centre_id)
    return rows.filter(still_offered(clock.today()) | Q(pk__in=expert.fields.values("pk")))


def dongs_near(expert: ExpertProfile) -> QuerySet[Region]:
    """The centre's district, and where the expert lives by now."""
    near = lies_in(expert.centre.region_id) & Q(closed_on__isnull=True)
    return Region.objects.local().filter(near | Q(pk=expert.dong_id))


def experts_at(centre: Centre | int) -> QuerySet[ExpertProfile]:
    """In term or not."""
    return ExpertProfile.objects.filter(centre=centre).select_related("person")


def own(person: User) -> list[ExpertProfile]:
    """The profiles that the person keeps up themselves: those they are in term with, one a centre."""
    rows = ExpertProfile.objects.in_term().filter(person=person).select_related("person", "dong", "centre")
    return list(rows.prefetch_related("levels", "fields").order_by("pk"))


def topics() -> list[Topic]:
    return list(Topic.objects.order_by("name"))


def experts_of(user: User) -> list[ExpertProfile]:
    """One profile a centre, those in term first."""
    serving = ExpertProfile.objects.in_term().filter(pk=OuterRef("pk"))
    rows = ExpertProfile.objects.filter(person=user).annotate(serving=Exists(serving))
    return list(rows.select_related("centre", "person").order_by("-serving", "pk"))
