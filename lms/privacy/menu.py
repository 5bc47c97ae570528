from lms.accounts.menu import OFFICE
from lms.common.ui.sections import Under

UNDER = (Under(OFFICE, "office_people", ("/office/privacy/",)),)
