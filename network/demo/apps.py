"""The demo company."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A believable company, in Norwegian and English, for the first start and for measuring."""

    name = "network.demo"
