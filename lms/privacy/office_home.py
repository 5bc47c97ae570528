from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.models import Centre, User
from lms.accounts.office_home import Step
from lms.common import clock
from lms.privacy.enums import OF_CENTRE
from lms.privacy.models import ConsentText, PrivacyNotice
from lms.privacy.rules import may_word


def personal_data(user: User, centre: Centre) -> Step:
    own = {"centre": centre, "valid_from__lte": clock.today()}
    worded = [Q(Exists(ConsentText.objects.filter(purpose=purpose, **own))) for purpose in OF_CENTRE]
    done = Q(Exists(PrivacyNotice.objects.filter(**own)))
    for one in worded:
        done &= one
    return Step(
        _("Personal data"),
        _("Nobody can apply before the words of the consent, the privacy officer and the terms are published."),
        done,
        reverse("office_privacy") if may_word(user, centre) else "",
        _("The centre manager publishes them."),
    )
