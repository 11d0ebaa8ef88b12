"""For the administrator at the machine: who moderates, edits policies or is elected, and who administers."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles.actions import Mandate, give_role, make_administrator
from profiles.models import Department, Person, Role

ADMINISTRATOR = "administrator"


class Command(BaseCommand):
    help = "Gives a role from today, until a day or without end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("handle")
        parser.add_argument("role", choices=[*Role.Kind.values, ADMINISTRATOR])
        parser.add_argument("--until", type=date.fromisoformat, help="last day, as 2027-06-30")
        parser.add_argument("--body", choices=Role.Body.values, help="for whom a representative speaks")
        parser.add_argument("--name", default="", help="what that is called, such as the union's name")
        parser.add_argument("--department", default="", help="slug of the part of the house; none: all of it")

    def handle(self, *_args: Any, **options: Any) -> None:
        person = Person.objects.active().filter(handle=options["handle"].lower()).first()
        if person is None:
            raise CommandError("Nobody active has this handle.")
        if options["role"] == ADMINISTRATOR:
            make_administrator(person=person)
        else:
            kind = Role.Kind(options["role"])
            give_role(person=person, kind=kind, until=options["until"], mandate=_mandate(kind, options))
        self.stdout.write(f"{person.handle} is {options['role']}.")


def _mandate(kind: Role.Kind, options: dict[str, Any]) -> Mandate:
    if kind != Role.Kind.REPRESENTATIVE:
        if options["body"] or options["name"] or options["department"]:
            raise CommandError("Only a representative has a body, its name and a department.")
        return Mandate()
    slug = options["department"]
    scope = Department.objects.filter(slug=slug).first() if slug else None
    if slug and scope is None:
        raise CommandError("No department has this slug.")
    return Mandate(options["body"] or "", options["name"], scope)
