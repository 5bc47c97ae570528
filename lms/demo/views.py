from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.demo import mails


def is_demo_of(request: HttpRequest) -> bool:
    """Served by the demo's settings, to somebody who sits at the machine."""
    if not settings.DEMO:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@require_safe
@never_cache
def sent_mails(request: HttpRequest) -> HttpResponse:
    if not is_demo_of(request):
        raise Http404
    return render(request, "demo/mails.html", {"mails": mails.newest()})


def for_templates(request: HttpRequest) -> dict[str, bool]:
    return {"mails_can_be_read": is_demo_of(request)}
