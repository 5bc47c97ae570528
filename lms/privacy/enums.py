from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a person is asked about, each by itself. `AGE` is a statement, the others are consents."""

    AGE = "age", _("14 years or older")
    SERVICE = "service", _("Membership")
    LEARNING = "learning", _("Applications and courses")
    NEWS = "news", _("News about new courses")
    PUBLIC_NAME = "public_name", _("My name in the public list of experts")


OPTIONAL = (Purpose.NEWS, Purpose.PUBLIC_NAME)


class ConsentSource(models.TextChoices):
    SIGN_UP = "sign_up", _("On joining")
    APPLICATION = "application", _("With an application")
    INVITATION = "invitation", _("On accepting an invitation")
    PRIVACY_PAGE = "privacy_page", _("On the page “My data”")
