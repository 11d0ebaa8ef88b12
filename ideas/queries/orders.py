"""The orders of a list of ideas. A number that is not told does not show in any of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate, localtime

from ideas.models import Idea, IdeaAuthor, Reader, Vote
from ideas.queries.boards import Narrowing, Order, counts_hidden, narrowed
from ideas.ranking import Entry, recommended, results, trending
from ideas.states import OVER
from network.conversations.models import Comment
from network.core.cards import Key
from network.core.clock import now
from profiles.models import Person

ON_PAGE = 20
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Listed:
    """A page of a list, and which page comes next (None: there is no more).

    `judged`: of results, the votes and readers of each idea on the page. `apart`: the first that too few have read to
    be judged, where it stands on this page.
    """

    keys: list[Key]
    count: int
    next_page: int | None
    judged: dict[int, Entry] = field(default_factory=dict)
    apart: int | None = None


def listed(person: Person, wish: Narrowing, page: int = 1) -> Listed:
    """A page in the order asked for. The recommended order stands still for a day, so pages do not overlap."""
    rows = narrowed(person, wish)
    if wish.order == Order.RESULTS:
        return _results(rows, page)
    return _page([*_in_order(person, rows, wish.order)], page)


def _in_order(person: Person, rows: "QuerySet[Idea]", order: Order) -> Iterable[Key]:
    if order == Order.NEWEST:
        return rows.order_by("-submitted_at", "-pk").values_list("pk", "version")
    if order == Order.READERS:
        return rows.order_by("reader_count", "pk").values_list("pk", "version")
    if order == Order.TRENDING:
        return _trending(rows)
    return _recommended(person, rows)


def _page(keys: list[Key], page: int) -> Listed:
    start = (page - 1) * ON_PAGE
    return Listed(keys[start : start + ON_PAGE], len(keys), page + 1 if len(keys) > start + ON_PAGE else None)


def _recommended(person: Person, rows: "QuerySet[Idea]") -> list[Key]:
    """An idea whose number is not told stands where chance puts it; what was read before today stands last.

    Not what was read today: the order would be another one on the next page.
    """
    before = Reader.objects.filter(idea=OuterRef("pk"), person=person, seen_at__lt=_midnight())
    counted = rows.annotate(told=~counts_hidden(), read=Exists(before))
    found = list(counted.values_list("pk", "version", "vote_count", "reader_count", "told", "read"))
    versions = {pk: version for pk, version, *_numbers in found}
    entries = [Entry(pk, votes, readers) if told else Entry(pk, 0, 0) for pk, _v, votes, readers, told, _r in found]
    read = {pk for pk, *_numbers, is_read in found if is_read}
    order = recommended(entries, person_id=person.pk, day=localdate(), read=read)
    return [(entry.id, versions[entry.id]) for entry in order]


def _midnight() -> datetime:
    return localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)


def _trending(rows: "QuerySet[Idea]") -> list[Key]:
    """What is wanted and talked about in these thirty days; votes that are not told count as none.

    Counted over all ideas, and used for those alone that the person sees.
    """
    since = now() - RECENT
    bound = IdeaAuthor.objects.bound()
    own = bound.filter(idea=OuterRef("idea"), person=OuterRef("person"))
    recent = Vote.objects.filter(~Exists(own), counted=True, created_at__gte=since).order_by()
    votes: dict[int, int] = dict(recent.values_list("idea").annotate(n=Count("pk")))
    said = Comment.objects.filter(thread__idea__isnull=False, created_at__gte=since, deleted_at=None).order_by()
    said = said.exclude(Exists(bound.filter(idea__thread=OuterRef("thread"), person=OuterRef("author"))))
    voices: dict[int, int] = dict(said.values_list("thread__idea").annotate(n=Count("author", distinct=True)))
    at, warmth = now(), dict[int, float]()
    found = list(rows.annotate(told=~counts_hidden()).values_list("pk", "version", "submitted_at", "told"))
    for pk, _version, sent, told in found:
        hours = (at - sent).total_seconds() / 3600 if sent else 0.0
        heat = trending(votes=votes.get(pk, 0) if told else 0, commenters=voices.get(pk, 0), age_hours=hours)
        warmth[pk] = max(heat, 0.0)  # nobody has said anything: the newest first, and not whatever cooled longest
    return sorted(((pk, version) for pk, version, *_rest in found), key=lambda key: (-warmth[key[0]], -key[0]))


def _results(rows: "QuerySet[Idea]", page: int) -> Listed:
    """Once nobody votes any more: by the lower bound of the rate; last those that too few have read."""
    over = Q(state__in=OVER) | Q(campaign__vote_ends_at__lte=now())
    found = list(rows.filter(over).exclude(counts_hidden()).values_list("pk", "version", "vote_count", "reader_count"))
    versions = {pk: version for pk, version, *_numbers in found}
    judged, few = results(Entry(pk, votes, readers) for pk, _version, votes, readers in found)
    whole = _page([(entry.id, versions[entry.id]) for entry in (*judged, *few)], page)
    shown = {pk for pk, _version in whole.keys}
    first = few[0].id if few and few[0].id in shown else None
    return Listed(whole.keys, whole.count, whole.next_page, {e.id: e for e in (*judged, *few) if e.id in shown}, first)
