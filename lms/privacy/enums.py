from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Subject, Words


class Purpose(models.TextChoices):
    """What a person is asked about, each by itself. `AGE` is a statement, the others are consents."""

    AGE = "age", _("14 years or older")
    SERVICE = "service", _("Membership")
    LEARNING = "learning", _("Applications and courses")
    NEWS = "news", _("News about new courses")
    PUBLIC_NAME = "public_name", _("My name in the public list of experts")


OPTIONAL = (Purpose.NEWS, Purpose.PUBLIC_NAME)
OF_CENTRE = frozenset({Purpose.LEARNING})  # asked by each centre in its own words; all others are asked by the site
ON_JOINING = (Purpose.AGE, Purpose.SERVICE, Purpose.NEWS)


class ConsentSource(models.TextChoices):
    SIGN_UP = "sign_up", _("On joining")
    APPLICATION = "application", _("With an application")
    INVITATION = "invitation", _("On accepting an invitation")
    AGAIN = "again", _("When the words had changed")
    PRIVACY_PAGE = "privacy_page", _("On the page “My data”")


class Term(models.TextChoices):
    """What goes when its months are over. Until a term is published, the setting `RETENTION_<NAME>` holds."""

    REJECTED = "rejected", _("Texts of applications that were not accepted")
    INVITATIONS = "invitations", _("Invitations that nobody accepted")
    DRAFTS = "drafts", _("Drafts that nobody went on with")
    VISIT_PHOTOS = "visit_photos", _("Photos of visits")
    UNPROVED = "unproved", _("Accounts whose address was never confirmed")
    NOTICES = "notices", _("Notices")
    ACCESS_LOG = "access_log", _("Who looked at personal data")
    STATE_LOG = "state_log", _("What was changed, and the consents of people who left")


TERMS_OF_CENTRE = (Term.REJECTED, Term.INVITATIONS, Term.DRAFTS, Term.VISIT_PHOTOS)  # all others are of the site
# The measures for the safety of personal data (개인정보의 안전성 확보조치 기준 제8조) ask for two years of both logs; photos
# prove the work for the year in which it is paid.
LEAST_MONTHS = {Term.VISIT_PHOTOS: 12, Term.ACCESS_LOG: 24, Term.STATE_LOG: 24}
MOST_MONTHS = 120


WORDS = Subject(
    "privacy.consenttext",
    noun=pgettext_lazy("thing", "words of a consent"),
    words={"publish_words": Words(pgettext_lazy("action", "words of a consent published"))},
)
DRAFT = Subject(
    "privacy.consentdraft",
    noun=pgettext_lazy("thing", "draft of the words of a consent"),
    words={"draft_words": Words(pgettext_lazy("action", "draft of the words saved"))},
)
NOTICE = Subject(
    "privacy.privacynotice",
    noun=pgettext_lazy("thing", "privacy officer and terms"),
    words={"publish_terms": Words(pgettext_lazy("action", "privacy officer and terms published"))},
)
