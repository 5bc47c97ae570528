"""The office invites: the form, the list of what is open, and the link shown once to be handed on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.accounts.current import current_centre
from lms.accounts.models import Centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_give_roles, may_invite
from lms.common.text.korean import ko_date
from lms.common.web.refusals import refusal_on
from lms.invitations import domain
from lms.invitations.forms import InvitePersonForm
from lms.invitations.links import HANDED_ON, link_of
from lms.invitations.lists import INVITATIONS
from lms.invitations.models import Invitation
from lms.invitations.queries import open_at

JUST_MADE = "invitation_just_made"  # the number of a row in the session; the link itself is kept nowhere


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_invitations(request: AuthedRequest) -> HttpResponse:
    centre, actor = _centre(request), request.user
    form = InvitePersonForm(request.POST or None, gives_roles=may_give_roles(actor, centre))
    if form.is_bound and form.is_valid():
        with refusal_on(form):
            made = domain.invite_person(centre=centre, actor=actor, **form.cleaned_data)
            return _answered(request, made)
    listed = INVITATIONS.shown(request, centre)
    fresh = _just_made(request, centre)
    context = {
        "form": form,
        "list": listed,
        "rows": [(row, not row.role or may_give_roles(actor, centre), domain.why_unusable(row)) for row in listed.page],
        "fresh": fresh,
        "link": link_of(fresh, HANDED_ON) if fresh else "",
    }
    return render(request, "invitations/invitations.html", context, status=422 if form.errors else 200)


def _just_made(request: AuthedRequest, centre: Centre) -> Invitation | None:
    number = request.session.pop(JUST_MADE, None)
    return open_at(centre).filter(pk=number).first() if number else None


@require_POST
@signed_in
def office_invitation_again(request: AuthedRequest, pk: int) -> HttpResponse:
    return _answered(request, domain.send_again(invitation=_open(request, pk), actor=request.user))


@require_POST
@signed_in
def office_invitation_withdraw(request: AuthedRequest, pk: int) -> HttpResponse:
    domain.withdraw_invitation(invitation=_open(request, pk), actor=request.user)
    messages.success(request, _("The invitation is withdrawn. Its link opens nothing any more."))
    return redirect("office_invitations")


def _answered(request: AuthedRequest, row: Invitation) -> HttpResponse:
    """The link of one that is on its way. One that left before is as it was, and its link was shown then."""
    if row.tried_at:
        since = {"name": row.name, "day": ko_date(row.created_at)}
        messages.info(request, _("%(name)s is invited since %(day)s. “Send again” makes a new link.") % since)
    else:
        request.session[JUST_MADE] = row.pk
        messages.success(request, _("The invitation leaves by e-mail within minutes."))
    return redirect("office_invitations")


def _open(request: AuthedRequest, pk: int) -> Invitation:
    return get_object_or_404(open_at(_centre(request)), pk=pk)


def _centre(request: AuthedRequest) -> Centre:
    centre = current_centre(request)
    if not may_invite(request.user, centre):
        raise Http404
    return centre
