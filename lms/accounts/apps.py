from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"
    verbose_name = _("People and centres")

    def ready(self) -> None:
        from lms.accounts import consent_texts, erasing, kept, kept_access, own_data, retention
        from lms.accounts.contact import help_contact
        from lms.accounts.domain import invitations
        from lms.accounts.domain.erasure import duties_of_staff
        from lms.accounts.models import Purpose
        from lms.accounts.queries.consents import CONCERNED, everybody
        from lms.accounts.second_factor import second_factors_open
        from lms.accounts.triggers import TRIGGERS
        from lms.common import policy, triggers, verify
        from lms.common.context import HELP_CONTACTS

        HELP_CONTACTS.register("centre", help_contact)
        for trigger in TRIGGERS:
            triggers.TRIGGERS.register(trigger.name, trigger)
        for topic in (*kept.TOPICS, *kept_access.TOPICS):
            own_data.TOPICS.register(topic.key, topic, order=topic.order)
        for rule in retention.OF_ACCOUNTS:
            retention.RULES.register(rule.key, rule, order=rule.order)
        policy.TOPICS.register("own_data", own_data.topics)
        erasing.PARTS.register("accounts", erasing.Part(duties_of_staff, invitations.forget), order=40)
        CONCERNED.register(Purpose.NEWS, everybody)
        post_migrate.connect(consent_texts.after_migrate, sender=self, dispatch_uid="consent_texts")
        verify.CHECKS.register("second_factors_open", second_factors_open)
        self._watch_second_factors()
        self._watch_sign_ins()
        self._watch_new_passwords()

    def _watch_new_passwords(self) -> None:
        from allauth.account.signals import password_reset

        from lms.accounts import social

        password_reset.connect(social.end_connections, dispatch_uid="accounts.end_connections")

    def _watch_sign_ins(self) -> None:
        from allauth.account.signals import user_logged_in
        from django.contrib.auth.signals import user_login_failed

        from lms.accounts import sign_in_log

        user_logged_in.connect(sign_in_log.signed_in, dispatch_uid="accounts.signed_in")
        user_login_failed.connect(sign_in_log.failed, dispatch_uid="accounts.sign_in_failed")

    def _watch_second_factors(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_removed

        from lms.accounts import second_factor

        authenticator_added.connect(second_factor.set_up, dispatch_uid="accounts.second_factor_set_up")
        authenticator_removed.connect(second_factor.taken_away, dispatch_uid="accounts.second_factor_taken_away")
