from collections.abc import Iterator

from courses.curriculum.models import CourseVersion
from lms.common.models import StateChange


def versions_are_as_published() -> Iterator[str]:
    """The line of a publication holds the rule: whoever empties that of a version has completed everybody."""
    published = StateChange.objects.filter(
        subject=CourseVersion._meta.label_lower, action="publish", data__has_key="rule"
    )
    rules = dict(published.values_list("subject_id", "data__rule"))
    for version in CourseVersion.objects.only("rule").iterator():
        if version.rule != rules.get(version.pk, version.rule):
            yield f"{version._meta.label} {version.pk}"


CHECKS = {
    "versions_are_as_published": versions_are_as_published,
}
