"""The recorded things in the words of the office. What was done to them stands with their machines (`enums`)."""

from django.utils.translation import pgettext_lazy

THINGS = {
    "accounts.centre": pgettext_lazy("thing", "list of the centre"),
    "accounts.invitation": pgettext_lazy("thing", "invitation"),
    "accounts.membership": pgettext_lazy("thing", "staff role"),
    "accounts.user": pgettext_lazy("thing", "person"),
    "courses.attendance": pgettext_lazy("thing", "attendance"),
    "courses.certificate": pgettext_lazy("thing", "certificate"),
    "courses.classsession": pgettext_lazy("thing", "class"),
    "courses.completion": pgettext_lazy("thing", "completion"),
    "courses.courserun": pgettext_lazy("thing", "run of a course"),
    "courses.courseversion": pgettext_lazy("thing", "course"),
    "courses.enrolment": pgettext_lazy("thing", "enrolment"),
    "courses.evidence": pgettext_lazy("thing", "evidence"),
    "mentoring.appointment": pgettext_lazy("thing", "appointment"),
    "mentoring.body": pgettext_lazy("thing", "body"),
    "mentoring.coachingrequest": pgettext_lazy("thing", "coaching request"),
    "mentoring.coachingsession": pgettext_lazy("thing", "visit log"),
    "mentoring.community": pgettext_lazy("thing", "community"),
    "mentoring.engagement": pgettext_lazy("thing", "coaching"),
    "mentoring.expertprofile": pgettext_lazy("thing", "expert"),
    "mentoring.matchproposal": pgettext_lazy("thing", "offer of a match"),
}
CHANGED = pgettext_lazy("action", "changed")  # by a version of this product that had other words
RECORD = pgettext_lazy("thing", "record")
