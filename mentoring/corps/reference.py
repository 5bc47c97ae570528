"""What communities work on, as superusers keep it in /cms/."""

from cms.reference import ReferenceViewSet
from mentoring.corps.models import Field


class FieldViewSet(ReferenceViewSet):
    model = Field
    icon = "tag"
    list_display = ["name", "code", "centre", "order", "closed_on"]
    list_filter = ["centre"]
    search_fields = ["name", "code"]
    form_fields = ["centre", "name", "code", "order", "closed_on"]
