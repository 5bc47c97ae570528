from collections.abc import Iterator

from lms.accounts.domain.official_regions import take_list
from lms.accounts.models import RegionList, User, Zone
from lms.accounts.official_list import COLUMNS
from lms.accounts.queries import known_regions
from lms.accounts.sample_people import person
from lms.common.looks import DemoPages, Look, Measured, look
from mentoring.communities.models import Stage
from mentoring.corps.models import Field


def prepare() -> None:
    """A list in which two dongs of the sample became one of another name, and a third one is called otherwise."""
    became = {"농성1동": "농성동", "농성2동": "", "상무1동": "치평1동"}
    lines = ["\t".join(COLUMNS)]
    for row in known_regions():
        name = became.get(row.name, row.name)
        province, *within = *row.path[:-1], name
        district, dong = (*within, "", "")[:2]
        code = row.code[:7] + "900" if row.name == "농성1동" else row.code
        lines += ["\t".join((code, province, district, dong))] if name else []
    take_list(content="\n".join(lines).encode(), actor=User.objects.filter(is_superuser=True)[0])


def looks() -> Iterator[Look]:
    yield look("coordinator", "office_home")
    yield look("manager", "office_home", called="office_home_manager")
    yield look("auditor", "office_home", called="office_home_auditor")
    yield look("manager", "office_first_steps")
    yield look("coordinator", "office_people")
    yield look("coordinator", "office_person", person("mentor").pk)
    yield look("coordinator", "office_person", person("learner01").pk, called="office_person_learner")
    yield look("coordinator", "office_person_number", person("learner01").pk)
    yield look("coordinator", "office_appointment_new", called="office_appointment_find", query="?q=예시")
    yield look("coordinator", "office_appointment_new", query=f"?person={person('expert10').pk}")
    yield look("manager", "office_zones")
    yield look("coordinator", "office_zones", called="office_zones_coordinator")
    yield look("manager", "office_zone_new")
    yield look("manager", "office_zone", Zone.objects.get(name="서구 A권역").pk)
    yield look("manager", "office_centre")
    yield look("auditor", "office_centre", called="office_centre_auditor")
    for kind, row in (
        ("fields", Field.objects.filter(centre__slug="seogu")[0]),
        ("stages", Stage.objects.filter(centre__slug="seogu")[0]),
    ):
        yield look("manager", "office_reference", kind, called=f"office_{kind}")
        yield look("manager", "office_reference_new", kind, called=f"office_{kind}_new")
        yield look("manager", "office_reference_row", kind, row.pk, called=f"office_{kind}_row")
    yield look("admin", "office_regions")
    yield look("admin", "office_regions_list", RegionList.objects.latest("pk").pk)
    yield look("manager", "office_records")
    yield look("manager", "office_records", called="office_records_changes", query="?kind=changes")


PAGES = DemoPages(looks, prepare, measured=(Measured("coordinator", "/office/"), Measured("manager", "/office/")))
