from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "network.live"
    label = "live"
