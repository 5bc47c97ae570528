from collections.abc import Mapping

from django.utils.functional import Promise


class DomainError(Exception):
    """A rule said no. `message` is for the person: what is the case, and what to do now.

    `code` names the rule for tests and forms; `fields` ties a message to a form's field where one is to blame. `first` is
    (what to do first, its address) where a page leads on.
    """

    def __init__(
        self,
        message: str | Promise,
        *,
        code: str = "refused",
        fields: Mapping[str, str | Promise] | None = None,
        first: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code
        self.fields = dict(fields or {})
        self.first = first


class NotAllowed(DomainError):
    """The person may see the thing but not do this to it; shown as 403 with what to do."""
