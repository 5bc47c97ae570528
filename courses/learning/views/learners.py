"""Who is in the runs of an office: one list for all of them, and how far each is in that of one run."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from courses.learning.queries.seat_progress import how_far
from courses.runs.lists import LEARNERS
from courses.runs.models import CourseRun
from courses.runs.views.office import office_or_teaching
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import is_office_of
from lms.common.enums import Access
from lms.common.records import accesslog


def learners_of(run: CourseRun, pile: str) -> str:
    """The part of the list with those of this run; who waits stands in the order of waiting."""
    query = {"run": run.pk, LEARNERS.pile_name: pile, "sort": "queue" if pile == "waiting" else "name"}
    return f"{reverse(LEARNERS.page)}?{urlencode(query)}"


@require_safe
@signed_in
def office_learners(request: AuthedRequest) -> HttpResponse:
    """An instructor sees names and numbers: how far somebody is, is the office's to read."""
    centre = office_or_teaching(request)
    listed = LEARNERS.shown(request, centre, files=["learners"] if centre else [])
    run, rows = listed.form.cleaned_data.get("run"), list(listed.page)
    for centre_id in sorted({row.centre_id for row in rows}):
        whose = [row.person_id for row in rows if row.centre_id == centre_id]
        what = run or "runs.enrolment"
        accesslog.record(actor=request.user, action=Access.CONTACTS, what=what, whose=whose, centre_id=centre_id)
    in_office = {row.pk for row in rows if is_office_of(request.user, row.centre_id)}
    far = how_far(run, [row for row in rows if row.pk in in_office]) if run else {}
    context = {"list": listed, "run": run, "rows": [(row, row.pk in in_office, far.get(row.pk)) for row in rows]}
    return render(request, "courses/learning/office_learners.html", context)
