"""For the administrator at the machine: somebody has left."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles.actions import deactivate_person
from profiles.models import Person


class Command(BaseCommand):
    help = "Signs a person out everywhere and closes the account; what they wrote stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("handle")

    def handle(self, *_args: Any, **options: Any) -> None:
        person = Person.objects.active().filter(handle=options["handle"].lower()).first()
        if person is None:
            raise CommandError("Nobody active has this handle.")
        deactivate_person(person=person)
        self.stdout.write(f"{person.handle} is deactivated.")
