from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.rules import Person
from mentoring.corps.enums import (
    IN_OFFICE,
    IN_PROCESS,
    AppointmentSource,
    AppointmentState,
    BodyKind,
    MemberRole,
    Share,
)
from mentoring.corps.rules import visible_appointments, visible_bodies


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, user: Person) -> "BodyQuerySet":
        return self.filter(visible_bodies(user))


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, user: Person) -> "AppointmentQuerySet":
        return self.filter(visible_appointments(user))


class Body(models.Model):
    """A corps or a council: its seats, its term and who appoints. The row is the lock for its seats."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=10, choices=BodyKind.choices)
    name = models.CharField(_("name"), max_length=80)
    region = models.ForeignKey("accounts.Region", on_delete=models.PROTECT, related_name="bodies")
    appointer_title = models.CharField(_("appointed by"), max_length=40)
    letter_prefix = models.CharField(_("prefix of letter numbers"), max_length=20)
    letter_text = models.TextField(_("text of the letter of appointment"))
    acceptance_text = models.TextField(_("text of the acceptance"))
    seats_min = models.PositiveSmallIntegerField(_("seats, at least"))
    seats_max = models.PositiveSmallIntegerField(_("seats, at most"))
    term_months = models.PositiveSmallIntegerField(_("term in months"), default=24)
    # Empty: nobody has said so yet.
    quorum_present = models.CharField(_("must be present"), max_length=10, choices=Share.choices, blank=True)
    quorum_agree = models.CharField(_("must agree"), max_length=10, choices=Share.choices, blank=True)
    renewable = models.BooleanField(_("renewable"), default=True)
    requires_acceptance = models.BooleanField(_("asks for an acceptance"), default=True)
    required_course = models.CharField(_("course whose certificate is needed"), max_length=30, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        ordering = ["centre", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="corps_body_name"),
            models.CheckConstraint(condition=models.Q(seats_max__gte=models.F("seats_min")), name="corps_body_seats"),
            models.CheckConstraint(
                condition=models.Q(quorum_present__in=["", *Share.values], quorum_agree__in=["", *Share.values]),
                name="corps_body_quorum",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """A person in a body for a term. Renewal is a new row; nothing of a past term is lost."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="appointments")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)
    source = models.CharField(_("chosen by"), max_length=15, choices=AppointmentSource.choices)
    office = models.CharField(_("office held"), max_length=60, blank=True)  # of ex-officio members
    certificate = models.ForeignKey(
        "credentials.Certificate", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    exception_reason = models.CharField(_("why without a certificate"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=AppointmentState.choices, default=AppointmentState.DRAFT)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)  # null: while in office
    offered_at = models.DateTimeField(null=True)
    offer_expires_on = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)  # of members by office: when the appointer confirmed them
    signed_name = models.CharField(_("name"), max_length=50, blank=True)
    signed_phone = models.CharField(_("phone"), max_length=12, blank=True)
    signed_address = models.CharField(_("address"), max_length=120, blank=True)
    letter_no = models.CharField(_("letter number"), max_length=40, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    ended_on = models.DateField(null=True)
    barred_until = models.DateField(null=True)
    renewed_from = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewal")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "person"],
                condition=models.Q(state__in=sorted(IN_PROCESS)),
                name="corps_appointment_one_in_process",
            ),
            models.UniqueConstraint(
                fields=["body", "person"],
                condition=models.Q(state__in=sorted(IN_OFFICE)),
                name="corps_appointment_one_in_office",
            ),
            models.UniqueConstraint(
                fields=["body"],
                condition=models.Q(role=MemberRole.CHAIR, state__in=sorted(IN_OFFICE)),
                name="corps_appointment_one_chair",
            ),
            models.UniqueConstraint(
                fields=["centre", "letter_no"],
                condition=~models.Q(letter_no=""),
                name="corps_appointment_letter_no",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="corps_appointment_dates",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=AppointmentState.ACTIVE)
                | models.Q(accepted_at__isnull=False)
                | models.Q(source=AppointmentSource.EX_OFFICIO),
                name="corps_appointment_active_was_accepted",
            ),
        ]
        indexes = [models.Index(fields=["centre", "starts_on"], name="appointment_by_day")]

    def __str__(self) -> str:
        return f"{self.person}: {self.body}"
