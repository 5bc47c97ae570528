from wagtail.models import Page

from lms.accounts.rules import Person


def may_publish(user: Person, page: Page) -> bool:
    """Reviewers, each below the pages of their centres: as Wagtail's own permissions say."""
    return bool(page.permissions_for_user(user).can_publish())
