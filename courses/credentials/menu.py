from courses.learning.menu import MY
from lms.accounts.menu import OFFICE
from lms.common.ui.sections import Under

UNDER = (
    Under(MY, "my_learning", ("/my/certificates/",)),
    Under(
        OFFICE,
        "office_runs",
        ("/office/completions/", "/office/certificates/", "/office/enrolments/", "/office/evidence/"),
    ),
)
