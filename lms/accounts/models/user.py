from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MinLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common import clock


class KeptNumber(models.PositiveIntegerField):
    """Only an UPDATE that names it changes it: a person saved from an older copy must not bring ended sessions back."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return super().pre_save(model_instance, add) if add else models.F(self.attname)


NUMBER_OPENS = (models.F("phone_given_at").desc(nulls_last=True), "phone_since", "pk")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def end_sessions(self, *people: int) -> None:
        """In the caller's transaction. Every session carries the number, so none outlives this in any cache."""
        self.filter(pk__in=people).update(sessions_ended=models.F("sessions_ended") + 1)

    def opened_by(self, phone: str) -> "User | None":
        """Families share a phone: the number signs in to the account that the office gave it, else to whoever had it
        first."""
        return self.filter(phone=phone, is_active=True).order_by(*NUMBER_OPENS).first() if phone else None

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. One name, never split; the phone is kept as digits. No birth date and no resident number anywhere."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=50, validators=[MinLengthValidator(2)])
    phone = models.CharField(_("phone"), max_length=12, blank=True)
    phone_since = models.DateTimeField(default=clock.now, editable=False)
    phone_given_at = models.DateTimeField(null=True, editable=False)  # when the office gave the number to this account
    address = models.CharField(_("address"), max_length=120, blank=True)
    dong = models.ForeignKey(
        "accounts.Region",
        verbose_name=_("dong"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="residents",
    )
    is_active = models.BooleanField(pgettext_lazy("site", "active"), default=True)
    is_staff = models.BooleanField(default=False)
    sessions_ended = KeptNumber(default=0, editable=False)
    date_joined = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True, editable=False)  # left for good; the row stays under a word for a name

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case"),
            models.UniqueConstraint(
                fields=["phone"], condition=Q(phone_given_at__isnull=False), name="accounts_user_phone_given_once"
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="person_by_name"),
            models.Index(fields=["date_joined", "id"], name="person_by_day"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Who is suspended, or becomes or stops being a superuser, is signed out everywhere. A new number is held from now
        on, whoever has had it before."""
        fields = kwargs.get("update_fields")
        with transaction.atomic():
            asked = bool(self.pk) and (fields is None or "phone" in fields)
            rows = User.objects.filter(pk=self.pk).values_list("phone", "is_active", "is_superuser")
            before = rows.first() if asked else None
            if before and before[0] != self.phone:
                self.phone_since, self.phone_given_at = clock.now(), None
                if fields is not None:
                    kwargs["update_fields"] = {*fields, "phone_since", "phone_given_at"}
            super().save(*args, **kwargs)
            if before and fields is None and before[1:] != (self.is_active, self.is_superuser):
                User.objects.end_sessions(self.pk)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What each session is compared with at each request; Django's, and how often all sessions were ended."""
        by_password: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        if not self.sessions_ended:
            return by_password
        whole = f"{by_password}{self.sessions_ended}"
        return salted_hmac("lms.accounts.sessions", whole, secret=secret, algorithm="sha256").hexdigest()
