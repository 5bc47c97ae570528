"""Writing and publishing the words of consents. What was published never changes: other words are another version."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog
from lms.common.records.seen import Seen, only_changed
from lms.privacy.domain.guards import lock_owner
from lms.privacy.enums import ON_JOINING, OPTIONAL, Purpose
from lms.privacy.models import ConsentDraft, ConsentText
from lms.privacy.queries.terms import notice_in_force
from lms.privacy.queries.wordings import in_force, newest


@transaction.atomic
def save_draft(
    *, purpose: Purpose, centre: Centre | None, ask: str, words: str, actor: User, seen: Seen | None = None
) -> ConsentDraft:
    """`ask` stands beside the box and `words` under it. `seen` is what the form showed."""
    lock_owner(actor, centre)
    draft = ConsentDraft.objects.filter(centre=centre, purpose=purpose).first()
    if draft is None:
        draft = ConsentDraft(centre=centre, purpose=purpose, text=f"{ask}\n{words}")
    else:
        changed = {"ask": draft.ask, "words": draft.words} | only_changed(draft, {"ask": ask, "words": words}, seen)
        text = f"{changed['ask']}\n{changed['words']}"
        if text == draft.text:
            return draft
        draft.text = text
    draft.save()
    statelog.record(draft, action="draft_words", actor=actor)
    return draft


@transaction.atomic
def publish_words(
    *, purpose: Purpose, centre: Centre | None, text: str, after: int, valid_from: date, material: bool, actor: User
) -> ConsentText:
    """The next version. `after` is the one that it was compared with, 0 for none: who published another one meanwhile is
    not passed over. A second press gives the version that is there."""
    lock_owner(actor, centre)
    last = newest(purpose, centre)
    said = (text, valid_from, material)
    if last and last.version == after + 1 and (last.text, last.valid_from, last.material) == said:
        return last
    if (last.version if last else 0) != after:
        message = _("Other words were published meanwhile. Please compare yours with them and publish then.")
        raise DomainError(message, code="published_meanwhile")
    if last and last.text == text:
        raise DomainError(_("These are the words that are published already."), code="same")
    if valid_from < clock.today():
        message = _("Words apply from today at the earliest: nobody agreed to them before.")
        raise DomainError(message, code="past", fields={"valid_from": message})
    made = ConsentText.objects.create(
        centre=centre, purpose=purpose, version=after + 1, text=text, valid_from=valid_from, material=material
    )
    data = {"purpose": purpose.value, "version": made.version, "from": valid_from.isoformat(), "material": material}
    statelog.record(made, action="publish_words", actor=actor, data=data)
    return made


def words_on_joining() -> dict[Purpose, ConsentText]:
    """Nobody joins without words to agree to and somebody who answers for the data; what is optional is asked once there
    are words for it."""
    texts = in_force(ON_JOINING)
    if not set(ON_JOINING) - set(OPTIONAL) <= texts.keys() or not notice_in_force(None):
        message = _("Nobody can join yet: this site has not published how it handles personal data. Please call.")
        raise DomainError(message, code="no_words")
    return texts
