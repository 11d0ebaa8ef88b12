"""What pages and letters ask of notifications."""

from network.notifications.queries.channels import DEFAULT_CHANNEL, channel_of, channels_of
from network.notifications.queries.letters import (
    Inbox,
    Letter,
    actors_of,
    declared_subjects,
    digest_rows,
    inbox_page,
    letter_for,
    letters_for,
    people_with_digest,
    person_subjects,
)
from network.notifications.queries.sink import SunkLetter, letters_to

__all__ = [
    "DEFAULT_CHANNEL",
    "Inbox",
    "Letter",
    "SunkLetter",
    "actors_of",
    "channel_of",
    "channels_of",
    "declared_subjects",
    "digest_rows",
    "inbox_page",
    "letter_for",
    "letters_for",
    "letters_to",
    "people_with_digest",
    "person_subjects",
]
