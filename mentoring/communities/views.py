"""Communities: the public directory, the office's pages, and what the representative keeps up."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.current import current_centre
from lms.accounts.domain.guards import not_coordinator
from lms.accounts.models import User
from lms.accounts.requests import AuthedRequest, SiteRequest, signed_in
from lms.common.enums import Access
from lms.common.errors import NotAllowed
from lms.common.records import accesslog
from lms.common.records.seen import ChangedMeanwhile
from lms.common.web.refusals import refusal_on
from lms.common.web.views import gone
from mentoring.communities.domain import communities as domain
from mentoring.communities.domain.conflicts import add_conflict, end_conflict
from mentoring.communities.enums import CommunityState
from mentoring.communities.figures import community_maps
from mentoring.communities.forms import (
    CommunityDirectoryForm,
    CommunityProfileForm,
    ConflictForm,
    DetailsForm,
    FindPersonForm,
    MemberForm,
    NewForm,
    StageForm,
    StateForm,
)
from mentoring.communities.lists import COMMUNITIES
from mentoring.communities.metrics import by_dong
from mentoring.communities.models import Community, CommunityMembership, ConflictOfInterest
from mentoring.communities.queries import communities as queries
from mentoring.communities.rules import may_change_community, may_enter_communities
from mentoring.corps.queries.experts import field_names

PER_PAGE = 24


# ── for everyone


@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    dongs = by_dong()
    form = CommunityDirectoryForm(
        request.GET, dongs=[(row.code, f"{row.district} {row.name}") for row in dongs], fields=field_names()
    )
    form.is_valid()
    chosen = {name: form.cleaned_data.get(name, "") for name in ("dong", "field", "kind")}
    rows = queries.directory(text=form.cleaned_data.get("q", ""), **chosen)
    context = {
        "filters": form,
        "filtered": any(form.cleaned_data.values()),
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "maps": community_maps(dongs, link=lambda dong: _found_in(request, dong.code), chosen=chosen["dong"]),
        "total": sum(row.communities for row in dongs),
    }
    return render(request, "mentoring/communities/communities.html", context)


def _found_in(request: HttpRequest, dong: str) -> str:
    """The other filters stay; a new list begins at its first page."""
    query = request.GET.copy()
    query.pop("page", None)
    query["dong"] = dong
    return f"?{query.urlencode()}#found"


@require_safe
def community_page(request: SiteRequest, slug: str) -> HttpResponse:
    rows = Community.objects.select_related("field", "dong__parent", "stage", "centre")
    community = get_object_or_404(rows, slug=slug)
    request.help_centre = community.centre
    if community.state == CommunityState.CLOSED:
        why = _("This community has ended its activities.")
        return gone(request, why=why, instead=(reverse("communities"), _("Other communities")))
    return render(request, "mentoring/communities/community_page.html", {"community": community})


# ── the representative's


def _acted_for(request: AuthedRequest, pk: int) -> Community:
    """The address says for which community one acts, so that two open windows can't mix them up."""
    community = get_object_or_404(queries.acted_for(request.user), pk=pk)
    request.help_centre = community.centre
    return community


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def community_profile(request: AuthedRequest, pk: int) -> HttpResponse:
    community = _acted_for(request, pk)
    form = CommunityProfileForm(request.POST or None, community=community)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form) as refusal:
            domain.update_profile(community=community, actor=request.user, seen=form.seen, **form.said)
            messages.success(request, _("The community's details are saved."))
            return redirect("community_profile", pk)
        if refusal.code == ChangedMeanwhile.CODE:
            community.refresh_from_db()
            form.ask_about(community, CommunityProfileForm(community=community).begins_with())
    context = {"form": form, "community": community}
    return render(request, "mentoring/communities/community_profile.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def community_members(request: AuthedRequest, pk: int) -> HttpResponse:
    community = _acted_for(request, pk)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            person = domain.find_person(
                centre=community.centre, email=form.cleaned_data["email"], name=form.cleaned_data["name"]
            )
            role, actor = form.cleaned_data["role"], request.user
            domain.add_member(community=community, person=person, role=role, actor=actor)
            messages.success(request, _("The member is added."))
            return redirect("community_members", pk)
    context = {"form": form, "community": community, "members": queries.members(community)}
    return render(
        request, "mentoring/communities/community_members.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@signed_in
def community_member_end(request: AuthedRequest, pk: int, member_id: int) -> HttpResponse:
    community = _acted_for(request, pk)
    membership = get_object_or_404(CommunityMembership, pk=member_id, community=community)
    domain.end_membership(membership=membership, actor=request.user)
    messages.success(request, _("The membership has ended; the record of it stays."))
    return redirect("community_members", pk)


# ── the office's


@require_safe
@signed_in
def office_communities(request: AuthedRequest) -> HttpResponse:
    centre = current_centre(request)
    context = {
        "list": COMMUNITIES.shown(request, centre, files=["communities"]),
        "may_change": may_enter_communities(request.user, centre),
    }
    return render(request, "mentoring/communities/office_communities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_community_new(request: AuthedRequest) -> HttpResponse:
    centre, user = current_centre(request), request.user
    if not may_enter_communities(user, centre):
        raise not_coordinator()
    form = NewForm(request.POST or None, centre=centre)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            community = domain.create_community(centre=centre, actor=user, **form.cleaned_data)
            return redirect("office_community", community.pk)
    return render(
        request, "mentoring/communities/office_community_new.html", {"form": form}, status=422 if form.is_bound else 200
    )


def _of_office(request: AuthedRequest, pk: int) -> Community:
    rows = Community.objects.visible_to(request.user).filter(centre=current_centre(request))
    return get_object_or_404(rows.select_related("field", "dong", "stage", "centre"), pk=pk)


@require_safe
@signed_in
def office_community(request: AuthedRequest, pk: int) -> HttpResponse:
    return _office_page(request, _of_office(request, pk))


def _office_page(
    request: AuthedRequest, community: Community, *, asked: str = "", form: forms.Form | None = None
) -> HttpResponse:
    user = request.user
    members = queries.members(community)
    whose = [row.person_id for row in members]
    accesslog.record(actor=user, action=Access.CONTACTS, what=community, whose=whose)
    context: dict[str, Any] = {
        "community": community,
        "members": members,
        "former": list(queries.former_members(community)),
        "conflicts": list(queries.conflicts(community)),
        "timeline": queries.timeline(community, user),
        "may_change": may_change_community(user, community),
        "form": form,
        "asked": asked,
    }
    context |= {f"{name}_form": make(community, None) for name, make in CHANGE_FORMS.items()}
    if form is not None:
        context[f"{asked}_form"] = form
    return render(request, "mentoring/communities/office_community.html", context, status=_status_of(form))


def _status_of(form: forms.Form | None) -> int:
    if isinstance(form, DetailsForm | StageForm):
        return form.status
    return 422 if form else 200


CHANGE_FORMS: dict[str, Callable[[Community, Any], forms.Form]] = {
    "details": lambda community, data: DetailsForm(data, prefix="details", community=community),
    "representative": lambda community, data: FindPersonForm(data, prefix="representative"),
    "stage": lambda community, data: StageForm(data, prefix="stage", community=community),
    "state": lambda community, data: StateForm(data, prefix="state", initial={"state": community.state}),
    "conflict": lambda community, data: ConflictForm(data, prefix="conflict", community=community),
}


def _change(community: Community, what: str, form: forms.Form, actor: User) -> None:
    data = form.cleaned_data
    if isinstance(form, DetailsForm):
        domain.change_details(community=community, actor=actor, seen=form.seen, **form.said)
    elif what == "representative":
        person = domain.find_person(centre=community.centre, email=data["email"], name=data["name"])
        domain.change_representative(community=community, person=person, actor=actor)
    elif isinstance(form, StageForm):
        domain.set_stage(community=community, stage=data["stage"], actor=actor, seen=form.seen)
    elif what == "state":
        domain.set_state(community=community, state=data["state"], reason=data["reason"], actor=actor)
    else:
        add_conflict(community=community, actor=actor, **data)


@require_POST
@signed_in
def office_community_change(request: AuthedRequest, pk: int, what: str) -> HttpResponse:
    community = _of_office(request, pk)
    if what not in CHANGE_FORMS:
        raise Http404
    form = CHANGE_FORMS[what](community, request.POST)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed) as refusal:
            _change(community, what, form, request.user)
            messages.success(request, _("The change is saved."))
            return redirect("office_community", pk)
        if refusal.code == ChangedMeanwhile.CODE and isinstance(form, DetailsForm | StageForm):
            community = _of_office(request, pk)
            now: Any = CHANGE_FORMS[what](community, None)
            form.ask_about(community, now.begins_with())
    return _office_page(request, community, asked=what, form=form)


@require_POST
@signed_in
def office_conflict_end(request: AuthedRequest, pk: int, conflict_id: int) -> HttpResponse:
    community = _of_office(request, pk)
    conflict = get_object_or_404(ConflictOfInterest, pk=conflict_id, community=community)
    end_conflict(conflict=conflict, actor=request.user)
    messages.success(request, _("The conflict of interest has ended."))
    return redirect("office_community", pk)
