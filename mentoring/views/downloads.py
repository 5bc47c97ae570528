"""Lists of the office as files, each for a reason. By POST alone: a link must not make a file of other people's data."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from lms.accounts.current import current_centre
from lms.accounts.models import Centre, User
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common import export
from lms.common.errors import NotAllowed
from lms.common.export_form import ExportForm
from mentoring import rules
from mentoring.queries import exports
from mentoring.rules import Person


@dataclass(frozen=True)
class Offered:
    """A list that can be taken away: what makes it, the page it stands on, and who may."""

    label: str | Promise
    make: Callable[[User, Centre], export.Sheet]
    page: str
    may: Callable[[Person, int], bool] = rules.exports_lists


LISTS = {
    "communities": Offered(_("Download the list of communities"), exports.communities, "office_communities"),
    "experts": Offered(_("Download the list of experts"), exports.experts, "office_people"),
    "logs": Offered(_("Download the visit logs"), exports.logs, "office_logs"),
    "hours": Offered(_("Download the coaching hours by month"), exports.hours, "office_logs"),
    "records": Offered(_("Download the access records"), exports.records, "office_records", may=rules.exports_records),
}


def offered(request: AuthedRequest, *names: str) -> list[tuple[ExportForm, str, str]]:
    """The form, its label and its address for each of these lists that the person may take away."""
    centre, user = current_centre(request), request.user
    return [
        (ExportForm(auto_id=f"{name}_%s"), str(LISTS[name].label), reverse("office_download", args=[name]))
        for name in names
        if LISTS[name].may(user, centre.pk)
    ]


@require_POST
@signed_in
def office_download(request: AuthedRequest, what: str) -> HttpResponseBase:
    centre, user = current_centre(request), request.user
    if what not in LISTS:
        raise Http404
    wanted = LISTS[what]
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
