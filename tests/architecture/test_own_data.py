"""Every row that names a person is told to them and looked for when they leave, or it stands here why not."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from lms.accounts.models import User
from lms.privacy.registries import ERASURE, OWN_DATA
from tests.factories import people

WITH_ANOTHER = "told with the row that it stands beside"
OF_STAFF = "what somebody did as staff or editor is the centre's record of it, and no fact about them"
FROM_ROLES = "follows from staff roles, which are told"
FOR_A_DAY = "goes by itself within a day"
EMPTY = "stands empty: this site has tables of its own for it, or nothing that would write it"
NOT_ASKED = {
    "accounts.User_groups.user": FROM_ROLES,
    "accounts.User_user_permissions.user": FROM_ROLES,
    "cms.CustomDocument.uploaded_by_user": OF_STAFF,
    "cms.CustomImage.uploaded_by_user": OF_STAFF,
    "common.Job.owner": OF_STAFF,
    "common.StateChange.actor": "told where what was changed is told",
    "credentials.Certificate.issued_by": OF_STAFF,
    "credentials.Certificate.revocation_asked_by": OF_STAFF,
    "curriculum.CourseVersion.published_by": OF_STAFF,
    "curriculum.LessonRevision.added_by": OF_STAFF,
    "invitations.Invitation.invited_by": OF_STAFF,
    "learning.Attendance.recorded_by": OF_STAFF,
    "learning.CompletionReview.decided_by": OF_STAFF,
    "learning.CompletionReview.proposed_by": OF_STAFF,
    "learning.SheetClosing.closed_by": OF_STAFF,
    "runs.CompletionWithdrawal.asked_by": OF_STAFF,
    "runs.CompletionWithdrawal.withdrawn_by": OF_STAFF,
    "matching.MatchProposal.created_by": OF_STAFF,
    "runs.Evidence.accepted_by": OF_STAFF,
    "staff.SecondFactorReset.confirmed_by": OF_STAFF,
    "staff.SecondFactorReset.started_by": OF_STAFF,
    "visits.Addendum.author": WITH_ANOTHER,
    "visits.PrivateNote.author": WITH_ANOTHER,
    "wagtailadmin.EditingSession.user": FOR_A_DAY,
    "wagtailadmin.FormState.user": FOR_A_DAY,
    "wagtailcore.APIToken.user": EMPTY,
    "wagtailcore.Comment.resolved_by": OF_STAFF,
    "wagtailcore.ModelLogEntry.user": OF_STAFF,
    "wagtailcore.Page.locked_by": OF_STAFF,
    "wagtailcore.Page.owner": OF_STAFF,
    "wagtailcore.PageLogEntry.user": OF_STAFF,
    "wagtailcore.Revision.user": OF_STAFF,
    "wagtailcore.TaskState.finished_by": OF_STAFF,
    "wagtailcore.UploadedFile.uploaded_by_user": FOR_A_DAY,
    "wagtailcore.WorkflowState.requested_by": OF_STAFF,
    "wagtaildocs.Document.uploaded_by_user": EMPTY,
    "wagtailimages.Image.uploaded_by_user": EMPTY,
}

FACT = "what was done, which others and figures rest on: the person's own row names nobody any more"
PROOF = "proves what was agreed or decided, or who did it: the person's own row names nobody any more"
ON_PAGE = "stands on a page that others edit: the person's own row names nobody any more"
CLOSING = "goes when the account is closed, after all topics"
NOT_ERASED = {
    "accounts.User_groups.user": CLOSING,
    "accounts.User_user_permissions.user": CLOSING,
    "cms.CustomDocument.uploaded_by_user": ON_PAGE,
    "cms.CustomImage.uploaded_by_user": ON_PAGE,
    "coaching.CoachingRequest.created_by": FACT,
    "common.AccessLog.actor": PROOF,
    "common.Job.owner": PROOF,
    "common.StateChange.actor": PROOF,
    "communities.CommunityMembership.person": FACT,
    "credentials.Certificate.issued_by": PROOF,
    "credentials.Certificate.revocation_asked_by": PROOF,
    "curriculum.CourseVersion.published_by": ON_PAGE,
    "curriculum.LessonRevision.added_by": ON_PAGE,
    "invitations.Invitation.accepted_by": FACT,
    "invitations.Invitation.invited_by": PROOF,
    "learning.Attendance.person": FACT,
    "learning.Attendance.recorded_by": PROOF,
    "learning.CheckAnswer.person": FACT,
    "learning.CompletionReview.decided_by": PROOF,
    "learning.CompletionReview.proposed_by": PROOF,
    "learning.LessonCompletion.person": FACT,
    "learning.SheetClosing.closed_by": PROOF,
    "matching.MatchProposal.created_by": PROOF,
    "privacy.Consent.person": PROOF,
    "runs.CompletionWithdrawal.asked_by": PROOF,
    "runs.CompletionWithdrawal.withdrawn_by": PROOF,
    "runs.CourseRun.coordinator": PROOF,
    "runs.CourseRun_instructors.user": PROOF,
    "runs.Evidence.accepted_by": PROOF,
    "staff.SecondFactorReset.confirmed_by": PROOF,
    "staff.SecondFactorReset.person": PROOF,
    "staff.SecondFactorReset.started_by": PROOF,
    "visits.Addendum.author": FACT,
    "visits.Confirmation.person": FACT,
    "visits.Visit.author": FACT,
    "wagtailcore.Comment.resolved_by": ON_PAGE,
    "wagtailcore.Comment.user": ON_PAGE,
    "wagtailcore.CommentReply.user": ON_PAGE,
    "wagtailcore.ModelLogEntry.user": PROOF,
    "wagtailcore.Page.owner": ON_PAGE,
    "wagtailcore.PageLogEntry.user": PROOF,
    "wagtailcore.Revision.user": ON_PAGE,
    "wagtailcore.TaskState.finished_by": PROOF,
    "wagtailcore.WorkflowState.requested_by": PROOF,
    "wagtaildocs.Document.uploaded_by_user": EMPTY,
    "wagtailimages.Image.uploaded_by_user": EMPTY,
}


def columns() -> Iterator[tuple[str, str]]:
    """Each column of any app, Wagtail's and allauth's too, that names a person, as the code and as SQL call it."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.related_model is User:
                yield f"{model._meta.label}.{field.name}", f'"{model._meta.db_table}"."{field.column}"'


def not_asked(person: User, made: CaptureQueriesContext) -> set[str]:
    sql = " ".join(query["sql"] for query in made.captured_queries)
    asked = set(re.findall(rf'("\w+"\."\w+") (?:=|IN) \(?{person.pk}\b', sql))
    return {name for name, column in columns() if column not in asked}


@pytest.mark.django_db
def test_every_row_that_names_a_person_is_told_to_them() -> None:
    person = people.user()
    with CaptureQueriesContext(connection) as made:
        for data in OWN_DATA.values():
            data.rows(person)
    assert not_asked(person, made) == set(NOT_ASKED)


@pytest.mark.django_db
def test_every_row_that_names_a_person_is_looked_for_when_they_leave() -> None:
    """Whatever stays does so for a reason that stands here."""
    person = people.user()
    with CaptureQueriesContext(connection) as made:
        for erasure in ERASURE.values():
            erasure.erase(person)
    assert not_asked(person, made) == set(NOT_ERASED)


def test_what_should_stand_empty_has_nobody_to_fill_it() -> None:
    assert (get_image_model()._meta.label, get_document_model()._meta.label) == (
        "cms.CustomImage",
        "cms.CustomDocument",
    )
    assert not [app for app in settings.INSTALLED_APPS if app.startswith("wagtail.api")]


def test_what_is_told_is_told_by_a_topic() -> None:
    found = {key: data.rows.__module__ for key, data in OWN_DATA.items()}
    assert {
        key: module for key, module in found.items() if module.removesuffix(".own_data") not in settings.TOPICS
    } == {}
