"""Who may see and do what with certificates. Nobody issues their own, and two people revoke one."""

from typing import TYPE_CHECKING

from django.db.models import Q

from courses.runs.rules import may_manage_run, visible_completions
from lms.accounts.enums import Role
from lms.accounts.rules import Person, centre_ids, has_role

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
    """One of two people of the centre; whoever runs the site is neither."""
    return has_role(user, certificate.centre_id, Role.COORDINATOR)


def may_revoke(user: Person, certificate: "Certificate") -> bool:
    """The other one, who may also say no."""
    return has_role(user, certificate.centre_id, Role.MANAGER)


def revocable_certificates(user: Person) -> Q:
    """Those that the person would decide about."""
    return Q(centre__in=centre_ids(user, [Role.MANAGER]))
