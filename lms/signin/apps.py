from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigninConfig(AppConfig):
    name = "lms.signin"
    label = "signin"
    verbose_name = _("Signing in")

    def ready(self) -> None:
        from lms.common.integrity import verify
        from lms.privacy.registries import ERASURE, OWN_DATA, RETENTION
        from lms.signin import erasure, own_data, retention
        from lms.signin.second_factor import second_factors_open

        OWN_DATA.add("ways", own_data.WAYS, order=14)
        OWN_DATA.add("services", own_data.SERVICES, order=15)
        OWN_DATA.add("sign_ins", own_data.SIGN_INS, order=96)
        OWN_DATA.add("devices", own_data.DEVICES, order=97)
        RETENTION.add("unproved", retention.UNPROVED)
        RETENTION.add("sessions", retention.SESSIONS)
        RETENTION.add("devices", retention.DEVICES)
        ERASURE.add("sign_in", erasure.SIGN_IN, order=120)
        verify.CHECKS.add("second_factors_open", second_factors_open)
        self._watch_second_factors()
        self._watch_sign_ins()
        self._watch_new_passwords()

    def _watch_new_passwords(self) -> None:
        from allauth.account.signals import password_reset

        from lms.signin import social
        from lms.signin.domain import address

        password_reset.connect(address.proved_by_mail, dispatch_uid="signin.proved_by_mail")
        password_reset.connect(social.end_connections, dispatch_uid="signin.end_connections")

    def _watch_sign_ins(self) -> None:
        from allauth.account.signals import user_logged_in
        from django.contrib.auth.signals import user_login_failed

        from lms.signin import sign_in_log

        user_logged_in.connect(sign_in_log.signed_in, dispatch_uid="signin.signed_in")
        user_login_failed.connect(sign_in_log.failed, dispatch_uid="signin.sign_in_failed")

    def _watch_second_factors(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_removed

        from lms.signin import second_factor

        authenticator_added.connect(second_factor.set_up, dispatch_uid="signin.second_factor_set_up")
        authenticator_removed.connect(second_factor.taken_away, dispatch_uid="signin.second_factor_taken_away")
