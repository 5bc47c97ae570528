"""Giving and taking back a consent."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.errors import DomainError
from lms.privacy.enums import OPTIONAL, ConsentSource, Purpose
from lms.privacy.models import Consent
from lms.privacy.queries.wordings import in_force
from lms.privacy.registries import ON_WITHDRAWAL


def decide_consent(
    *, person: User, purpose: Purpose, given: bool, source: ConsentSource, centre: Centre | None = None
) -> Consent:
    """The same answer to the same words is written once, however often the button is pressed. `centre` is whose words they
    are, where not the site's."""
    if not given and purpose not in OPTIONAL:
        raise DomainError(_("Without this you can't use the site. You can leave instead."), code="required")
    with transaction.atomic():
        # Two presses at once: the second finds the row of the first. One after leaving finds the account closed.
        if User.objects.select_for_update(no_key=True).get(pk=person.pk).erased_at:
            raise DomainError(_("This account is closed."), code="closed_account")
        text = in_force([purpose], centre).get(purpose)
        if text is None:
            raise DomainError(_("The words of this consent are not published yet. Please call."), code="no_words")
        last = Consent.objects.latest_of(person, purpose, centre).first()
        if last and (last.given, last.text_id) == (given, text.pk):
            return last
        consent = Consent.objects.create(person=person, text=text, given=given, at=clock.now(), source=source)
        if not given:
            for withdrawal in ON_WITHDRAWAL.values():
                if withdrawal.purpose == purpose:
                    withdrawal.act(person)
        return consent


@transaction.atomic
def decide_again(*, person: User, answers: Mapping[Purpose, bool]) -> None:
    """All of a page, or none."""
    for purpose, given in answers.items():
        decide_consent(person=person, purpose=purpose, given=given, source=ConsentSource.AGAIN)
