"""Certificates: their owner's, the office's, and the page where anybody checks one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.credentials import rules
from courses.credentials.domain import certificates as domain
from courses.credentials.forms.certificates import CodeForm, DeclineRevocationForm, WhyForm
from courses.credentials.lists import CERTIFICATES
from courses.credentials.models import Certificate
from courses.credentials.queries import certificates as queries
from lms.accounts.current import current_centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import is_office_of
from lms.common.enums import Access
from lms.common.errors import DomainError, NotAllowed
from lms.common.files.serve import private_file
from lms.common.records import accesslog
from lms.common.records.statelog import history
from lms.common.web.refusals import refusal_as_message, refusal_on


@require_safe
@signed_in
def my_certificates(request: AuthedRequest) -> HttpResponse:
    person = request.user
    context = {"certificates": queries.certificates_of(person), "waiting": queries.waiting_for_one(person)}
    return render(request, "courses/credentials/certificates.html", context)


@require_safe
@signed_in
def certificate_pdf(request: AuthedRequest, pk: int) -> HttpResponseBase:
    """The frozen file, for its owner and the office; whoever may not see it learns nothing, not even that it exists."""
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user), pk=pk)
    if certificate.erased_at:
        raise DomainError(_("The holder has left and asked for erasure. The paper is gone; its number stays valid."))
    try:
        paper = certificate.pdf.open("rb")
    except FileNotFoundError:
        raise DomainError(_("This file can't be found at the moment. Please call us."), code="no_file") from None
    accesslog.record(actor=request.user, action=Access.PAPER, what=certificate, whose=[certificate.person_id])
    name = f"{_('certificate')}-{certificate.number}.pdf"
    return private_file(paper, name=name, content_type="application/pdf")


# ── checking


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("verify", code=form.cleaned_data["code"])
    return render(request, "courses/credentials/verify_form.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    shown = queries.by_code(code)
    if shown is None:
        return render(request, "courses/credentials/verify_unknown.html", {"form": CodeForm()}, status=404)
    return render(request, "courses/credentials/verify.html", {"shown": shown, "certificate": shown.certificate})


# ── the office


def _of_office(request: AuthedRequest, pk: int) -> Certificate:
    """One's own certificate, too, is visible; but this page is the office's."""
    rows = Certificate.objects.visible_to(request.user).select_related("person", "centre", "completion__enrolment__run")
    certificate: Certificate = get_object_or_404(rows, pk=pk)
    if not is_office_of(request.user, certificate.centre_id):
        raise Http404
    request.help_centre = certificate.centre
    return certificate


@require_safe
@signed_in
def office_certificates(request: AuthedRequest) -> HttpResponse:
    listed = CERTIFICATES.shown(request, current_centre(request), files=["certificates"])
    return render(request, "courses/credentials/office_certificates.html", {"list": listed})


@require_safe
@signed_in
def office_certificate(request: AuthedRequest, pk: int) -> HttpResponse:
    return _shown(request, _of_office(request, pk))


def _shown(
    request: AuthedRequest, certificate: Certificate, *, asked: str = "", form: WhyForm | None = None
) -> HttpResponse:
    run = certificate.completion.enrolment.run
    forms = {act: _form(act) for act in ("again", "ask", "decline")} | ({asked: form} if form else {})
    context: dict[str, Any] = {"certificate": certificate, "shown": queries.ShownCertificate(certificate), "run": run}
    context |= forms | {"form": form, "asked": asked, "history": history(certificate)}
    context["withdrawn"] = hasattr(certificate.completion, "withdrawal")
    context["may_again"] = rules.may_issue(request.user, run)
    context["may_ask"] = rules.may_ask_revocation(request.user, certificate)
    context["may_revoke"] = rules.may_revoke(request.user, certificate)
    return render(request, "courses/credentials/certificates_office.html", context, status=422 if form else 200)


def _form(act: str, data: Any = None) -> WhyForm:
    return (DeclineRevocationForm if act == "decline" else WhyForm)(data, auto_id=f"{act}_%s")


def _with_reason(
    request: AuthedRequest, pk: int, asked: str, act: Callable[..., Certificate], message: str
) -> HttpResponse:
    """One act that asks for its reason; afterwards the certificate that it left."""
    certificate = _of_office(request, pk)
    form = _form(asked, request.POST)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            left = act(certificate=certificate, reason=form.cleaned_data["reason"], actor=request.user)
            messages.success(request, message)
            return redirect("office_certificate", pk=left.pk)
    return _shown(request, certificate, asked=asked, form=form)


@require_POST
@signed_in
def office_certificate_again(request: AuthedRequest, pk: int) -> HttpResponse:
    """Issue it anew; the old one stays and says that it was replaced."""
    return _with_reason(request, pk, "again", domain.supersede_certificate, _("A new certificate is issued."))


@require_POST
@signed_in
def office_certificate_ask(request: AuthedRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, "ask", domain.ask_revocation, _("Asked. The manager of the centre decides."))


@require_POST
@signed_in
def office_certificate_decline(request: AuthedRequest, pk: int) -> HttpResponse:
    message = _("Declined. The certificate stays valid, and whoever asked is told.")
    return _with_reason(request, pk, "decline", domain.decline_revocation, message)


@require_POST
@signed_in
def office_certificate_revoke(request: AuthedRequest, pk: int) -> HttpResponse:
    certificate = _of_office(request, pk)
    with refusal_as_message(request, unless=NotAllowed):
        domain.revoke_certificate(certificate=certificate, actor=request.user)
        messages.success(request, _("The certificate is revoked. Its verification page says so."))
    return redirect("office_certificate", pk=pk)
