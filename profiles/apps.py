from importlib import import_module

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "profiles"
    label = "profiles"

    def ready(self) -> None:
        """What follows when a password is replaced or a session begins; models exist only now."""
        import_module("profiles.adapter")
