"""Tries at accounts: counted for one account from one network, so an attacker is slowed and the owner elsewhere is not."""

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.common.text.korean import ko_time
from lms.common.web import limits, origin
from lms.common.web.limits import Counted

TOO_MANY = _("There were too many tries from here. Please try again from %(time)s.")
MAILED = _(
    "Several e-mails to this address were asked for just now: please look there, also among the spam. You can ask again "
    "from %(time)s."
)


def password(account: str) -> list[Counted]:
    network = origin.network()
    return check(limits.count("sign_in", account, network), limits.count("sign_in_network", network))


def code(person_id: int) -> list[Counted]:
    return check(limits.count("second_factor", person_id, origin.network()))


def joining() -> list[Counted]:
    return check(limits.count("sign_up", origin.network()))


def failed_form() -> list[Counted]:
    return check(limits.count("sign_up_failed", origin.network()))


def mail(mailbox: str) -> list[Counted]:
    """The same for a mailbox that has no account: nobody learns from it who has one."""
    return check(limits.count("account_mail_network", origin.network()), message=MAILED) + mail_to(mailbox)


def mail_to(mailbox: str) -> list[Counted]:
    """For mails that come of something counted by itself, such as joining."""
    asked_here = check(limits.count("account_mail", mailbox, origin.network()), message=MAILED)
    # Only what this network may still ask for: one that is refused uses up nothing of the mailbox.
    return asked_here + check(limits.count("account_mail_anywhere", mailbox), message=MAILED)


def mail_or_refuse(mailbox: str) -> None:
    """Where no form can say it: a page says when to go on."""
    limits.count_or_refuse("account_mail", mailbox, origin.network())
    limits.count_or_refuse("account_mail_anywhere", mailbox)


def was_owner(mailbox: str) -> None:
    """A new password was set by mail: earlier mistakes from here no longer count."""
    limits.forget("sign_in", mailbox, origin.network())


def check(*tries: Counted, message: str | Promise = TOO_MANY) -> list[Counted]:
    until = max((one.until for one in tries if one.until), default=None)
    if until:
        raise ValidationError(str(message) % {"time": ko_time(until)}, code="too_often")
    return list(tries)
