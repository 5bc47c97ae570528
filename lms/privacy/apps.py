from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PrivacyConfig(AppConfig):
    name = "lms.privacy"
    label = "privacy"
    verbose_name = pgettext_lazy("site", "Privacy")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from lms.accounts.office_home import FIRST_STEPS
        from lms.common.background import due
        from lms.common.integrity import seals, triggers
        from lms.common.records.machines import SUBJECTS
        from lms.common.ui import sections
        from lms.common.web import policy
        from lms.privacy import enums, erasure, menu, middleware, office_home, own_data, retention
        from lms.privacy.domain.retention import DESTROY_BY_NIGHT
        from lms.privacy.enums import Purpose
        from lms.privacy.queries.consents import everybody
        from lms.privacy.queries.own_data import kept_here
        from lms.privacy.queries.terms import notices_in_force
        from lms.privacy.registries import CONCERNED, ERASURE, OWN_DATA, RETENTION
        from lms.privacy.seals import SEALED
        from lms.privacy.triggers import TRIGGERS

        for trigger in TRIGGERS:
            triggers.TRIGGERS.add(trigger.name, trigger)
        SUBJECTS.add(enums.WORDS.model, enums.WORDS)
        SUBJECTS.add(enums.DRAFT.model, enums.DRAFT)
        for under in menu.UNDER:
            sections.UNDER.add(under.key, under)
        for sealed in SEALED:
            seals.SEALED.add(sealed.model, sealed)
        OWN_DATA.add("person", own_data.PERSON, order=10)
        OWN_DATA.add("consents", own_data.CONSENTS, order=20)
        OWN_DATA.add("roles", own_data.ROLES, order=90)
        OWN_DATA.add("readings", own_data.READINGS, order=98)
        RETENTION.add("access_log", retention.ACCESS_LOG)
        RETENTION.add("state_log", retention.STATE_LOG)
        RETENTION.add("consents_of_people_who_left", retention.CONSENTS)
        ERASURE.add("staff", erasure.STAFF, order=110)
        policy.KEPT.add("own_data", kept_here)
        FIRST_STEPS.add("personal_data", office_home.personal_data, order=35)
        policy.OFFICERS.add("notices", notices_in_force)
        SUBJECTS.add(enums.NOTICE.model, enums.NOTICE)
        user_logged_in.connect(middleware.note, dispatch_uid="consents_again")
        CONCERNED.add(Purpose.NEWS, everybody)
        due.PARTS.add("personal data destroyed", DESTROY_BY_NIGHT, order=70)
