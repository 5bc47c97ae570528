from collections.abc import Iterator

from lms.accounts.models import Zone
from lms.accounts.sample_people import person
from lms.common.looks import DemoPages, Look, Measured, look


def looks() -> Iterator[Look]:
    yield look("coordinator", "office_home")
    yield look("manager", "office_home", called="office_home_manager")
    yield look("auditor", "office_home", called="office_home_auditor")
    yield look("manager", "office_first_steps")
    yield look("coordinator", "office_people")
    yield look("coordinator", "office_person", person("mentor").pk)
    yield look("coordinator", "office_person", person("learner01").pk, called="office_person_learner")
    yield look("coordinator", "office_appointment_new", called="office_appointment_find", query="?q=예시")
    yield look("coordinator", "office_appointment_new", query=f"?person={person('expert10').pk}")
    yield look("manager", "office_zones")
    yield look("coordinator", "office_zones", called="office_zones_coordinator")
    yield look("manager", "office_zone_new")
    yield look("manager", "office_zone", Zone.objects.get(name="서구 A권역").pk)
    yield look("manager", "office_records")
    yield look("manager", "office_records", called="office_records_changes", query="?kind=changes")


PAGES = DemoPages(looks, measured=(Measured("coordinator", "/office/"), Measured("manager", "/office/")))
