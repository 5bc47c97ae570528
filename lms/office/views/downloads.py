"""Lists of the office as files, each for a reason. By POST alone: a link must not make a file of other people's data."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from lms.accounts.current import current_centre
from lms.accounts.exports import EXPORTS
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.errors import NotAllowed
from lms.common.files import export
from lms.common.files.export_form import ExportForm


@require_POST
@signed_in
def office_download(request: AuthedRequest, what: str) -> HttpResponseBase:
    centre, user = current_centre(request), request.user
    if what not in EXPORTS:
        raise Http404
    wanted = EXPORTS[what]
    if not wanted.may(user, centre.pk):
        raise NotAllowed(
            gettext("This list is not yours to download. Please ask your centre's manager."), code="not_yours"
        )
    form = ExportForm(request.POST)
    sheet = wanted.make(user, centre)
    if form.is_valid():
        return export.download(actor=user, what=centre, centre_id=centre.pk, sheet=sheet, **form.cleaned_data)
    context = {"form": form, "sheet": sheet.name, "back": reverse(wanted.page)}
    return render(request, "common/export.html", context, status=422)
