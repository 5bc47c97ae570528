"""The recorded things in the words of the office. What was done to them stands with their machines (`enums`)."""

from django.utils.translation import pgettext_lazy

THINGS = {
    "accounts.centre": pgettext_lazy("thing", "list of the centre"),
    "invitations.invitation": pgettext_lazy("thing", "invitation"),
    "accounts.membership": pgettext_lazy("thing", "staff role"),
    "accounts.user": pgettext_lazy("thing", "person"),
    "learning.attendance": pgettext_lazy("thing", "attendance"),
    "credentials.certificate": pgettext_lazy("thing", "certificate"),
    "runs.classsession": pgettext_lazy("thing", "class"),
    "runs.completion": pgettext_lazy("thing", "completion"),
    "runs.courserun": pgettext_lazy("thing", "run of a course"),
    "curriculum.courseversion": pgettext_lazy("thing", "course"),
    "runs.enrolment": pgettext_lazy("thing", "enrolment"),
    "runs.evidence": pgettext_lazy("thing", "evidence"),
    "corps.appointment": pgettext_lazy("thing", "appointment"),
    "corps.body": pgettext_lazy("thing", "body"),
    "coaching.coachingrequest": pgettext_lazy("thing", "coaching request"),
    "visits.visit": pgettext_lazy("thing", "visit log"),
    "communities.community": pgettext_lazy("thing", "community"),
    "coaching.engagement": pgettext_lazy("thing", "coaching"),
    "corps.expertprofile": pgettext_lazy("thing", "expert"),
    "matching.matchproposal": pgettext_lazy("thing", "offer of a match"),
}
CHANGED = pgettext_lazy("action", "changed")  # by a version of this product that had other words
RECORD = pgettext_lazy("thing", "record")
