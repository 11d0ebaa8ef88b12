from django.apps import AppConfig
from django.urls import register_converter

from network.core.addresses import Id


class CoreConfig(AppConfig):
    name = "network.core"
    label = "core"

    def ready(self) -> None:
        """Addresses of every room may hold an id."""
        register_converter(Id, "id")
