from collections.abc import Iterator

from lms.accounts.enums import Role
from lms.accounts.models import Membership
from lms.accounts.sample_people import person
from lms.common.looks import DemoPages, Look, look


def looks() -> Iterator[Look]:
    yield look("manager", "office_staff")
    yield look("auditor", "office_staff", called="office_staff_read")
    yield look("manager", "office_role_new", called="office_role_find", query="?q=예시")
    yield look("manager", "office_role_new", query=f"?person={person('mentor').pk}")
    mine = Membership.objects.get(person=person("coordinator"), role=Role.COORDINATOR).pk
    yield look("manager", "office_role", mine)
    yield look("auditor", "office_role", mine, called="office_role_read")
    yield look("manager", "office_role_end", mine)
    yield look("manager", "office_second_factor", person("editor").pk)


PAGES = DemoPages(looks)
