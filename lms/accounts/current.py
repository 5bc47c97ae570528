"""Which centre a staff page is about: the person's own, or the one they switched to when they have several."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.enums import OFFICE_ROLES
from lms.accounts.models import Centre
from lms.accounts.requests import AuthedRequest
from lms.accounts.rules import centres_of, may_see_everything
from lms.common.errors import DomainError

SESSION_KEY = "centre"


def offices_of(request: AuthedRequest) -> list[Centre]:
    """The centres whose office the person may open, by name; asked once a request. Superusers may open all."""
    kept: list[Centre] | None = getattr(request, "_offices", None)
    if kept is None:
        person = request.user
        kept = list(Centre.objects.all()) if may_see_everything(person) else centres_of(person, OFFICE_ROLES)
        request._offices = kept
    return kept


def current_centre(request: AuthedRequest) -> Centre:
    """The centre of this staff page; asked once a request. For people who are no staff the page is not there (Http404).
    On an empty installation it says to make the first centre."""
    kept: Centre | None = getattr(request, "_centre", None)
    if kept is None:
        offices = offices_of(request)
        if not offices and may_see_everything(request.user):
            raise no_centre_yet()
        if not offices:
            raise Http404
        chosen = request.session.get(SESSION_KEY)
        kept = next((centre for centre in offices if centre.pk == chosen), offices[0])
        request._centre = kept
    return kept


def no_centre_yet() -> DomainError:
    message = _("Please make a centre first. All else, from courses to appointments, belongs to one.")
    return DomainError(message, code="no_centre", first=(_("Make the centre"), reverse("centre:add")))


def switch_centre(request: AuthedRequest, centre_id: int) -> bool:
    """Remember the choice in the session; False when the person is not staff there."""
    if centre_id not in {centre.pk for centre in offices_of(request)}:
        return False
    request.session[SESSION_KEY] = centre_id
    return True
