from lms.notifications.models import Notice
from lms.privacy.registries import deleting, setting

NOTICES = deleting(setting("RETENTION_NOTICES"), lambda before: Notice.objects.filter(created_at__lt=before))
