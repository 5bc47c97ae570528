"""A run as its learner sees it, and one lesson of it."""

import uuid
from collections.abc import Collection

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from courses.curriculum.models import LessonRevision
from courses.curriculum.queries.versions import pinned_lesson
from courses.learning.domain import lessons
from courses.learning.forms.lessons import CheckForm, PlaceForm
from courses.learning.queries import lessons as queries
from courses.learning.queries.progress import progress
from courses.learning.queries.sheets import settles_at
from courses.runs.enums import LEARNING, EnrolmentState, SessionState
from courses.runs.models import ClassSession, Enrolment
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common import clock
from lms.common.web.refusals import refusal_as_message, refusal_kept, refusal_on


def own_enrolment(request: AuthedRequest, run_id: int, states: Collection[str] = LEARNING) -> Enrolment:
    """The person's own latest episode in this run, if they may read: a stranger and one who has left find nothing."""
    person = request.user
    rows = Enrolment.objects.filter(person=person, run_id=run_id, state__in=states).order_by("-attempt")
    enrolment = rows.select_related("run__centre", "version", "person").first()
    if enrolment is None:
        raise Http404
    enrolment.person = person
    request.help_centre = enrolment.run.centre
    return enrolment


@require_safe
@signed_in
def learn(request: AuthedRequest, run_id: int) -> HttpResponse:
    enrolment = own_enrolment(request, run_id)
    found = progress(enrolment)
    context = {"enrolment": enrolment, "run": enrolment.run, "progress": found}
    context |= {"resume": queries.resume(enrolment, found), "path": queries.path_of(enrolment)}
    return render(request, "courses/learning/learn.html", context)


@require_safe
@signed_in
def lesson(request: AuthedRequest, run_id: int, key: uuid.UUID) -> HttpResponse:
    return _lesson_page(request, own_enrolment(request, run_id), key)


def _lesson_page(
    request: AuthedRequest, enrolment: Enrolment, key: uuid.UUID, *, check: CheckForm | None = None
) -> HttpResponse:
    """`check` is an answer that was refused; the page says so at its question."""
    found = progress(enrolment)
    line = found.line(key)
    if line is None:
        raise Http404
    if line.opens_on:
        return render(request, "courses/learning/lesson_locked.html", {"run": enrolment.run, "line": line}, status=403)
    try:
        page = pinned_lesson(enrolment.version, key)
    except LessonRevision.DoesNotExist:
        raise Http404 from None
    context = {"run": enrolment.run, "progress": found, "line": line, "lesson": page, "next": found.after(key)}
    context |= {"blocks": queries.shown_blocks(enrolment, key, page), "form": check}
    return render(request, "courses/learning/lesson.html", context, status=422 if check else 200)


@require_POST
@signed_in
def lesson_done(request: AuthedRequest, run_id: int, key: uuid.UUID) -> HttpResponse:
    enrolment = own_enrolment(request, run_id)
    with refusal_as_message(request):
        lessons.finish_lesson(enrolment=enrolment, key=key, actor=enrolment.person)
        return redirect("lesson_finished", run_id=run_id, key=key)
    return redirect("learn", run_id=run_id)


@require_safe
@signed_in
def lesson_finished(request: AuthedRequest, run_id: int, key: uuid.UUID) -> HttpResponse:
    enrolment = own_enrolment(request, run_id)
    found = progress(enrolment)
    line = found.line(key)
    if line is None or not line.done:
        raise Http404
    context = {"run": enrolment.run, "progress": found, "line": line, "next": found.after(key)}
    return render(request, "courses/learning/lesson_finished.html", context)


@require_POST
@signed_in
def lesson_check(request: AuthedRequest, run_id: int, key: uuid.UUID) -> HttpResponse:
    """An answer to a check question; the lesson shows the feedback under it."""
    enrolment = own_enrolment(request, run_id)
    form = CheckForm(request.POST)
    if form.is_valid():
        block_id = form.cleaned_data["block"]
        with refusal_on(form):
            lessons.answer_check(
                enrolment=enrolment, key=key, block_id=block_id, choice=form.cleaned_data["choice"], actor=request.user
            )
            return redirect(f"{reverse('lesson', kwargs={'run_id': run_id, 'key': key})}#check-{block_id}")
    return _lesson_page(request, enrolment, key, check=form)


@require_POST
@signed_in
def lesson_place(request: AuthedRequest, run_id: int, key: uuid.UUID) -> HttpResponse:
    """Where the person stopped reading, sent by the lesson's script now and then."""
    enrolment = own_enrolment(request, run_id)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    with refusal_kept():
        lessons.keep_place(enrolment=enrolment, key=key, anchor=form.cleaned_data["anchor"], actor=enrolment.person)
        return HttpResponse(status=204)
    return HttpResponse(status=422)


@require_safe
@signed_in
def record(request: AuthedRequest, run_id: int) -> HttpResponse:
    """Stays readable after a run that ended without completion."""
    enrolment = own_enrolment(request, run_id, LEARNING | {EnrolmentState.NOT_COMPLETED})
    found = progress(enrolment)
    context = {"enrolment": enrolment, "run": enrolment.run, "progress": found}
    context["attendance"] = queries.attendance_of(enrolment, found)
    return render(request, "courses/learning/record.html", context)


@require_safe
@signed_in
def class_session(request: AuthedRequest, run_id: int, pk: int) -> HttpResponse:
    enrolment = own_enrolment(request, run_id)
    session = get_object_or_404(ClassSession.objects.filter(run_id=run_id), pk=pk)
    presence = session.attendance.current().filter(person=enrolment.person).first()
    line = progress(enrolment).line(session.lesson_key)
    to_come = session.state == SessionState.PLANNED and session.ends_at > clock.now()
    context = {"run": enrolment.run, "session": session, "presence": presence, "line": line, "to_come": to_come}
    context["settles_at"] = settles_at(session)
    return render(request, "courses/learning/class_session.html", context)
