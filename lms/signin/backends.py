from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from lms.accounts.models import User


class EmailOrPhoneBackend(AuthenticationBackend):
    """A number opens one account, whoever else has it, and the others sign in by their address. So one password is
    compared, and the time tells nothing."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        phone = credentials.get("phone")
        if not phone:
            found: User | None = super()._authenticate(request, **credentials)
            return found
        person = User.objects.opened_by(phone)
        self._did_check_password = person is not None
        return person if person and person.check_password(credentials["password"]) else None
