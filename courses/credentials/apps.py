from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    name = "courses.credentials"
    label = "credentials"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from courses.credentials import enums, erasure, hanging, menu, office_home, own_data, retention
        from courses.credentials.checks import CHECKS
        from courses.credentials.domain import certificates
        from courses.credentials.lists import CERTIFICATES, COMPLETIONS
        from courses.credentials.seals import SEALED
        from courses.credentials.triggers import TRIGGERS
        from courses.learning.hanging import HANGING
        from lms.accounts.deeds import DEEDS
        from lms.accounts.exports import EXPORTS
        from lms.accounts.office_home import TODOS
        from lms.common.integrity import seals, triggers, verify
        from lms.common.records.machines import SUBJECTS
        from lms.common.ui import sections
        from lms.privacy.registries import ERASURE, OWN_DATA, RETENTION

        for key, deed in (COMPLETIONS.offer_deeds() | CERTIFICATES.offer_deeds()).items():
            DEEDS.add(key, deed)
        EXPORTS.add("certificates", CERTIFICATES.offer_file())
        SUBJECTS.add(enums.CERTIFICATE.model, enums.CERTIFICATE)
        for trigger in TRIGGERS:
            triggers.TRIGGERS.add(trigger.name, trigger)
        for sealed in SEALED:
            seals.SEALED.add(sealed.model, sealed)
        for name, check in CHECKS.items():
            verify.CHECKS.add(name, check)
        HANGING.add("certificates", hanging.certificates, order=10)
        OWN_DATA.add("certificates", own_data.CERTIFICATES, order=60)
        RETENTION.add("papers_of_people_who_left", retention.PAPERS_LEFT)
        ERASURE.add("certificates", erasure.CERTIFICATES, order=80)
        TODOS.add("credentials", office_home.todo, order=50)
        for under in menu.UNDER:
            sections.UNDER.add(under.key, under)
        certificates.connect()
