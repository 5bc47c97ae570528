from django.test import Client

from lms.accounts.models import User


def signed_in(person: User) -> Client:
    """Without the sign-in page, which has tests of its own."""
    client = Client()
    client.force_login(person)
    return client
