"""A photo of a visit, for whoever may read the log. For others there is none."""

from typing import Literal, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lms.accounts.models import User
from lms.common.files.serve import private_file
from mentoring.models import VisitPhoto


@require_safe
@login_required
def visit_photo(
    request: HttpRequest, pk: int, photo_id: int, which: Literal["file", "thumbnail"] = "file"
) -> HttpResponseBase:
    rows = VisitPhoto.objects.visible_to(cast(User, request.user))
    photo = get_object_or_404(rows, pk=photo_id, session=pk)
    try:
        content = getattr(photo, which).open("rb")
    except FileNotFoundError:  # `verify` names it
        raise Http404 from None
    return private_file(content, name=f"{photo.pk}.jpg", content_type="image/jpeg", show=True)
