from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from lms.accounts.models import User


class EmailOrPhoneBackend(AuthenticationBackend):
    """Families share a phone: the number opens the oldest account that has it, and the others sign in by their address. So
    one password is compared, whoever has the number, and the time tells nothing."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        phone = credentials.get("phone")
        if not phone:
            found: User | None = super()._authenticate(request, **credentials)
            return found
        person = User.objects.filter(phone=phone, is_active=True).order_by("pk").first()
        self._did_check_password = person is not None
        return person if person and person.check_password(credentials["password"]) else None
