"""Who reads the documents of lessons."""

from cms.models import CustomDocument
from courses.curriculum.models import CourseVersion
from courses.runs.enums import LEARNING
from courses.runs.models import CourseRun, Enrolment
from courses.runs.rules import is_office_of, staffed_runs
from lms.accounts.rules import Person


def reads_lesson_document(user: Person, document: CustomDocument) -> bool:
    """Those enrolled in a run whose version shows it, those who teach there, and the office of the centre."""
    if not user.is_authenticated or not user.is_active:
        return False
    versions = CourseVersion.objects.filter(lesson_revisions__media__document=document)
    if Enrolment.objects.filter(person=user, state__in=LEARNING, version__in=versions).exists():
        return True
    if CourseRun.objects.filter(staffed_runs(user), version__in=versions).exists():
        return True
    centres = versions.values_list("centre_id", flat=True).distinct()
    return any(is_office_of(user, centre_id) for centre_id in centres)
