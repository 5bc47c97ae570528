"""Who may see and do what with certificates. Nobody issues their own, and two people revoke one."""

from django.db.models import Q

from courses.runs.rules import may_manage_run, visible_completions
from lms.accounts.enums import Role
from lms.accounts.rules import OfCentre, Person, centre_ids, has_role


def visible_certificates(user: Person) -> Q:
    """As the completions that they prove: both rows name their person and centre alike."""
    return visible_completions(user)


def may_issue(user: Person, run: OfCentre) -> bool:
    """Certificates of that run, also anew."""
    return may_manage_run(user, run)


def may_ask_revocation(user: Person, certificate: OfCentre) -> bool:
    """One of two people of the centre; whoever runs the site is neither."""
    return has_role(user, certificate.centre_id, Role.COORDINATOR)


def may_revoke(user: Person, certificate: OfCentre) -> bool:
    """The other one, who may also say no."""
    return has_role(user, certificate.centre_id, Role.MANAGER)


def revocable_certificates(user: Person) -> Q:
    """Those that the person would decide about."""
    return Q(centre__in=centre_ids(user, [Role.MANAGER]))


def askable_certificates(user: Person) -> Q:
    """Those that the person would ask to revoke."""
    return Q(centre__in=centre_ids(user, [Role.COORDINATOR]))
