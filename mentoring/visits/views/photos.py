"""A photo of a visit, for whoever may read the log. For others there is none."""

from typing import Literal

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.files.serve import private_file
from mentoring.visits.models import VisitPhoto


@require_safe
@signed_in
def visit_photo(
    request: AuthedRequest, pk: int, photo_id: int, which: Literal["file", "thumbnail"] = "file"
) -> HttpResponseBase:
    rows = VisitPhoto.objects.visible_to(request.user)
    photo = get_object_or_404(rows, pk=photo_id, visit=pk)
    try:
        content = getattr(photo, which).open("rb")
    except FileNotFoundError:  # `verify` names it
        raise Http404 from None
    return private_file(content, name=f"{photo.pk}.jpg", content_type="image/jpeg", show=True)
