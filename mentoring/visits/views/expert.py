"""The expert's visit logs: list, form, one log."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.common.text.numbers import row_number
from lms.common.ui.differences import differences
from lms.common.web.refusals import refusal_as_message, refusal_kept, refusal_on
from mentoring.coaching.models import Engagement
from mentoring.corps.queries.appointments import is_in_term
from mentoring.corps.views.access import ExpertRequest, experts_only
from mentoring.visits.domain import writing as domain
from mentoring.visits.domain.guards import check_writes_logs
from mentoring.visits.domain.photos import PhotoChanges
from mentoring.visits.enums import Side, VisitState
from mentoring.visits.forms.visit import AddendumForm, LogForm, NoShowForm, initial_of
from mentoring.visits.models import Visit
from mentoring.visits.queries import visits as queries
from mentoring.visits.queries.photos import taken_out

PER_PAGE = 20
REPLACED = {VisitState.DRAFT, VisitState.OBJECTED, VisitState.SUBMITTED}  # by another version, once it was read


def _own(request: ExpertRequest) -> QuerySet[Visit]:
    return Visit.objects.own(request.user).select_related("engagement__community", "expert")


@require_safe
@experts_only
def visits(request: ExpertRequest) -> HttpResponse:
    pile = request.GET.get("state", "")
    rows = queries.own_logs(request.user, pile).prefetch_related("confirmations")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "mentoring/visits/visits.html", {"page_obj": page, "pile": pile if pile in queries.PILES else ""}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@experts_only
def visit_new(request: ExpertRequest) -> HttpResponse:
    user = request.user
    engagements = list(queries.loggable(user))
    if request.method == "POST":
        return _receive(request, engagements, None)
    if not is_in_term(user):
        check_writes_logs(request.experts[0])
    visit, chosen = row_number(request.GET.get("visit")), row_number(request.GET.get("engagement"))
    begin = queries.beginning(engagements, user, visit=visit, engagement=chosen)
    if begin is None:
        raise Http404
    form = LogForm(initial=initial_of(begin), engagements=engagements)
    named = begin.engagement if visit or chosen else None
    return _form_page(request, form, steps_of=[named] if named else engagements)


@require_http_methods(["GET", "HEAD", "POST"])
@experts_only
def visit_edit(request: ExpertRequest, pk: int) -> HttpResponse:
    """A draft goes on being written; a log that the community objected to is mended."""
    visit = get_object_or_404(_own(request), pk=pk)
    if visit.state not in {VisitState.DRAFT, VisitState.OBJECTED} and request.method != "POST":
        messages.info(request, _("This log can't be changed now."))
        return redirect("visit", pk)
    engagements = _choices_for(request, visit)
    if request.method == "POST":
        return _receive(request, engagements, visit)
    form = LogForm(initial=initial_of(queries.going_on(visit)), engagements=engagements, visit=visit)
    return _form_page(request, form, steps_of=engagements)


def _choices_for(request: ExpertRequest, visit: Visit) -> list[Engagement]:
    """A log that was sent once stays with its community."""
    engagements = list(queries.loggable(request.user))
    if visit.number is not None or visit.state == VisitState.OBJECTED:
        return [one for one in engagements if one.pk == visit.engagement_id] or [visit.engagement]
    return engagements


def _receive(request: ExpertRequest, engagements: list[Engagement], visit: Visit | None) -> HttpResponse:
    draft = "draft" in request.POST and not (visit and visit.state == VisitState.OBJECTED)
    form = LogForm(request.POST, request.FILES, engagements=engagements, visit=visit, draft=draft)
    if form.is_valid():
        with refusal_on(form) as refusal:
            if visit and visit.state == VisitState.SUBMITTED and form.pressed == "take_back":
                form.log = visit = domain.recall_visit(visit=visit, author=request.user)
            written = _write(request, form)
            return _after_writing(request, written, draft=draft)
        if refusal.code in {"conflict", "changed_meanwhile"}:
            return _two_versions(request, form, engagements)
        form.ask_for_photos_again()
    if form.taken and (kept := _keep_as_draft(request, form)):
        form.log = kept
        form.now_there(list(kept.photos.all()))
        form.go_on_from(queries.going_on(kept))
        messages.info(request, _("Your photos are kept. Please say of each what it shows."))
    return _form_page(request, form, steps_of=engagements, status=422)


def _after_writing(request: ExpertRequest, written: Visit, *, draft: bool) -> HttpResponse:
    if request.POST.get("draft") == "photos":
        return redirect(f"{reverse('visit_edit', args=[written.pk])}#photos")
    if draft:
        messages.success(request, _("Saved. You can go on writing later."))
    else:
        messages.success(request, _("Sent. The representative is asked to confirm it."))
    return redirect("visit", written.pk)


def _keep_as_draft(request: ExpertRequest, form: LogForm) -> Visit | None:
    """A browser forgets the files it sent: what can't be sent yet is kept as if for later, photos and all. What is said of
    day, length or community may not do even for that; it stands in the form that comes back."""
    engagement = form.cleaned_data.get("engagement") or (form.log.engagement if form.log else None)
    engagement = engagement or next(iter(form.engagements), None)
    if engagement is None or "client_uuid" not in form.cleaned_data:
        return None
    with refusal_kept():
        return domain.keep_unfinished(
            engagement=engagement,
            author=request.user,
            client_uuid=form.log.client_uuid if form.log else form.cleaned_data["client_uuid"],
            said=form.said_so_far(),
            photos=PhotoChanges(added=form.taken, caption=form.cleaned_data.get("photo_caption", "")),
            seen=form.cleaned_data.get("seen", ""),
        )
    return None


def _two_versions(request: ExpertRequest, form: LogForm, engagements: list[Engagement]) -> HttpResponse:
    """Nobody's text is dropped: what stands there is shown beside what was sent, and the next press decides."""
    now = _written_already(request, form)
    form.log, form.there = now, list(now.photos.all())
    begin = queries.going_on(now)
    form.go_on_from(begin)
    form.offer(engagements)
    context = {"theirs": now, "differences": differences(form, initial_of(begin)), "may_replace": now.state in REPLACED}
    return _form_page(request, form, steps_of=engagements, status=409, context=context)


def _written_already(request: ExpertRequest, form: LogForm) -> Visit:
    if form.log:
        return get_object_or_404(_own(request), pk=form.log.pk)
    engagement, number = form.cleaned_data["engagement"], form.cleaned_data["client_uuid"]
    return _own(request).filter(client_uuid__in=domain.uuids_of(number, engagement)).latest("created_at")


def _write(request: ExpertRequest, form: LogForm) -> Visit:
    visit, author, content, photos = form.log, request.user, form.visit_content(), form.photo_changes()
    seen = form.cleaned_data["seen"]
    if visit is not None and visit.state == VisitState.OBJECTED:
        return domain.revise_visit(visit=visit, author=author, content=content, photos=photos, seen=seen)
    return domain.log_visit(
        engagement=form.cleaned_data["engagement"],
        author=author,
        client_uuid=visit.client_uuid if visit else form.cleaned_data["client_uuid"],
        content=content,
        photos=photos,
        submit=not form.draft,
        seen=seen,
    )


def _form_page(
    request: ExpertRequest,
    form: LogForm,
    *,
    steps_of: list[Engagement],
    status: int = 200,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    form.offer(steps_of)
    visit = form.log
    objection = visit.confirmations.last() if visit and visit.state == VisitState.OBJECTED else None
    shown = {"form": form, "visit": visit, "objection": objection, **(context or {})}
    return render(request, "mentoring/visits/visit_form.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@experts_only
def visit_no_show(request: ExpertRequest) -> HttpResponse:
    """A visit that did not take place."""
    user = request.user
    engagements = list(queries.loggable(user))
    if request.method == "POST":
        form = NoShowForm(request.POST, engagements=engagements)
        recorded = _record_no_show(request, form)
        return redirect("visit", recorded.pk) if recorded else _no_show_page(request, form, status=422)
    visit = row_number(request.GET.get("visit"))
    begin = queries.beginning(engagements, user, visit=visit, engagement=None)
    if begin is None:
        raise Http404
    return _no_show_page(request, NoShowForm(initial=initial_of(begin), engagements=engagements))


def _record_no_show(request: ExpertRequest, form: NoShowForm) -> Visit | None:
    if not form.is_valid():
        return None
    with refusal_on(form):
        recorded = domain.log_no_show(
            engagement=form.cleaned_data["engagement"],
            author=request.user,
            client_uuid=form.cleaned_data["client_uuid"],
            content=form.visit_content(),
            side=Side(form.cleaned_data["side"]),
        )
        messages.success(request, _("Recorded. The representative can say if it was different."))
        return recorded
    return None


def _no_show_page(request: ExpertRequest, form: NoShowForm, *, status: int = 200) -> HttpResponse:
    return render(request, "mentoring/visits/visit_no_show.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@experts_only
def visit(request: ExpertRequest, pk: int) -> HttpResponse:
    """One log; POST adds to a confirmed one."""
    user = request.user
    row = get_object_or_404(queries.shown(user).filter(pk__in=queries.own_logs(user)), pk=pk)
    form = AddendumForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            domain.add_addendum(visit=row, author=user, text=form.cleaned_data["text"])
            messages.success(request, _("The addition is recorded."))
            return redirect("visit", pk)
    context = {"visit": row, "form": form, "steps": queries.status_steps(row), "note": queries.note_of(row)}
    context["photos_taken_out"] = taken_out(row)
    return render(request, "mentoring/visits/visit.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@experts_only
def visit_recall(request: ExpertRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_own(request), pk=pk)
    with refusal_as_message(request):
        domain.recall_visit(visit=row, author=request.user)
        messages.success(request, _("The log is back with you. Please send it again when it is right."))
        return redirect("visit_edit", pk)
    return redirect("visit", pk)


@require_POST
@experts_only
def visit_cancel(request: ExpertRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_own(request), pk=pk)
    arranged = row.state == VisitState.SCHEDULED
    with refusal_as_message(request):
        domain.cancel_visit(visit=row, author=request.user)
        messages.success(request, _("The visit is called off.") if arranged else _("The draft is thrown away."))
    return redirect("expert_schedule" if arranged else "visits")
