from django.apps import AppConfig


class OpennessConfig(AppConfig):
    name = "network.openness"
    label = "openness"
