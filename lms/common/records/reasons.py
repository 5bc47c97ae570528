from django.utils.translation import gettext as _

from lms.common.errors import DomainError


def check_reason(text: str, *, field: str = "reason") -> str:
    """Forms ask for it; this holds for every other way to a step whose reason is kept or read by others."""
    reason = text.strip()
    if not reason:
        message = _("Please write the reason.")
        raise DomainError(message, code="no_reason", fields={field: message})
    return reason
