from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "profiles.identity"
    label = "identity"
