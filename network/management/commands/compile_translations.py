"""Translations from .po to .mo without gettext on the machine."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.reloader import translation_file_changed


class Command(BaseCommand):
    help = "Compiles every catalogue that is newer than its compiled form; unsure (fuzzy) entries are left out."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when a text is not translated or unsure")

    def handle(self, *_args: Any, **options: Any) -> None:
        for source in catalogues():
            if compile_catalogue(source):
                self.stdout.write(f"{source.parent.parent.name}/{source.name} compiled")
            if options["check"]:
                require_complete(source)


def catalogues() -> Iterator[Path]:
    """Every .po of the project, in a steady order."""
    for folder in settings.LOCALE_PATHS:
        yield from sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))


def compile_catalogue(source: Path) -> bool:
    """Writes the .mo beside the .po where it is missing or older; says whether it did."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    catalogue = polib.pofile(str(source))
    for entry in [entry for entry in catalogue if entry.fuzzy]:
        catalogue.remove(entry)
    draft = target.with_suffix(".mo.new")
    catalogue.save_as_mofile(str(draft))
    draft.replace(target)
    translation_file_changed(None, target)  # what this process read before is forgotten
    return True


def require_complete(source: Path) -> None:
    """Raises CommandError with the first texts that lack a sure translation."""
    catalogue = polib.pofile(str(source))
    open_entries = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
    if open_entries:
        shown = "\n".join(f"  {entry.msgid!r}" for entry in open_entries[:20])
        raise CommandError(f"{source}: {len(open_entries)} texts are not translated:\n{shown}")
