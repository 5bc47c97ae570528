"""A centre's fields and stages, and what hangs on each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre
from mentoring.communities.models import Community, Stage
from mentoring.corps.models import ExpertProfile, Field

Row = Field | Stage

# What rests on a row of each, and by which of its columns.
HANGING: Mapping[type[Row], tuple[tuple[str | Promise, QuerySet, str], ...]] = {
    Field: (
        (_("Communities"), Community.objects.all(), "field"),
        (_("Experts"), ExpertProfile.objects.all(), "fields"),
    ),
    Stage: ((_("Communities"), Community.objects.all(), "stage"),),
}


@dataclass(frozen=True)
class Line:
    row: Row
    hanging: list[tuple[str, int]]


def rows_of(model: type[Row], centre: Centre) -> QuerySet[Row]:
    return model._default_manager.filter(centre=centre)


def lines_of(model: type[Row], rows: QuerySet[Row]) -> list[Line]:
    counted = [
        (label, dict(there.filter(**{f"{name}__in": rows}).order_by().values_list(name).annotate(n=Count("pk"))))
        for label, there, name in HANGING[model]
    ]
    return [
        Line(row, [(str(label), number.get(row.pk, 0)) for label, number in counted]) for row in rows.order_by("order")
    ]
