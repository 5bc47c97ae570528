"""The link of the mail that proves an address, on whatever device it is read."""

from allauth.account.internal.flows.email_verification import login_on_verification, verify_email
from allauth.account.models import EmailAddress
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lms.common.web.limits import limited
from lms.common.web.secret_links import behind_a_secret_link
from lms.signin import confirm_links


@behind_a_secret_link
@require_http_methods(["GET", "HEAD", "POST"])
@limited("address_link")
def confirm_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: programs that look through mail open links, too. Where the person joined it signs in and
    goes on; elsewhere the password is asked for first."""
    proof = confirm_links.opened(token)
    address = EmailAddress.objects.filter(user=proof.person, email=proof.person.email).first() if proof else None
    if proof is None or address is None:
        return render(request, "signin/address_over.html", status=410)
    if request.method == "POST":
        verify_email(request, address)
        return login_on_verification(request, address) or redirect(confirm_links.sign_in_page(proof.then))
    return render(request, "signin/confirm_link.html", {"email": address.email})
