"""The register of our channels outside: all of them, one, and what somebody represents."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, When
from django.utils.timezone import localdate

from network.policy.models import Channel, ChannelRepresentative
from network.policy.queries.representing import Standing
from profiles.models import Person

_ORDER = (Channel.Status.ACTIVE, Channel.Status.RESTING, Channel.Status.CLOSED)


@dataclass(frozen=True)
class Tenure:
    """Who spoke for us on a channel, who does, and who will."""

    current: Sequence[ChannelRepresentative]
    coming: Sequence[ChannelRepresentative]
    former: Sequence[ChannelRepresentative]


def channels_listed() -> list[Channel]:
    """Those in use first; each with the people who speak for us there now in `speaking`."""
    current = _with_people(ChannelRepresentative.objects.current())
    rank = Case(*(When(status=status, then=place) for place, status in enumerate(_ORDER)), output_field=IntegerField())
    rows = Channel.objects.select_related("department").order_by(rank, "platform", "handle")
    return list(rows.prefetch_related(Prefetch("representatives", current, to_attr="speaking")))


def channel_for(slug: str) -> Channel:
    """The channel of that slug; Channel.DoesNotExist if there is none."""
    return Channel.objects.select_related("department").get(slug=slug)


def tenure_of(channel: Channel) -> Tenure:
    """Everybody who was ever named for it. Of a closed channel nobody is current."""
    day = localdate()
    rows = list(_with_people(channel.representatives.order_by("starts_on", "pk")))
    ended = {row.pk for row in rows if row.ends_on is not None and row.ends_on < day}
    if channel.status == Channel.Status.CLOSED:
        ended = {row.pk for row in rows}
    begun = {row.pk for row in rows if row.starts_on <= day}
    return Tenure(
        current=[row for row in rows if row.pk in begun - ended],
        coming=[row for row in rows if row.pk not in begun | ended],
        former=[row for row in rows if row.pk in ended],
    )


def representative_for(channel: Channel, pk: int) -> ChannelRepresentative:
    """One of the channel's; ChannelRepresentative.DoesNotExist if it is none of its."""
    return _with_people(ChannelRepresentative.objects.filter(channel=channel)).get(pk=pk)


def represented_by(person: Person) -> list[ChannelRepresentative]:
    """Where somebody speaks for us now; nothing of those who left."""
    if not person.is_active:
        return []
    rows = ChannelRepresentative.objects.current().filter(person=person)
    return list(rows.select_related("channel").order_by("channel__platform", "channel__handle"))


def people_named(words: str) -> list[Person]:
    """Colleagues whom the words name: by @handle or whole name, else those whose name holds them; at most five."""
    active = Person.objects.active()
    exact = list(active.filter(Q(handle=words.removeprefix("@").lower()) | Q(name__iexact=words))[:5])
    return exact or list(active.filter(name__icontains=words).order_by("name")[:5])


def _with_people(rows: "QuerySet[ChannelRepresentative]") -> "QuerySet[ChannelRepresentative]":
    return rows.select_related("person__department", "backup")


def standing_on(person: Person, slug: str, listed: Sequence[Channel]) -> Standing:
    """What the register says of the person on the channel of that slug, as `channels_listed` tells it."""
    channel = next((channel for channel in listed if channel.slug == slug), None)
    if channel is None:
        return Standing(is_ours=False)
    speaking: Sequence[ChannelRepresentative] = channel.speaking  # type: ignore[attr-defined]
    mine = [row for row in speaking if row.person_id == person.pk]
    return Standing(
        is_ours=True,
        is_active=channel.status == Channel.Status.ACTIVE,
        is_registered=bool(mine),
        is_trained=any(row.trained_on is not None for row in mine),
    )
