"""The words of consents, as a centre's manager writes and publishes them; those of the whole site are the superuser's."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.current import current_centre
from lms.accounts.domain.guards import not_manager
from lms.accounts.models import Centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.records.seen import ChangedMeanwhile
from lms.common.web.refusals import refusal_on
from lms.privacy.domain import wordings as domain
from lms.privacy.domain.terms import publish_terms
from lms.privacy.enums import OF_CENTRE, Purpose
from lms.privacy.forms import OfficerForm, PublishForm, WordsForm, compared
from lms.privacy.models import ConsentDraft
from lms.privacy.queries.terms import begins_with, newest_notice
from lms.privacy.queries.wordings import Wanted, wanted
from lms.privacy.rules import may_word, visible_purposes


@require_safe
@signed_in
def office_privacy(request: AuthedRequest) -> HttpResponse:
    centre, user = current_centre(request), request.user
    purposes = visible_purposes(user)
    of_site = [purpose for purpose in purposes if purpose not in OF_CENTRE]
    context = {
        "centre": centre,
        "rows": wanted([purpose for purpose in purposes if purpose in OF_CENTRE], centre),
        "site_rows": wanted(of_site, None) if of_site else [],
        "notice": newest_notice(centre),
        "site_notice": newest_notice(None) if of_site else None,
        "may_word": may_word(user, centre),
    }
    return render(request, "privacy/office_privacy.html", context)


def _wanted(request: AuthedRequest, purpose: str) -> Wanted:
    """Of the centre of this page, or of the site; for whoever may write it."""
    centre: Centre | None = current_centre(request)
    if purpose not in visible_purposes(request.user):
        raise Http404
    centre = centre if purpose in OF_CENTRE else None
    if not may_word(request.user, centre):
        raise not_manager()
    (found,) = wanted([Purpose(purpose)], centre)
    return found


def _draft(found: Wanted) -> ConsentDraft:
    return found.draft or ConsentDraft(text="\n".join(found.begins_with))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_words(request: AuthedRequest, purpose: str) -> HttpResponse:
    found = _wanted(request, purpose)
    form = WordsForm(request.POST or None, draft=_draft(found))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("ask", "words")}
        with refusal_on(form) as refusal:
            domain.save_draft(purpose=found.purpose, centre=found.centre, actor=request.user, seen=form.seen, **said)
            messages.success(request, _("The draft is saved. It applies once it is published."))
            return redirect("office_words_publish", purpose)
        if refusal.code == ChangedMeanwhile.CODE:
            draft = _draft(_wanted(request, purpose))
            form.ask_about(draft, WordsForm(draft=draft).begins_with())
    return render(request, "privacy/office_words.html", {"row": found, "form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_words_publish(request: AuthedRequest, purpose: str) -> HttpResponse:
    """The draft beside what was published last, and from which day it applies."""
    found = _wanted(request, purpose)
    text = "\n".join(found.begins_with)
    form = PublishForm(request.POST or None, wanted=found, text=text)
    is_late = form.has_error("read", ChangedMeanwhile.CODE)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form) as refusal:
            domain.publish_words(
                purpose=found.purpose,
                centre=found.centre,
                text=text,
                after=form.cleaned_data["after"],
                valid_from=form.cleaned_data["valid_from"],
                material=form.cleaned_data.get("material", True),
                actor=request.user,
            )
            messages.success(request, _("The words are published."))
            return redirect("office_privacy")
        is_late = refusal.code == "published_meanwhile"
    context = {"row": found, "form": form, "differences": compared(found)}
    status = 409 if is_late else 422 if form.errors else 200
    return render(request, "privacy/office_words_publish.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_officer(request: AuthedRequest) -> HttpResponse:
    return _officer(request, current_centre(request))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_officer_of_site(request: AuthedRequest) -> HttpResponse:
    current_centre(request)
    if not may_word(request.user, None):
        raise Http404
    return _officer(request, None)


def _officer(request: AuthedRequest, centre: Centre | None) -> HttpResponse:
    """Who answers for personal data, and how long they are kept."""
    if not may_word(request.user, centre):
        raise not_manager()
    last = newest_notice(centre)
    form = OfficerForm(request.POST or None, centre=centre, last=last)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form) as refusal:
            publish_terms(centre=centre, notice=form.notice, actor=request.user, seen=form.seen)
            messages.success(request, _("This is published. The privacy policy shows it from its day on."))
            return redirect("office_privacy")
        if refusal.code == ChangedMeanwhile.CODE:
            last = newest_notice(centre)
            now = begins_with(centre, last)
            form.ask_about(now, vars(now) | {"valid_from": form.cleaned_data["valid_from"]})
    context = {"form": form, "centre": centre, "last": last}
    return render(request, "privacy/office_officer.html", context, status=form.status)
