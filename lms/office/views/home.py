from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.accounts.current import current_centre, offices_of
from lms.accounts.enums import OFFICE_ROLES
from lms.accounts.office_home import FIGURES
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import centre_ids, may_manage, may_see_everything
from lms.common.background.trouble import trouble
from lms.office.queries.first_steps import missing
from lms.office.queries.home import home


@require_safe
@signed_in
def office_home(request: AuthedRequest) -> HttpResponse:
    centre, user = current_centre(request), request.user
    several = may_see_everything(user) or len(centre_ids(user, OFFICE_ROLES)) > 1
    context = {
        "home": home(user, centre),
        "figures": [figure for provider in FIGURES.values() for figure in provider(centre)],
        "centre": centre,
        "trouble": trouble(),
        "missing": missing(user, centre) if may_manage(user, centre) else 0,
        "offices": offices_of(request) if several else [],
    }
    return render(request, "office/office_home.html", context)
