from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "profiles"
    label = "profiles"

    def ready(self) -> None:
        """What follows for sessions when allauth changes a password or begins a session."""
        from allauth.account.signals import password_changed, password_reset, password_set
        from allauth.usersessions.models import UserSession
        from django.db.models.signals import pre_save

        from profiles import adapter

        for signal in (password_changed, password_reset, password_set):
            signal.connect(adapter.password_replaced)
        pre_save.connect(adapter.forget_address, sender=UserSession)
