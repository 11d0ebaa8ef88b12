"""How allauth knows our people: closed sign-up, the person's name, our own origin only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from profiles.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: people come in by an administrator or by provisioning."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an intranet's people are its organisation's people."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the trusted proxies report, else the peer's."""
        proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if proxies else []
        return str(
            forwarded[-proxies].strip() if len(forwarded) >= proxies > 0 else request.META.get("REMOTE_ADDR", "")
        )


def display_name(person: Person) -> str:
    """The name that allauth's pages and letters use."""
    return person.name
