"""Who may open a section at all. Others don't learn that it is there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from lms.accounts.models import User
from mentoring.models import ExpertProfile
from mentoring.queries.mentor_home import experts_of

P = ParamSpec("P")


def experts_only(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """People with an expert profile, in term or not. The help line names their centre."""

    @login_required
    @wraps(view)
    def gated(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        found = experts(request)
        if not found:
            raise Http404
        request.help_centre = found[0].centre  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], gated)


def chosen(request: HttpRequest, rows: list[ExpertProfile]) -> ExpertProfile:
    """Who serves several centres has a profile at each: `?centre=` names one, without it the first is meant."""
    slug = request.GET.get("centre")
    found = rows[:1] if slug is None else [row for row in rows if row.centre.slug == slug]
    if not found:
        raise Http404
    request.help_centre = found[0].centre  # type: ignore[attr-defined]
    return found[0]


def experts(request: HttpRequest) -> list[ExpertProfile]:
    """Asked once a request."""
    kept: list[ExpertProfile] | None = getattr(request, "_experts", None)
    if kept is None:
        kept = experts_of(cast(User, request.user))
        request._experts = kept  # type: ignore[attr-defined]
    return kept
