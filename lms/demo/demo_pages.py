from collections.abc import Iterator

from lms.accounts.sample_people import person
from lms.common.looks import VISITOR, DemoPages, Look, look
from lms.signin.first_password import mail_first_password


def prepare() -> None:
    """Two mails that are called the same, as after a second try."""
    for _try in range(2):
        mail_first_password(person("trainee"))


def looks() -> Iterator[Look]:
    yield look(VISITOR, "demo_mails")


PAGES = DemoPages(looks, prepare)
