from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from lms.accounts import current, rules
from lms.accounts.deed_forms import ChosenForm, SureForm
from lms.accounts.deeds import DEEDS, Deed, Outcome, do_each
from lms.accounts.exports import EXPORTS
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.errors import NotAllowed
from lms.common.files import export
from lms.common.files.export_form import ExportForm
from lms.common.models import Job
from lms.common.text.numbers import row_number
from lms.common.ui import sections

HOME_OF_EDITORS = "/cms/"


@require_GET
@signed_in
def home_of_person(request: AuthedRequest) -> HttpResponse:
    """Where a person lands after signing in: editors in the admin, all others at the home of their first role."""
    if rules.may_see_everything(request.user) and not current.offices_of(request):
        raise current.no_centre_yet()
    if rules.may_open_cms(request.user):
        return redirect(HOME_OF_EDITORS)
    mine = sections.sections_for(request.user)
    return redirect((mine and sections.url_of(mine[0].home_url_name)) or "/")


@require_POST
@signed_in
def switch_centre(request: AuthedRequest) -> HttpResponse:
    centre_id = row_number(request.POST.get("centre"))
    if centre_id is None or not current.switch_centre(request, centre_id):
        raise Http404
    return redirect("office_home")


@require_POST
@signed_in
def office_download(request: AuthedRequest, what: str) -> HttpResponseBase:
    """A list as a file, as far as its filters show it, for a reason. By POST alone: a link must not make a file of other
    people's data."""
    centre, user = current.current_centre(request), request.user
    if what not in EXPORTS:
        raise Http404
    wanted = EXPORTS[what]
    if not wanted.may(user, centre.pk):
        raise NotAllowed(
            gettext("This list is not yours to download. Please ask your centre's manager."), code="not_yours"
        )
    form = ExportForm(request.POST)
    sheet = wanted.make(user, centre, request.GET)
    if form.is_valid():
        return export.download(actor=user, what=centre, centre_id=centre.pk, sheet=sheet, **form.cleaned_data)
    context = {"form": form, "sheet": sheet.name, "back": reverse(wanted.page) + _query(request)}
    return render(request, "common/export.html", context, status=422)


@require_POST
@signed_in
def office_deed(request: AuthedRequest, what: str) -> HttpResponse:
    """One thing for several rows of a list: a page names them and says what will be, and the second press does it."""
    centre, user = current.current_centre(request), request.user
    if what not in DEEDS:
        raise Http404
    offered, back = DEEDS[what], reverse(DEEDS[what].page) + _query(request)
    if not offered.deed.may(user, centre.pk):
        raise NotAllowed(gettext("Somebody else of your centre does this. Please ask them."), code="not_yours")
    chosen = ChosenForm(request.POST, among=offered.rows(user, centre))
    sure = SureForm(request.POST, deed=offered.deed)
    names = offered.names_of(chosen.rows, centre)
    named = [(row, names[row.pk]) for row in chosen.rows]
    if chosen.is_valid() and sure.is_valid():
        outcome = do_each(offered.deed, named, actor=user, reason=sure.cleaned_data.get("reason", ""))
        _tell(request, offered.deed, outcome, gone=chosen.gone)
        return redirect(back)
    context = {
        "deed": offered.deed,
        "list_title": offered.title,
        "chosen": chosen,
        "named": named,
        "form": sure,
        "back": back,
    }
    return render(request, "accounts/list_deed.html", context, status=422 if chosen.errors or sure.errors else 200)


def _query(request: AuthedRequest) -> str:
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _tell(request: AuthedRequest, deed: Deed, outcome: Outcome, *, gone: int) -> None:
    """What was done, and of the others each by name and why."""
    if outcome.done:
        messages.success(request, str(deed.done % {"n": outcome.done}))
    for why, names in outcome.refused.items():
        messages.error(request, f"{', '.join(names)}: {why}")
    if gone:
        said = ngettext(
            "%(n)s row is not in the list any more and stays as it is.",
            "%(n)s rows are not in the list any more and stay as they are.",
            gone,
        )
        messages.warning(request, said % {"n": gone})


@require_safe
@signed_in
def job(request: AuthedRequest, pk: int) -> HttpResponse:
    """How far it is, for whoever asked for it and nobody else."""
    found = get_object_or_404(Job, pk=pk, owner=request.user)
    return render(request, "accounts/job.html", {"job": found})
