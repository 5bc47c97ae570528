"""The centre's fields and stages, and whom people call: the office reads them, managers keep them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.current import current_centre
from lms.accounts.domain.guards import not_manager
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_manage
from lms.common.records import statelog
from lms.common.records.seen import ChangedMeanwhile
from lms.common.web.refusals import refusal_on
from lms.office.domain import reference as domain
from lms.office.forms.reference import CentreForm, NewRowForm, RowForm
from lms.office.queries import reference as queries
from mentoring.communities.models import Stage
from mentoring.corps.models import Field

STEPS = {"close": domain.close_row, "reopen": domain.reopen_row}


@dataclass(frozen=True)
class Kind:
    """The words of one list."""

    slug: str
    model: type[queries.Row]
    title: str | Promise
    lead: str | Promise
    new: str | Promise
    nothing: str | Promise


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "fields",
            Field,
            pgettext_lazy("site", "Fields"),
            gettext_lazy("What communities work on, such as care or climate. Experts are matched by them."),
            gettext_lazy("Make a field"),
            gettext_lazy("There is no field yet."),
        ),
        Kind(
            "stages",
            Stage,
            gettext_lazy("Stages"),
            gettext_lazy("How far communities are, such as learning, filling, achieving. Each is registered with one."),
            gettext_lazy("Make a stage"),
            gettext_lazy("There is no stage yet."),
        ),
    )
}


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


@require_safe
@signed_in
def office_reference(request: AuthedRequest, kind: str) -> HttpResponse:
    centre, shown = current_centre(request), _kind(kind)
    lines = queries.lines_of(shown.model, queries.rows_of(shown.model, centre))
    context = {
        "kind": shown,
        "open": [line for line in lines if line.row.closed_on is None],
        "closed": [line for line in lines if line.row.closed_on],
        "may_change": may_manage(request.user, centre),
    }
    return render(request, "office/office_reference.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_reference_new(request: AuthedRequest, kind: str) -> HttpResponse:
    centre, shown = current_centre(request), _kind(kind)
    if not may_manage(request.user, centre):
        raise not_manager()
    form = NewRowForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusal_on(form):
            name = form.cleaned_data["name"]
            row = domain.create_row(model=shown.model, centre=centre, actor=request.user, name=name)
            messages.success(request, _("It is in the list: %(name)s") % {"name": row.name})
            return redirect("office_reference", kind)
    context = {"kind": shown, "form": form}
    return render(request, "office/office_reference_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_reference_row(request: AuthedRequest, kind: str, pk: int) -> HttpResponse:
    shown, row = _kind(kind), _row(request, kind, pk)
    may_change = may_manage(request.user, row.centre)
    if request.method == "POST" and not may_change:
        raise not_manager()
    form = RowForm(request.POST if request.method == "POST" else None, row=row)
    if form.is_valid():
        with refusal_on(form) as refusal:
            domain.change_row(row=row, actor=request.user, seen=form.seen, **form.said)
            messages.success(request, _("The change is saved."))
            return redirect("office_reference", kind)
        if refusal.code == ChangedMeanwhile.CODE:
            row = _row(request, kind, pk)
            form.ask_about(row, RowForm(row=row).begins_with())
    (line,) = queries.lines_of(shown.model, queries.rows_of(shown.model, row.centre).filter(pk=pk))
    context = {
        "kind": shown,
        "row": row,
        "line": line,
        "form": form,
        "may_change": may_change,
        "history": list(statelog.history(row).order_by("number")),
    }
    return render(request, "office/office_reference_row.html", context, status=form.status)


@require_POST
@signed_in
def office_reference_step(request: AuthedRequest, kind: str, pk: int, step: str) -> HttpResponse:
    row = _row(request, kind, pk)
    if step not in STEPS:
        raise Http404
    STEPS[step](row=row, actor=request.user)
    said = {"close": _("It is closed: %(name)s"), "reopen": _("It is open again: %(name)s")}
    messages.success(request, said[step] % {"name": row.name})
    return redirect("office_reference", kind)


def _row(request: AuthedRequest, kind: str, pk: int) -> queries.Row:
    rows = queries.rows_of(_kind(kind).model, current_centre(request))
    return get_object_or_404(rows.select_related("centre"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_centre(request: AuthedRequest) -> HttpResponse:
    centre = current_centre(request)
    may_change = may_manage(request.user, centre)
    if request.method == "POST" and not may_change:
        raise not_manager()
    form = CentreForm(request.POST if request.method == "POST" else None, centre=centre)
    if form.is_valid():
        with refusal_on(form) as refusal:
            domain.change_centre(centre=centre, actor=request.user, seen=form.seen, **form.said)
            messages.success(request, _("The change is saved."))
            return redirect("office_centre")
        if refusal.code == ChangedMeanwhile.CODE:
            centre.refresh_from_db()
            form.ask_about(centre, CentreForm(centre=centre).begins_with())
    context = {"centre": centre, "form": form, "may_change": may_change}
    return render(request, "office/office_centre.html", context, status=form.status)
