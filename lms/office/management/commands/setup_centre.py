"""How a centre begins on a server: one command, that asks."""

import os
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.domain.country import load_country
from lms.accounts.models import Centre, Region, User
from lms.common.errors import DomainError
from lms.office.domain.first_centre import SUGGESTED, Done, Wanted, begin_centre
from lms.office.forms.first_centre import FirstCentreForm, known_answers

PASSWORD = "DJANGO_SUPERUSER_PASSWORD"  # noqa: S105 - the variable, as Django's own command has it
YES = {"y", "yes", "예", "네"}
OPTIONS = {
    "district": "province and district, or the district's code",
    "name": "name of the centre",
    "slug": "its short name in addresses",
    "contact-name": "who answers the phone for help",
    "phone": "the phone for help",
    "hours": "when it is answered",
    "address": "where the centre is",
    "email": "address of the first manager",
    "manager": "name of the first manager",
}


class Command(BaseCommand):
    help = (
        "Begins a centre: the country's regions, the centre in its district, the front page, the first manager. Asks for "
        "what no option gives. All of it or nothing; run again it changes nothing and says what is there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        for name, text in OPTIONS.items():
            parser.add_argument(f"--{name}", help=text)
        parser.add_argument("--no-input", "--noinput", action="store_true", help="ask nothing")
        parser.add_argument(
            "--send-link",
            action="store_true",
            help=f"mail a link to choose a password; without it, {PASSWORD} or asked",
        )
        parser.add_argument(
            "--suggested", nargs="*", choices=tuple(SUGGESTED), help="lists to begin with: changed at any time"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                done = self._begin(options)
        except (DomainError, ValidationError) as refused:
            said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
            raise CommandError(_nothing_done(*said)) from refused
        for one in done:
            state = _("made") if one.is_new else _("was there")
            self.stdout.write(f"[{state}] {one.said}")
        self.stdout.write(
            self.style.SUCCESS(_("The manager signs in, and the office's home leads through what is next."))
        )

    def _begin(self, options: dict[str, Any]) -> list[Done]:
        asks = not options["no_input"]
        places = load_country()
        form = self._filled({name.replace("-", "_"): options[name.replace("-", "_")] or "" for name in OPTIONS}, asks)
        wanted = form.wanted()
        password = None if options["send_link"] else self._password(wanted, asks)
        suggested = options["suggested"]
        if suggested is None:
            suggested = self._suggested() if asks and not Centre.objects.filter(name=wanted.name).exists() else []
        regions = Done(
            _("Regions: %(n)s places of the country") % {"n": f"{Region.objects.open().count():,}"}, places > 0
        )
        return [regions, *begin_centre(wanted, password=password, suggested=suggested)]

    def _filled(self, given: dict[str, str], asks: bool) -> FirstCentreForm:
        """Each answer is checked as soon as it is given; those that nobody gives are the ones that are offered."""
        for name in given:
            known = known_answers(given)
            if not given[name] and name in known:
                given[name] = known[name]
            elif not given[name]:
                given[name] = self._asked(name, given) if asks else FirstCentreForm(given).offered(name)
        form = FirstCentreForm(given)
        if not form.is_valid():
            raise ValidationError(
                [f"--{name.replace('_', '-')}: {' '.join(map(str, why))}" for name, why in form.errors.items()]
            )
        return form

    def _asked(self, name: str, given: dict[str, str]) -> str:
        offered = FirstCentreForm(given).offered(name)
        while True:
            question = f"{FirstCentreForm.base_fields[name].label}{f' [{offered}]' if offered else ''}: "
            answer = _input(question).strip() or offered
            form = FirstCentreForm(given | {name: answer})
            if name not in form.errors:
                return answer
            self.stderr.write(" ".join(map(str, form.errors[name])))

    def _password(self, wanted: Wanted, asks: bool) -> str | None:
        """None is a link by mail. Of an account that is there nothing is asked."""
        if User.objects.filter(email__iexact=wanted.email).exists():
            return None
        person = User(email=wanted.email, name=wanted.manager)
        if from_environment := os.environ.get(PASSWORD):
            validate_password(from_environment, person)
            return from_environment
        if not asks:
            message = _("No password: please set %(variable)s, or let a link be mailed with --send-link.")
            raise ValidationError(message % {"variable": PASSWORD})
        return self._asked_password(person)

    def _asked_password(self, person: User) -> str | None:
        while password := getpass(_("Password of the first manager (left empty, a link is mailed): ")):
            try:
                validate_password(password, person)
            except ValidationError as refused:
                self.stderr.write(" ".join(refused.messages))
                continue
            if getpass(_("The same once more: ")) == password:
                return password
            self.stderr.write(_("The two are not the same."))
        return None

    def _suggested(self) -> list[str]:
        question = _("Begin with these? They can be changed at any time. (y/N) ")
        return [name for name, one in SUGGESTED.items() if _input(f"{one}\n{question}").lower() in YES]


def _input(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        raise CommandError(
            _nothing_done(_("There is nobody to ask: please give --no-input and all options."))
        ) from None


def _nothing_done(*said: str) -> str:
    return "\n".join([*said, _("Nothing was made or changed.")])
