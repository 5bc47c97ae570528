from django.utils.translation import gettext_lazy as _

from lms.accounts.rules import may_open_office
from lms.common.ui.sections import Section

OFFICE = Section(
    key="office",
    label=_("Office"),
    home_url_name="office_home",
    prefixes=("/office/",),
    open_to=may_open_office,
)
