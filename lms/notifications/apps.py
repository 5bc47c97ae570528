from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "lms.notifications"
    label = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from lms.accounts.office_home import TODOS
        from lms.common.background import due
        from lms.common.records.machines import SUBJECTS
        from lms.common.ui.reader import QUESTIONS
        from lms.notifications import enums, erasure, office_home, own_data, queries, retention
        from lms.notifications.domain import drop_advertising, send_due
        from lms.privacy.enums import Purpose
        from lms.privacy.registries import ERASURE, ON_WITHDRAWAL, OWN_DATA, RETENTION, Withdrawal

        SUBJECTS.add(enums.NOTICE.model, enums.NOTICE)
        QUESTIONS.add("notices", queries.number_unread)
        QUESTIONS.add("notices_here", queries.number_unread_here)
        TODOS.add("notices", office_home.todo, order=90)
        OWN_DATA.add("notices", own_data.NOTICES, order=30)
        RETENTION.add("notices", retention.NOTICES)
        ERASURE.add("notices", erasure.NOTICES, order=90)
        ON_WITHDRAWAL.add("advertising", Withdrawal(Purpose.NEWS, drop_advertising))
        # What the other parts wrote leaves with them.
        due.PARTS.add("notices sent", send_due, order=1000)
