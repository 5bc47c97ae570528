from django.utils.translation import gettext as _

from lms.common.errors import DomainError


def check_reason(text: str, *, field: str = "reason") -> str:
    """Forms ask for it; this holds for every other way to a step whose reason is kept or read by others."""
    reason = text.strip()
    if not reason:
        said = _("Please write the reason.")
        raise DomainError(said, code="no_reason", fields={field: said})
    return reason
