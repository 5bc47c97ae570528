"""Who may see and do what with certificates. Nobody issues their own, and two people revoke one."""

from typing import TYPE_CHECKING

from django.db.models import Q

from courses.runs.rules import may_manage_run, visible_completions
from lms.accounts.rules import Person, may_coordinate, may_manage

if TYPE_CHECKING:
    from courses.credentials.models import Certificate
    from courses.runs.models import CourseRun


def visible_certificates(user: Person) -> Q:
    """As the completions that they prove: both rows name their person and centre alike."""
    return visible_completions(user)


def may_issue(user: Person, run: "CourseRun") -> bool:
    """Certificates of that run, also anew."""
    return may_manage_run(user, run)


def may_ask_revocation(user: Person, certificate: "Certificate") -> bool:
    return may_coordinate(user, certificate.centre_id)


def may_revoke(user: Person, certificate: "Certificate") -> bool:
    """Or say no to it. Another coordinator asks first."""
    return may_manage(user, certificate.centre_id)
