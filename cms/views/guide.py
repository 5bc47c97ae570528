from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.guide import chapters


@require_safe
def guide_view(request: HttpRequest) -> HttpResponse:
    """How to write for this site, for whoever may enter the admin."""
    context = {"page_title": _("Editors' guide"), "header_icon": "help", "chapters": chapters()}
    return TemplateResponse(request, "cms/admin/guide.html", context)
