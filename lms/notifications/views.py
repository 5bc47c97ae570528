from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from lms.accounts.current import current_centre
from lms.accounts.models import Centre
from lms.accounts.namesakes import told_apart
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_answer_for
from lms.common.enums import Access
from lms.common.records import accesslog
from lms.notifications import domain
from lms.notifications.lists import UNDELIVERED
from lms.notifications.models import Notice
from lms.notifications.queries import notices_of, with_open_contacts

PER_PAGE = 30


@require_GET
@signed_in
def notices(request: AuthedRequest) -> HttpResponse:
    page = Paginator(notices_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "notifications/notices.html", {"page": page, "has_unread": any(n.read_at is None for n in page)}
    )


@require_GET
@signed_in
def notice(request: AuthedRequest, pk: int) -> HttpResponse:
    """Leads to where the rest stands. What leads to the same page is read with it."""
    row = get_object_or_404(notices_of(request.user), pk=pk)
    domain.mark_read(person=request.user, path=row.path)
    return redirect(row.path)


@require_POST
@signed_in
def read_all(request: AuthedRequest) -> HttpResponse:
    domain.mark_read(person=request.user)
    return redirect("notices")


@require_safe
@signed_in
def office_undelivered(request: AuthedRequest) -> HttpResponse:
    """Mails about the centre's matters that nobody got, for those who can call the person. Who looked is on record."""
    centre = _centre(request)
    listed = UNDELIVERED.shown(request, centre)
    open_to_centre = with_open_contacts(listed.page, centre)
    names = told_apart([row.person for row in listed.page], centre)
    accesslog.record(
        actor=request.user, action=Access.CONTACTS, what=centre, whose=sorted(open_to_centre), centre_id=centre.pk
    )
    rows = [(row, names[row.person_id], row.person_id in open_to_centre) for row in listed.page]
    return render(request, "notifications/office_undelivered.html", {"list": listed, "rows": rows})


@require_POST
@signed_in
def office_mail_again(request: AuthedRequest, pk: int) -> HttpResponse:
    """Pressed twice, or when it has left meanwhile, it leads to the same page."""
    notice = get_object_or_404(Notice, pk=pk, centre=_centre(request))
    domain.send_again(notice=notice, actor=request.user)
    messages.success(request, _("It is tried again within minutes. If it fails once more, it comes back to this list."))
    return redirect("office_undelivered")


def _centre(request: AuthedRequest) -> Centre:
    centre = current_centre(request)
    if not may_answer_for(request.user, centre):
        raise Http404
    return centre
