from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts import rules
from lms.accounts.requests import AuthedRequest, signed_in
from lms.signin import mails, social
from lms.signin.forms.accounts import ProfileForm


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
    edits_pages = rules.may_open_cms(request.user)
    context = {"form": form, "edits_pages": edits_pages, "other_services": social.concerns(request.user)}
    return render(request, "signin/profile.html", context, status=422 if form.errors else 200)
