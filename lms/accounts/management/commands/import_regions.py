from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lms.accounts.domain.official_regions import changes_of, import_regions
from lms.accounts.official_changes import Changes, full_name
from lms.accounts.official_list import read
from lms.common.errors import DomainError


class Command(BaseCommand):
    help = "Brings the regions up to a newer list of the ministry (행정동코드): shows what changes, then writes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="UTF-8 or cp949, columns divided by tabs or commas")
        parser.add_argument("--dry-run", action="store_true", help="shows what would change, and writes nothing")
        parser.add_argument(
            "--answer",
            action="append",
            default=[],
            metavar="OLD=NEW",
            help="to a question: the full name of the old place and of what it became; OLD= where it is gone",
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, answer: list[str], **options: Any) -> None:
        try:
            places = read(file.read_bytes())
            answers = dict(_answer(text) for text in answer)
            changes = changes_of(places, answers)
            self._show(changes)
            if not dry_run and not changes.is_empty:
                import_regions(places=places, answers=answers)
                self.stdout.write(_("All of it is written."))
        except OSError as error:
            raise CommandError(_("This file can't be read: {file}").format(file=file)) from error
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _show(self, changes: Changes) -> None:
        if changes.is_empty:
            self.stdout.write(_("Nothing changes."))
        for row, place in changes.followed:
            self._line(_("follows"), f"{full_name(row.path)} {row.code} → {full_name(place.path)} {place.code}")
        for row in changes.gone:
            self._line(_("closes"), f"{full_name(row.path)} {row.code}")
        for row in changes.reopened:
            self._line(_("opens again"), f"{full_name(row.path)} {row.code}")
        for place in changes.new:
            self._line(_("adds"), f"{full_name(place.path)} {place.code}")
        for question in changes.questions:
            name = full_name(question.about.path)
            self._line(_("asks"), _("What became of {name}? Answer with one of:").format(name=name))
            for became in (*(full_name(place.path) for place in question.candidates), ""):
                self.stdout.write(f'    --answer "{name}={became}"')

    def _line(self, what: str, text: str) -> None:
        self.stdout.write(f"{what}: {text}")


def _answer(text: str) -> tuple[str, str]:
    old, divider, new = text.partition("=")
    if not divider:
        raise CommandError(_("An answer is written as OLD=NEW: {answer}").format(answer=text))
    return old.strip(), new.strip()
