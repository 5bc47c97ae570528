"""Looking for one of the centre's people, before a page about them: who is found leads to the same address, `?person=`."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from lms.accounts.contacts import people_of
from lms.accounts.models import Centre, User
from lms.accounts.queries import search_people
from lms.accounts.requests import AuthedRequest
from lms.common.enums import Access
from lms.common.records import accesslog
from lms.common.text.numbers import row_number
from lms.common.text.sanitise import clean_text

MOST_FOUND = 30
MOST_LETTERS = 50


def chosen_person(request: AuthedRequest, centre: Centre) -> User | None:
    """Whose contacts the page shows; None where nobody was chosen yet."""
    number = row_number(request.GET.get("person", ""))
    if number is None:
        return None
    person = get_object_or_404(people_of(centre), pk=number)
    accesslog.record(actor=request.user, action=Access.CONTACTS, what=person, whose=[person.pk], centre_id=centre.pk)
    return person


def find_page(request: AuthedRequest, centre: Centre, among: QuerySet[User], template: str) -> HttpResponse:
    """The template extends accounts/find_person.html. What is looked for is `?q=`."""
    text = clean_text(request.GET.get("q", "")).strip()[:MOST_LETTERS]
    found = list(search_people(among, text).select_related("dong")[: MOST_FOUND + 1]) if text else []
    whose = [person.pk for person in found[:MOST_FOUND]]
    accesslog.record(actor=request.user, action=Access.CONTACTS, what=centre, whose=whose, centre_id=centre.pk)
    context = {"text": text, "found": found[:MOST_FOUND], "cut": len(found) > MOST_FOUND}
    return render(request, template, context)
