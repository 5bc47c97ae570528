from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context

from lms.accounts import second_factor


class Adapter(DefaultAccountAdapter):
    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        asked = super().is_reauthentication_required(app=app, **kwargs)
        return bool(asked) and not second_factor.signed_in_just_now(context.request)
