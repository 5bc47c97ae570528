from lms.notifications.models import Notice
from lms.privacy.enums import Term
from lms.privacy.registries import deleting

NOTICES = deleting(Term.NOTICES, lambda before: Notice.objects.filter(created_at__lt=before))
