from lms.accounts.models import User
from lms.common.looks import email_of


def person(name: str) -> User:
    """One of the sample data."""
    return User.objects.get(email=email_of(name))
