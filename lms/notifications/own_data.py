"""What of notices is kept about a person."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.accounts.models import User
from lms.notifications.queries import notices_of
from lms.privacy.enums import Term
from lms.privacy.queries.terms import told
from lms.privacy.registries import OwnData, Row


def _notices(person: User) -> Sequence[Row]:
    return [
        {
            _("Title"): notice.title,
            pgettext("site", "Text"): notice.text,
            _("Written"): notice.created_at,
            pgettext("date", "Sent"): notice.sent_at,
            _("Read"): notice.read_at,
        }
        for notice in notices_of(person)
    ]


NOTICES = OwnData(
    gettext_lazy("Notices"),
    gettext_lazy("title, text, when it was sent and read"),
    gettext_lazy("To tell you what was decided and what waits for you."),
    lambda: _("%(months)s months") % {"months": told(Term.NOTICES)},
    _notices,
)
