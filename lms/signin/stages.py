"""What a sign-in passes on its way."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage


class ConfirmAddressStage(EmailVerificationStage):
    """Who joined by themselves proves the address first. Accounts that a command made have no row of an address."""

    def handle(self) -> Any:
        login = self.login
        if login.user and not login.signup and not EmailAddress.objects.filter(user=login.user).exists():
            return None, True
        return super().handle()
