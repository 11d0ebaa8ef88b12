"""For the administrator at the machine: who moderates, edits policies or is elected, and who administers."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles.actions import give_role, make_administrator
from profiles.models import Person, Role

ADMINISTRATOR = "administrator"


class Command(BaseCommand):
    help = "Gives a role from today, until a day or without end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("handle")
        parser.add_argument("role", choices=[*Role.Kind.values, ADMINISTRATOR])
        parser.add_argument("--until", type=date.fromisoformat, help="last day, as 2027-06-30")

    def handle(self, *_args: Any, **options: Any) -> None:
        person = Person.objects.active().filter(handle=options["handle"].lower()).first()
        if person is None:
            raise CommandError("Nobody active has this handle.")
        if options["role"] == ADMINISTRATOR:
            make_administrator(person=person)
        else:
            give_role(person=person, kind=Role.Kind(options["role"]), until=options["until"])
        self.stdout.write(f"{person.handle} is {options['role']}.")
