"""The attendance sheet of one class, on one screen."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.learning.domain.attendance import check_open, record_sheet
from courses.learning.forms.attendance import SheetForm
from courses.learning.models import Attendance
from courses.learning.queries import attendance as queries
from courses.learning.queries.sheets import settles_at
from courses.runs import rules
from courses.runs.models import ClassSession, CourseRun
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.errors import NotAllowed
from lms.common.records.seen import ChangedMeanwhile
from lms.common.web.refusals import refusal_kept, refusal_on


def _session(request: AuthedRequest, run_id: int, session_id: int) -> ClassSession:
    run: CourseRun = get_object_or_404(
        CourseRun.objects.staffed_by(request.user).select_related("version", "centre"), pk=run_id
    )
    session: ClassSession = get_object_or_404(run.sessions, pk=session_id)
    session.run = run
    request.help_centre = run.centre
    return session


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_attendance(request: AuthedRequest, pk: int, session_id: int) -> HttpResponse:
    session = _session(request, pk, session_id)
    actor = request.user
    rows = queries.not_by(actor, queries.sheet(session))
    entered = queries.entered(session)
    form = SheetForm(request.POST if request.method == "POST" else None, rows=rows, entered=_marks(entered))
    if "fill" in request.POST:
        return _shown(request, session, form.all_present(), entered)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, unless=NotAllowed) as refusal:
            said: dict[str, Any] = {"marks": form.marks, "seen": form.seen_marks, "and_close": form.pressed == "close"}
            messages.success(request, _told(session, record_sheet(session=session, actor=actor, **said)))
            return redirect("office_attendance", pk=pk, session_id=session_id)
        if refusal.code == ChangedMeanwhile.CODE:
            entered = queries.entered(session)
            form.ask_about_marks(_marks(entered))
    return _shown(request, session, form, entered, status=form.status)


def _marks(entered: dict[int, Attendance]) -> dict[int, str]:
    return {person_id: row.presence for person_id, row in entered.items()}


def _told(session: ClassSession, changed: int) -> str:
    if settles_at(session):
        counts = _("It is provisional until you close the sheet, or until midnight.")
    else:
        counts = _("The sheet is closed, and counts.")
    if not changed:
        return f"{_('Everything stood there already.')} {counts}"
    entered = ngettext("Entered: %(n)s person.", "Entered: %(n)s people.", changed) % {"n": changed}
    return f"{entered} {counts}"


def _shown(
    request: AuthedRequest,
    session: ClassSession,
    form: SheetForm,
    entered: dict[int, Attendance],
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"run": session.run, "session": session, "form": form, "closed": _closed_because(session)}
    context["may_enter"] = rules.may_take_attendance(request.user, session)
    context["own"] = entered.get(request.user.pk)
    context["takes_part"] = session.run.enrolments.learning().filter(person=request.user).exists()
    context["settles_at"] = settles_at(session)
    context["lines"] = [(row, form.line(row), entered.get(row.person_id)) for row in form.rows]
    return render(request, "courses/learning/attendance.html", context, status=status)


def _closed_because(session: ClassSession) -> str:
    with refusal_kept() as refusal:
        check_open(session)
    return refusal.said
