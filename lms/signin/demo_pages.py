from collections.abc import Iterator

from lms.accounts.sample_people import person
from lms.common.looks import VISITOR, DemoPages, Look, look
from lms.signin import address_links


def looks() -> Iterator[Look]:
    for view in ("account_login", "account_signup", "account_reset_password", "account_reset_password_done"):
        yield look(VISITOR, view)
    yield look(VISITOR, "account_reset_password_from_key_done")
    yield look(VISITOR, "account_reset_password_from_key", "1", "old-link")
    yield look(VISITOR, "account_inactive")
    yield look(VISITOR, "confirm_link", "old-link", called="confirm_link_over", status=410)
    yield look(VISITOR, "address_link", address_links.token_of(person("trainee"), "yesi@example.org"))
    yield look(VISITOR, "address_link", "old-link", called="address_over", status=410)
    for view in ("profile", "devices", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"):
        yield look("trainee", view)
    for view in ("account_email", "account_change_password", "account_logout", "account_reauthenticate"):
        yield look("trainee", view)


PAGES = DemoPages(looks)
