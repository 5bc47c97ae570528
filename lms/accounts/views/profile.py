from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.accounts import current, mails, rules, social
from lms.accounts.forms import ProfileForm
from lms.accounts.models.centre import CMS_ROLES
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common import sections
from lms.common.numbers import row_number

HOME_OF_EDITORS = "/cms/"


@require_GET
@signed_in
def home_of_person(request: AuthedRequest) -> HttpResponse:
    """Where a person lands after signing in: editors in the admin, all others at the home of their first role."""
    if request.user.is_superuser or rules.has_any_role(request.user, *CMS_ROLES):
        return redirect(HOME_OF_EDITORS)
    mine = sections.sections_for(request.user)
    return redirect((mine and sections.url_of(mine[0].home_url_name)) or "/")


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: AuthedRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        new_phone = "phone" in form.changed_data  # it signs in
        if new_phone:
            raise_if_reauthentication_required(request, app="accounts")
        person = form.save()
        if new_phone:
            get_adapter().send_notification_mail(mails.PHONE_CHANGED, person)
        messages.success(request, _("Your details are saved."))
        return redirect("profile")
    edits_pages = request.user.is_superuser or rules.has_any_role(request.user, *CMS_ROLES)
    context = {"form": form, "edits_pages": edits_pages, "other_services": social.concerns(request.user)}
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def switch_centre(request: AuthedRequest) -> HttpResponse:
    centre_id = row_number(request.POST.get("centre"))
    if centre_id is None or not current.switch_centre(request, centre_id):
        raise Http404
    return redirect("office_home")
