"""manage.py open_local_sign_in: passwords count again, when the organisation's own sign-in lets nobody in."""

from django.core.management.base import BaseCommand

from profiles.actions.sign_in import open_local_sign_in


class Command(BaseCommand):
    help = "Lets people sign in with password and passkey again. Everything else about sign-in stays as decided."

    def handle(self, *_args: object, **_options: object) -> None:
        open_local_sign_in()
        self.stdout.write("Passwords and passkeys count again.")
