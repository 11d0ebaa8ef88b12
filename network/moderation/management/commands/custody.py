"""`manage.py custody NUMBER`: prints the one case that a custodian has opened to an administrator, while it lasts."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from network.core.access import Refused
from network.moderation.actions.looking import look_at


class Command(BaseCommand):
    """Each print is a line in the log. Who reported is never printed, nor what they wrote."""

    help = "Prints one sealed case that a custodian has opened, by the number of the grant."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="of the grant, as /moderation/looks/ shows it")

    def handle(self, *_args: object, **options: Any) -> None:
        try:
            told = look_at(ref=options["number"])
        except Refused as refusal:
            raise CommandError(str(refusal.sentence)) from None
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1, default=str))
