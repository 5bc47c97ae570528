"""Of every row that names a person, that person is told, or it stands here why not."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from lms.accounts.models import User
from lms.privacy.registries import OWN_DATA
from tests.architecture.imports import topic_of
from tests.factories import people

WITH_ANOTHER = "told with the row that it stands beside"
OF_STAFF = "what somebody did as staff or editor is the centre's record of it, and no fact about them"
NOT_ASKED = {
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
}


def columns() -> Iterator[tuple[str, str]]:
    """Each column of ours that names a person, as it is called in the code and in SQL."""
    for model in apps.get_models():
        if not topic_of(model.__module__):
            continue
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if field.related_model is not User:
                continue
            is_many = isinstance(field, models.ManyToManyField)
            table = field.m2m_db_table() if is_many else model._meta.db_table
            column = field.m2m_reverse_name() if is_many else field.column
            yield f"{model._meta.label}.{field.name}", f'"{table}"."{column}"'


@pytest.mark.django_db
def test_every_row_that_names_a_person_is_told_to_them() -> None:
    person = people.user()
    with CaptureQueriesContext(connection) as made:
        for data in OWN_DATA.values():
            data.rows(person)
    asked = set(
        re.findall(
            rf'("\w+"\."\w+") (?:=|IN) \(?{person.pk}\b', " ".join(query["sql"] for query in made.captured_queries)
        )
    )
    assert {name for name, column in columns() if column not in asked} == set(NOT_ASKED)


def test_what_is_told_is_told_by_a_topic() -> None:
    found = {key: data.rows.__module__ for key, data in OWN_DATA.items()}
    assert {
        key: module for key, module in found.items() if module.removesuffix(".own_data") not in settings.TOPICS
    } == {}
