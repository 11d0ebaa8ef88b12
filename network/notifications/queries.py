"""What pages and letters ask of notifications."""

from collections.abc import Collection

from network.notifications.models import Kind, Preference
from network.notifications.subjects import Subject
from profiles.models import Person

DEFAULT_CHANNEL = {
    Kind.MENTION: Preference.Channel.MAIL,
    Kind.INVITATION: Preference.Channel.MAIL,
    Kind.JOIN_REQUEST: Preference.Channel.MAIL,
    Kind.COMMENT: Preference.Channel.DIGEST,
    Kind.REPLY: Preference.Channel.DIGEST,
    Kind.MEMBERSHIP: Preference.Channel.DIGEST,
    Kind.GROUP_CHANGED: Preference.Channel.DIGEST,
    Kind.REACTION: Preference.Channel.INBOX,
    Kind.FOLLOW: Preference.Channel.INBOX,
}


def channel_of(people: Collection[int], kind: Kind) -> dict[int, str]:
    """How each of these people wants this kind of news: their choice, else the kind's default."""
    chosen = dict(Preference.objects.filter(person__in=people, kind=kind).values_list("person_id", "channel"))
    return {person: chosen.get(person, DEFAULT_CHANNEL[kind]) for person in people}


def person_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """People as subjects of news."""
    rows = Person.objects.visible_to(person).filter(pk__in=ids)
    return {row.pk: Subject(row.name, row.get_absolute_url()) for row in rows}
