"""How far communities are, as superusers keep it in /cms/."""

from cms.reference import ReferenceViewSet
from mentoring.communities.models import Stage


class StageViewSet(ReferenceViewSet):
    model = Stage
    icon = "tag"
    list_display = ["name", "centre", "order", "closed_on"]
    list_filter = ["centre"]
    search_fields = ["name"]
    form_fields = ["centre", "name", "order", "closed_on"]
