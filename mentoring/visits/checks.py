import hashlib
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from lms.common import clock
from lms.common.integrity import verify
from lms.common.models import StateChange
from mentoring.corps.enums import IN_OFFICE, AppointmentState, BodyKind
from mentoring.corps.models import Appointment
from mentoring.visits.enums import HELD, LONGEST_HOURS, VisitState
from mentoring.visits.models import ActionItem, Addendum, Confirmation, PrivateNote, Visit, VisitPhoto
from mentoring.visits.queries import photos
from mentoring.visits.queries.visits import SENT

ENDED = frozenset(
    {AppointmentState.RESIGNED, AppointmentState.DISMISSED, AppointmentState.EXPIRED, AppointmentState.ENDED}
)


def visits_do_not_overlap() -> Iterator[str]:
    held = Visit.objects.filter(state__in=HELD)
    same_time = held.filter(
        author=OuterRef("author"),
        pk__gt=OuterRef("pk"),
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    yield from verify.rows(held.filter(Exists(same_time)))


def visits_have_a_length() -> Iterator[str]:
    longest, visits = timedelta(hours=LONGEST_HOURS), Visit.objects.only("starts_at", "ends_at").iterator()
    yield from verify.rows(visit for visit in visits if not timedelta() < visit.ends_at - visit.starts_at <= longest)


def sent_logs_are_kept() -> Iterator[str]:
    yield from verify.gone(Visit, *SENT)


def visits_follow_their_engagement() -> Iterator[str]:
    follows = Q(expert=F("engagement__expert"), author=F("engagement__expert__person"))
    yield from verify.rows(Visit.objects.exclude(follows))


def visits_lie_in_a_term() -> Iterator[str]:
    """The expert was appointed on that day, whatever became of the term later."""
    day = OuterRef("day")
    served = Appointment.objects.filter(
        person=OuterRef("expert__person"),
        centre=OuterRef("centre"),
        body__kind=BodyKind.CORPS,
        state__in=IN_OFFICE | ENDED,
        starts_on__lte=day,
    )
    covering = served.filter(Q(ends_on=None) | Q(ends_on__gte=day), Q(ended_on=None) | Q(ended_on__gte=day))
    yield from verify.rows(_on_their_day().filter(~Exists(covering)))


def visits_lie_in_their_engagement() -> Iterator[str]:
    outside = Q(day__lt=F("engagement__starts_on")) | Q(day__gt=F("engagement__ends_on"))
    yield from verify.rows(_on_their_day().filter(outside))


def _on_their_day() -> QuerySet[Visit]:
    return Visit.objects.filter(state__in=HELD).annotate(day=TruncDate("starts_at", tzinfo=clock.SEOUL))


def visits_last_as_logged() -> Iterator[str]:
    """The line of the confirmation holds the minutes: they are paid."""
    lines = StateChange.objects.filter(subject=Visit._meta.label_lower, data__has_key="minutes").order_by("pk")
    logged = dict(lines.values_list("subject_id", "data__minutes"))
    confirmed = Visit.objects.filter(state=VisitState.CONFIRMED).only("starts_at", "ends_at")
    yield from verify.rows(row for row in confirmed.iterator() if row.minutes != logged.get(row.pk, row.minutes))


def words_are_their_authors() -> Iterator[str]:
    """Notes and additions belong to the log they stand beside, next steps to its request: they go on with the next expert."""
    yield from verify.rows(PrivateNote.objects.exclude(author=F("visit__author")))
    yield from verify.rows(Addendum.objects.exclude(author=F("visit__author")))
    yield from verify.rows(ActionItem.objects.exclude(engagement__request=F("visit__engagement__request")))


def confirmed_by_another() -> Iterator[str]:
    """A confirmed log has an answer or a ruling, and none of the answers is its author's."""
    yield from verify.rows(Confirmation.objects.filter(person=F("visit__author")))
    confirmed = Visit.objects.filter(state=VisitState.CONFIRMED, no_show_side="")
    yield from verify.rows(confirmed.filter(confirmations=None))


def photos_are_whole() -> Iterator[str]:
    """Each photo and its thumbnail are where the row says, and are what was written."""
    for photo in VisitPhoto.objects.iterator():
        for file, sha256 in ((photo.file, photo.sha256), (photo.thumbnail, photo.thumbnail_sha256)):
            try:
                with file.open("rb") as content:
                    same = hashlib.file_digest(content, "sha256").hexdigest() == sha256
            except OSError:
                yield f"{photo._meta.label} {photo.pk}: its {file.field.name} is missing"
            else:
                if not same:
                    yield f"{photo._meta.label} {photo.pk}: its {file.field.name} was changed"


def photos_are_their_authors() -> Iterator[str]:
    yield from verify.rows(VisitPhoto.objects.exclude(added_by=F("visit__author")))


def photo_files_have_rows() -> Iterator[str]:
    yield from (f"{name} belongs to no photo" for name in photos.strays())


ON_POSTGRESQL = {
    "visits.Visit": frozenset({"visits_visit_no_overlap", "visits_visit_eight_hours"}),
}

CHECKS = {
    "visits_do_not_overlap": visits_do_not_overlap,
    "visits_have_a_length": visits_have_a_length,
    "sent_logs_are_kept": sent_logs_are_kept,
    "visits_follow_their_engagement": visits_follow_their_engagement,
    "visits_lie_in_a_term": visits_lie_in_a_term,
    "visits_lie_in_their_engagement": visits_lie_in_their_engagement,
    "visits_last_as_logged": visits_last_as_logged,
    "words_are_their_authors": words_are_their_authors,
    "photos_are_whole": photos_are_whole,
    "photos_are_their_authors": photos_are_their_authors,
    "photo_files_have_rows": photo_files_have_rows,
    "confirmed_by_another": confirmed_by_another,
}
