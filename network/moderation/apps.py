from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "network.moderation"

    def ready(self) -> None:
        from network.moderation import checks  # noqa: F401, PLC0415  (registers itself)
