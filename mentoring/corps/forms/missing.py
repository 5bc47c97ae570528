"""What forms say where there is nothing to choose yet: what is missing, and who makes it."""

from django.utils.translation import gettext_lazy as _

NO_BODY = _("There is no body yet. The centre manager makes it, under Appointments.")
NO_DONG = _("There is no dong of this district yet. An administrator makes it in the reference data of the admin.")
NO_EXPERT = _("There is no expert yet. Who is appointed to the support corps appears here.")
NO_FIELD = _("There is no field yet. The centre manager makes it, under Communities.")
NO_STAGE = _("There is no stage yet. The centre manager makes it, under Communities.")
NO_TOPIC = _("There is no topic yet. An administrator makes it in the reference data of the admin.")
