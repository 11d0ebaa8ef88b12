"""Signing out elsewhere."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from profiles.models import Person


def end_sessions(person: Person, but: str = "") -> int:
    """Signs the person out everywhere (except in the session with key `but`); sockets of those sessions close."""
    ended = UserSession.objects.filter(user=person).exclude(session_key=but)
    keys = list(ended.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    ended.delete()
    return len(keys)


@transaction.atomic
def end_session(*, person: Person, pk: int) -> None:
    """Signs the person out of one other place. Harmless to repeat."""
    keys = list(UserSession.objects.filter(user=person, pk=pk).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=person, pk=pk).delete()
