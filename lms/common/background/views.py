from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lms.common.models import Job


@require_safe
@login_required
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, for whoever asked for it and nobody else."""
    job = get_object_or_404(Job, pk=pk, owner=request.user)
    return render(request, "common/job.html", {"job": job})
