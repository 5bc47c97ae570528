"""Lists of the office that can be taken away as files. The apps that make them register theirs in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from lms.accounts.current import current_centre
from lms.accounts.models import Centre, User
from lms.accounts.requests import AuthedRequest
from lms.accounts.rules import Person
from lms.common.files.export import Sheet
from lms.common.files.export_form import ExportForm
from lms.common.registry import Registry


@dataclass(frozen=True)
class Offered:
    """A list that can be taken away: what makes it of the filters of its page, that page, and who may."""

    label: str | Promise
    make: Callable[[User, Centre, QueryDict], Sheet]
    page: str
    may: Callable[[Person, int], bool]


EXPORTS: Registry[Offered] = Registry("exports")


def offered(request: AuthedRequest, *names: str) -> list[tuple[ExportForm, str, str]]:
    """The form, its label and its address for each of these lists that the person may take away. The address carries the
    filters: the file holds what they show."""
    if not names:
        return []
    centre, user, query = current_centre(request), request.user, request.GET.urlencode()
    return [
        (ExportForm(auto_id=f"{name}_%s"), str(EXPORTS[name].label), _address(name, query))
        for name in names
        if EXPORTS[name].may(user, centre.pk)
    ]


def _address(name: str, query: str) -> str:
    return reverse("office_download", args=[name]) + (f"?{query}" if query else "")
