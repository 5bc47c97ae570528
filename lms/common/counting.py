from typing import Any

from django.db.models import Aggregate, Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def number_of(rows: QuerySet[Any], what: Aggregate | None = None) -> Coalesce:
    """A count (or sum) of rows as part of another query, so that many of them cost one."""
    one_group = rows.order_by().annotate(all_rows=Value(1)).values("all_rows")
    summed = one_group.annotate(found=what or Count("pk")).values("found")
    return Coalesce(Subquery(summed, output_field=IntegerField()), 0)
