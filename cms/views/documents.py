from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail import hooks

from cms.models import CustomDocument
from cms.reading import may_read
from lms.common.files.documents import CONTENT_TYPES, FILMS
from lms.common.files.names import extension_of
from lms.common.files.serve import private_file


@require_safe
def document(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """In place of Wagtail's own, which gives a document to whoever has its address."""
    found = get_object_or_404(CustomDocument.objects.select_related("collection"), pk=pk)
    if found.filename != name or not may_read(request.user, found):
        raise Http404
    for hook in hooks.get_hooks("before_serve_document"):
        answer = hook(found, request)
        if isinstance(answer, HttpResponse):
            return answer
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    extension = extension_of(name)
    content_type = CONTENT_TYPES.get(extension, "application/octet-stream")
    return private_file(content, name=f"{found.title}.{extension}", content_type=content_type, show=extension in FILMS)
