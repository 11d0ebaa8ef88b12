"""How each kind of news reaches a person: by default, and as they wish."""

from collections.abc import Collection

from network.notifications.models import (
    FOR_ADMINISTRATORS,
    FOR_EDITORS,
    FOR_HANDLERS,
    WHERE_IT_CAME,
    Kind,
    Notification,
    Preference,
)
from profiles.models import Person, Role

DEFAULT_CHANNEL = {
    Kind.MENTION: Preference.Channel.MAIL,
    Kind.INVITATION: Preference.Channel.MAIL,
    Kind.JOIN_REQUEST: Preference.Channel.MAIL,
    Kind.HOST: Preference.Channel.MAIL,
    Kind.HELLO: Preference.Channel.MAIL,
    Kind.ASKED: Preference.Channel.MAIL,
    Kind.IMPORT: Preference.Channel.MAIL,
    Kind.COMMENT: Preference.Channel.DIGEST,
    Kind.REPLY: Preference.Channel.DIGEST,
    Kind.MEMBERSHIP: Preference.Channel.DIGEST,
    Kind.GROUP_CHANGED: Preference.Channel.DIGEST,
    Kind.CONFIRM: Preference.Channel.DIGEST,
    Kind.IDEA: Preference.Channel.MAIL,
    Kind.IDEA_ASKED: Preference.Channel.MAIL,
    Kind.IDEA_DUTY: Preference.Channel.MAIL,
    Kind.REVIEW: Preference.Channel.MAIL,
    Kind.AWARD: Preference.Channel.MAIL,
    Kind.JURY: Preference.Channel.MAIL,
    Kind.POLICY_DUE: Preference.Channel.MAIL,
    Kind.POLICY_ANSWER: Preference.Channel.MAIL,
    Kind.POLICY_DESK: Preference.Channel.MAIL,
    Kind.POLICY: Preference.Channel.MAIL,
    Kind.POLICY_ASKED: Preference.Channel.MAIL,
    Kind.POLICY_REMARK: Preference.Channel.MAIL,
    Kind.REPORT: Preference.Channel.MAIL,
    Kind.DECISION: Preference.Channel.MAIL,
    Kind.CASE: Preference.Channel.MAIL,
    Kind.MISPLACED: Preference.Channel.MAIL,
    Kind.SHARING: Preference.Channel.DIGEST,
    Kind.SHARE_ASKED: Preference.Channel.MAIL,
    Kind.IDEA_VOTED: Preference.Channel.DIGEST,
    Kind.CONFIRMED: Preference.Channel.INBOX,
    Kind.REACTION: Preference.Channel.INBOX,
    Kind.FOLLOW: Preference.Channel.INBOX,
}


def channel_of(people: Collection[int], kind: Kind) -> dict[int, str]:
    """How each of these people wants this kind of news: their choice, else the kind's default."""
    chosen = dict(Preference.objects.filter(person__in=people, kind=kind).values_list("person_id", "channel"))
    return {person: chosen.get(person, DEFAULT_CHANNEL[kind]) for person in people}


def channels_of(person: Person) -> dict[Kind, str]:
    """How the person wants each kind of news that can come to them."""
    chosen = dict(Preference.objects.filter(person=person).values_list("kind", "channel"))
    closed = set() if person.is_administrator else set(FOR_ADMINISTRATORS)
    roles = set(Role.objects.current().filter(person=person).values_list("kind", flat=True))
    closed |= set() if Role.Kind.POLICY_EDITOR in roles else set(FOR_EDITORS)
    closed |= set() if roles & Role.Kind.handlers() else set(FOR_HANDLERS)
    came = Notification.objects.filter(recipient=person, kind__in=WHERE_IT_CAME).values_list("kind", flat=True)
    closed |= WHERE_IT_CAME.difference(came.distinct())
    kinds = [kind for kind in Kind if kind not in closed]
    return {kind: chosen.get(kind, DEFAULT_CHANNEL[kind]) for kind in kinds}
