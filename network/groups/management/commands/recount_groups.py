"""manage.py recount_groups: compares each group's number of members with its rows and mends what differs."""

from django.core.management.base import BaseCommand

from network.groups.actions import recount_members


class Command(BaseCommand):
    help = "Compares each group's number of members with its rows and mends what differs."

    def handle(self, *args: object, **options: object) -> None:
        """Prints how many groups were mended; 0 is what is expected."""
        self.stdout.write(str(recount_members()))
