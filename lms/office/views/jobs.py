from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.models import Job


@require_safe
@signed_in
def job(request: AuthedRequest, pk: int) -> HttpResponse:
    """How far it is, for whoever asked for it and nobody else."""
    found = get_object_or_404(Job, pk=pk, owner=request.user)
    return render(request, "office/job.html", {"job": found})
