"""The public directory of experts, and what an expert keeps up of themselves."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.records.seen import ChangedMeanwhile
from lms.common.web.refusals import refusal_on
from mentoring.corps.domain import experts as domain
from mentoring.corps.forms.experts import ExpertDirectoryForm, ExpertProfileForm
from mentoring.corps.queries import experts as queries
from mentoring.corps.views.access import chosen

PER_PAGE = 24


@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    form = ExpertDirectoryForm(request.GET, fields=queries.field_names())
    form.is_valid()
    rows = queries.directory()
    if form.cleaned_data.get("field"):
        rows = rows.filter(fields__name=form.cleaned_data["field"]).distinct()
    if form.cleaned_data.get("centre"):
        rows = rows.filter(centre=form.cleaned_data["centre"])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": form,
        "page_obj": page,
        "filtered": any(form.cleaned_data.values()),
        "several_centres": len(form.fields["centre"].choices) > 2,  # type: ignore[attr-defined]
    }
    return render(request, "mentoring/corps/experts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def expert_profile(request: AuthedRequest) -> HttpResponse:
    user = request.user
    own = queries.own(user)
    expert = chosen(request, own)
    form = ExpertProfileForm(request.POST if request.method == "POST" else None, expert=expert, topics=queries.topics())
    if request.method == "POST" and form.is_valid():
        with refusal_on(form) as refusal:
            domain.update_profile(expert=expert, actor=user, entry=form.entry, seen=form.seen)
            messages.success(request, _("Your details are saved."))
            return redirect(f"{reverse('expert_profile')}?centre={expert.centre.slug}")
        if refusal.code == ChangedMeanwhile.CODE:
            now = chosen(request, queries.own(user))
            form.ask_about(now, ExpertProfileForm(expert=now, topics=form.topics).begins_with())
    context = {"form": form, "expert": expert, "experts": own}
    return render(request, "mentoring/corps/expert_profile.html", context, status=form.status)
