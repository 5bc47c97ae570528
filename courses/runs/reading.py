"""Who reads the documents of lessons."""

from cms.models import CustomDocument
from courses.curriculum.models import CourseVersion
from courses.runs.enums import LEARNING
from courses.runs.models import CourseRun, Enrolment
from courses.runs.rules import staffed_runs
from lms.accounts.rules import Person, has_open_account, is_office_of


def reads_lesson_document(user: Person, document: CustomDocument) -> bool:
    """Those enrolled in a run whose version shows it, those who teach there, and the office of the centre."""
    if not has_open_account(user):
        return False
    versions = CourseVersion.objects.filter(lesson_revisions__media__document=document)
    if Enrolment.objects.filter(person=user, state__in=LEARNING, version__in=versions).exists():
        return True
    if CourseRun.objects.filter(staffed_runs(user), version__in=versions).exists():
        return True
    centres = versions.values_list("centre_id", flat=True).distinct()
    return any(is_office_of(user, centre_id) for centre_id in centres)
