from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from lms.accounts.models import User

# Families share a phone. More accounts than this with one number are not tried: each try costs a slow hash.
MOST_OF_ONE_PHONE = 5


class EmailOrPhoneBackend(AuthenticationBackend):
    """A phone number is nobody's alone, so the password decides; when it fits more than one account, it fits none."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        phone = credentials.get("phone")
        if not phone:
            found: User | None = super()._authenticate(request, **credentials)
            return found
        # The oldest first: nobody is kept out by accounts that a stranger makes with the same number.
        people = list(User.objects.filter(phone=phone, is_active=True).order_by("pk")[:MOST_OF_ONE_PHONE])
        self._did_check_password = bool(people)
        fitting = [person for person in people if person.check_password(credentials["password"])]
        return fitting[0] if len(fitting) == 1 else None
