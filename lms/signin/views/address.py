"""The address somebody signs in with: shown, confirmed, and changed by a link in the new mailbox."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows import email_verification
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.accounts.models import User
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.web.limits import limited
from lms.common.web.refusals import refusal_kept
from lms.common.web.secret_links import behind_a_secret_link
from lms.signin import address_links, mails, tries
from lms.signin.domain.address import change_address, is_free, is_proved
from lms.signin.forms.accounts import AddressForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@reauthentication_required(allow_get=True)
def address(request: AuthedRequest) -> HttpResponse:
    person = request.user
    form = AddressForm(request.POST or None, person=person)
    if form.is_bound and form.is_valid():
        _ask(person, form.cleaned_data["email"])
        messages.success(
            request, _("Please look into the new mailbox and press the link there. Until then nothing changes.")
        )
        return redirect("account_email")
    context = {"form": form, "is_proved": is_proved(person)}
    return render(request, "signin/address.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def address_again(request: AuthedRequest) -> HttpResponse:
    """The code that confirms the present address, once more."""
    if is_proved(request.user):
        return redirect("account_email")
    tries.mail_or_refuse(request.user.email)
    email_verification.send_verification_email_for_user(request, request.user)
    return redirect("account_email_verification_sent")


@behind_a_secret_link
@require_http_methods(["GET", "HEAD", "POST"])
@limited("address_link")
def address_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: programs that look through mail open links, too. Nobody need be signed in."""
    wish = address_links.opened(token)
    if wish is None:
        return _over(request)
    error = ""
    if request.method == "POST":
        with refusal_kept() as refusal:
            before = change_address(person=wish.person, email=wish.email)
            _tell(before, wish)
            wish.person.email = wish.email
        if refusal.code == "over":
            return _over(request)
        error = refusal.said
    done = wish.person.email == wish.email
    context = {"email": wish.email, "done": done, "error": error}
    return render(request, "signin/address_link.html", context, status=409 if error else 200)


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "signin/address_over.html", status=410)


def _ask(person: User, email: str) -> None:
    """Nobody learns here who has an account: the mailbox is told."""
    adapter = get_adapter()
    if is_free(email):
        adapter.send_mail(mails.CHANGE_ADDRESS, email, {"change_url": address_links.link_of(person, email)})
    else:
        adapter.send_account_already_exists_mail(email)


def _tell(before: str, wish: address_links.AddressWish) -> None:
    if before:
        told = {"to_email": wish.email}
        get_adapter().send_notification_mail("account/email/email_changed", wish.person, told, email=before)
