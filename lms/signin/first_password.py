"""The link by which somebody whose account was made for them chooses a password: the same that sets a new one."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from lms.accounts.models import User
from lms.signin import mails


def mail_first_password(person: User) -> None:
    """At once, in the caller's transaction: raises OSError where the mail server is down."""
    proof = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    context = {"user": person, "password_reset_url": reverse("account_reset_password_from_key", kwargs=proof)}
    mails.message(mails.FIRST_PASSWORD, person.email, context).send()
