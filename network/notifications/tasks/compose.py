"""A letter as it goes out: one language, plain text and simple HTML, and a way to stop it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac

from network.core.text import clean_line
from network.notifications.access import unsubscribe_token
from network.notifications.queries import Letter
from profiles.models import Person


def address(path: str) -> str:
    """The full address of a page of ours."""
    return f"{settings.ORIGINS[0]}{path}"


def identity(*parts: object) -> str:
    """A Message-ID that is the same for the same letter and tells nothing."""
    digest = salted_hmac("notifications.message-id", ":".join(map(str, parts)), algorithm="sha256").hexdigest()[:40]
    return f"<{digest}@{settings.DEFAULT_FROM_EMAIL.partition('@')[2].rstrip('>') or 'localhost'}>"


def compose(
    person: Person, letters: Sequence[Letter], template: str, words: dict[str, Any], connection: BaseEmailBackend | None
) -> EmailMultiAlternatives:
    """The letter in the active language; `words` holds at least its title, kind and message_id."""
    stop = address(reverse("notifications:unsubscribe", args=[unsubscribe_token(person, words["kind"])]))
    context = {
        "reader": person,
        "lines": [(letter.text, address(letter.url)) for letter in letters],
        "site_name": settings.SITE_NAME,
        "stop": stop,
        "preferences": address(reverse("notifications:preferences")),
        "inbox": address(reverse("notifications:notifications")),
        **words,
    }
    mail = EmailMultiAlternatives(
        subject=clean_line(words["title"])[:180],
        body=render_to_string(f"notifications/{template}.txt", context),
        to=[person.email],
        connection=connection,
        headers={
            "Message-ID": words["message_id"],
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            **words.get("headers", {}),
        },
    )
    mail.attach_alternative(render_to_string(f"notifications/{template}.html", context), "text/html")
    return mail
