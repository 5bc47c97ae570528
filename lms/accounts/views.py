from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from lms.accounts import current, rules
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.text.numbers import row_number
from lms.common.ui import sections

HOME_OF_EDITORS = "/cms/"


@require_GET
@signed_in
def home_of_person(request: AuthedRequest) -> HttpResponse:
    """Where a person lands after signing in: editors in the admin, all others at the home of their first role."""
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
