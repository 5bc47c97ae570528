import re

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.front_page import Hit, HitGroup, search
from cms.models import ContentPage
from lms.common.text.search import matches
from lms.common.ui.forms import PlainForm

MOST_HITS = 20


class SearchForm(PlainForm):
    q = forms.CharField(
        label=_("What are you looking for?"),
        min_length=2,
        max_length=60,
        error_messages={"min_length": _("Please write at least two letters.")},
        widget=forms.TextInput(attrs={"type": "search"}),
    )


def content_pages(words: str) -> HitGroup:
    """By title and lead in part, and by whole words of the text; pages in part of the tree that is closed are left out."""
    live = ContentPage.objects.live().public()
    # What is no letter or digit means something to the search engine, and nothing to who is looking.
    plain = re.sub(r"[^\w\s]+", " ", words).strip()
    by_text = [page.pk for page in live.search(plain, fields=["body"])[:MOST_HITS]] if plain else []
    found = live.filter(matches(words, "title", "lead") | Q(pk__in=by_text)).order_by("title")
    return HitGroup(_("News and guides"), [Hit(page.title, page.url, page.lead) for page in found[:MOST_HITS]])


@require_safe
def search_view(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET if "q" in request.GET else None)
    groups: list[HitGroup] = []
    words = ""
    if form.is_valid():
        words = form.cleaned_data["q"]
        groups = [*search(words), *(group for group in [content_pages(words)] if group.hits)]
    context = {"form": form, "words": words, "groups": groups}
    return render(request, "cms/search.html", context, status=422 if form.is_bound and not form.is_valid() else 200)
