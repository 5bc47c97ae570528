"""Who may open a section at all. Others don't learn that it is there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse

from lms.accounts.requests import AuthedRequest, signed_in
from mentoring.corps.models import ExpertProfile
from mentoring.corps.queries.experts import experts_of

P = ParamSpec("P")


class ExpertRequest(AuthedRequest):
    """Of somebody with an expert profile."""

    experts: list[ExpertProfile]  # theirs, one for each centre that they serve


def experts_only(
    view: Callable[Concatenate[ExpertRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """People with an expert profile, in term or not. The help line names their centre."""

    @signed_in
    @wraps(view)
    def gated(request: AuthedRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        expert_request = cast(ExpertRequest, request)
        expert_request.experts = experts_of(request.user)
        if not expert_request.experts:
            raise Http404
        request.help_centre = expert_request.experts[0].centre
        return view(expert_request, *args, **kwargs)

    return gated


def chosen(request: AuthedRequest, rows: list[ExpertProfile]) -> ExpertProfile:
    """Who serves several centres has a profile at each: `?centre=` names one, without it the first is meant."""
    slug = request.GET.get("centre")
    wanted = rows[:1] if slug is None else [row for row in rows if row.centre.slug == slug]
    if not wanted:
        raise Http404
    request.help_centre = wanted[0].centre
    return wanted[0]
