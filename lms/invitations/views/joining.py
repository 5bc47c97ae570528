"""The page behind the link of an invitation. Opening it changes nothing: programs that look through mail open links, too."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lms.accounts.models import User
from lms.accounts.requests import SiteRequest
from lms.common.web.limits import limited
from lms.common.web.refusals import refusal_on
from lms.common.web.secret_links import behind_a_secret_link
from lms.invitations import domain
from lms.invitations.forms import AcceptInvitationForm
from lms.invitations.links import Opened, opened
from lms.invitations.models import Invitation


@behind_a_secret_link
@require_http_methods(["GET", "HEAD", "POST"])
@limited("invitation")
@sensitive_post_parameters("password1")
def invitation(request: SiteRequest, token: str) -> HttpResponse:
    link = opened(token)
    if link is None:
        return _over(request, _("This link is not whole, or a newer one has replaced it."), status=404)
    request.help_centre = link.invitation.centre
    why = domain.why_unusable(link.invitation)
    if why == "accepted" and request.method == "POST":
        return _pressed_again(request, link.invitation)
    if why:
        return _over(request, domain.reason_closed(why), status=410, used=why == "accepted")
    if not request.user.is_authenticated and not link.came_by_mail:
        return _at_the_door(request, link)
    if request.user.is_authenticated or domain.has_account(link.invitation):
        return _with_account(request, link)
    return _without_account(request, link)


def _over(request: HttpRequest, why: str, *, status: int, used: bool = False) -> HttpResponse:
    return render(request, "invitations/invitation_over.html", {"why": why, "used": used}, status=status)


def _at_the_door(request: HttpRequest, link: Opened) -> HttpResponse:
    """A link that was handed on proves no address, and the office has it, too: it doesn't tell whether there is an account.
    Joining or signing in proves the address, and comes back here."""
    then = urlencode({"next": request.get_full_path()})
    return render(request, "invitations/invitation_handed_on.html", {"invitation": link.invitation, "then": then})


def _with_account(request: HttpRequest, link: Opened) -> HttpResponse:
    """Who has an account signs in first, with the second factor if the account has one."""
    if not request.user.is_authenticated:
        messages.info(request, _("You have joined already. Please sign in, and the invitation opens."))
        return redirect_to_login(request.get_full_path())
    person, row = request.user, link.invitation
    context = {"invitation": row, "is_mine": person.email.lower() == row.email.lower()}
    if request.method == "POST":
        domain.accept_as(invitation=row, person=person, proved=link.came_by_mail)
        messages.success(request, _("You have accepted the invitation."))
        return redirect("home_of_person")
    return render(request, "invitations/invitation_signed_in.html", context)


def _without_account(request: HttpRequest, link: Opened) -> HttpResponse:
    form = AcceptInvitationForm(request.POST if request.method == "POST" else None, invitation=link.invitation)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with refusal_on(form) as refusal:
            person = domain.accept_as_new(
                invitation=link.invitation,
                name=given["name"],
                phone=given["phone"],
                password=given["password1"],
                optional=form.optional,
            )
            return _signed_in(request, person)
        if refusal.code == "accepted":
            return _pressed_again(request, link.invitation)
        if refusal.code in domain.ENDED:
            return _over(request, refusal.said, status=410)
    context = {"form": form, "invitation": link.invitation}
    return render(request, "invitations/invitation.html", context, status=422 if form.errors else 200)


def _pressed_again(request: HttpRequest, row: Invitation) -> HttpResponse:
    """The second of two presses leads where the first one does. Its password is counted as at every sign-in."""
    if request.user.is_authenticated and request.user == row.accepted_by:
        return redirect("home_of_person")
    why, status = domain.reason_closed("accepted"), 410
    person, form = domain.just_accepted_by(row), AcceptInvitationForm(request.POST, invitation=row)
    if person and form.is_valid():
        try:
            password = form.cleaned_data["password1"]
            if get_adapter().authenticate(request, email=person.email, password=password) == person:
                return _signed_in(request, person)
        except ValidationError as too_often:
            why, status = too_often.messages[0], 429
    return _over(request, why, status=status, used=True)


def _signed_in(request: HttpRequest, person: User) -> HttpResponse:
    """Through allauth, so that what holds for each sign-in holds here: a new session, and who may not sign in does not."""
    login = Login(user=person, email=person.email, signup=True, redirect_url=None)
    return perform_password_login(request, {"email": person.email}, login)
