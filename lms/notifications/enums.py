from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Subject, Words

NOTICE = Subject("notifications.notice", words={"send_again": Words(pgettext_lazy("action", "sent again"))})
