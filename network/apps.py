"""Connects the wiring when Django is ready."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "network"
    label = "network"

    def ready(self) -> None:
        from network import wiring

        wiring.connect()
