"""What a completion proved so far, for whoever decides whether it stays."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.runs.models import Completion
from lms.common.records.hanging import Hanging


def certificates(completion: Completion) -> Iterator[Hanging]:
    for row in completion.certificates.order_by("issued_at", "pk"):
        path = reverse("office_certificate", args=[row.pk])
        yield Hanging(_("Certificate"), row.number, row.get_state_display(), path)
