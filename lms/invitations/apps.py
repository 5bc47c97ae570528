from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvitationsConfig(AppConfig):
    name = "lms.invitations"
    label = "invitations"
    verbose_name = _("Invitations")

    def ready(self) -> None:
        from lms.accounts.contacts import SAID_YES
        from lms.accounts.deeds import DEEDS
        from lms.accounts.office_home import FIRST_STEPS, TODOS
        from lms.common.background import due
        from lms.common.records.machines import SUBJECTS
        from lms.invitations import contacts, enums, erasure, hanging, office_home, own_data, retention, sending
        from lms.invitations.lists import INVITATIONS
        from lms.privacy.registries import ERASURE, OWN_DATA, RETENTION
        from lms.staff.hanging import HANGING

        for key, deed in INVITATIONS.offer_deeds().items():
            DEEDS.add(key, deed)
        SUBJECTS.add(enums.INVITATION.model, enums.INVITATION)
        HANGING.add("invitations", hanging.invitations, order=20)
        SAID_YES.add("invitations", contacts.invited)
        OWN_DATA.add("invitations", own_data.INVITATIONS, order=95)
        RETENTION.add("invitations", retention.INVITATIONS)
        ERASURE.add("invitations", erasure.INVITATIONS, order=100)
        TODOS.add("invitations", office_home.todo, order=95)
        FIRST_STEPS.add("coordinators", office_home.coordinators, order=40)
        FIRST_STEPS.add("editors", office_home.editors, order=50)
        due.PARTS.add("invitations sent", sending.send_due, order=80)
