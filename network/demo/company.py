"""Builds the demo company. Same seed, same company; its two years end now."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import connection

from network.demo.asking import ask_around
from network.demo.cast import Cast, hire
from network.demo.days import give_days
from network.demo.desk import keep_desk
from network.demo.garden import knock, sow
from network.demo.guests import invite_guests
from network.demo.habits import settle
from network.demo.judges import have_judged
from network.demo.lawgiving import give_rules
from network.demo.ledger import Ledger
from network.demo.measures import talk_over_measures
from network.demo.outside import speak_outside
from network.demo.payroll import bring_in
from network.demo.pictures import Sight
from network.demo.places import Place, gather
from network.demo.podium import award
from network.demo.rhythm import moments
from network.demo.scribe import Scribe
from network.demo.spot import give_on_the_spot, tell_of_awards
from network.demo.texts import Script, persona_scripts, scripts
from network.groups.models import Group

_BATCH = 4000  # threads written at once
_APART = 150  # threads that lie at least between two uses of one text
_LARGE = 50_000  # posts above which a company is for measuring, and reacts less

Tell = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


@dataclass(frozen=True, slots=True)
class Size:
    """How large a company, and which one."""

    people: int = 300
    posts: int = 2500
    seed: int = 1

    @property
    def groups(self) -> int:
        """Forty, and one more for each hundred people above four thousand."""
        return max(40, self.people // 100)


class Deck:
    """Deals written threads: each in its season, none soon after itself, none in a place that has fallen silent."""

    def __init__(self, rng: Random, places: dict[str, list[Place]], apart: int) -> None:
        self._rng, self._places, self._all = rng, places, list(scripts())
        self._waiting: list[Script] = []
        self._recent: deque[Script] = deque(maxlen=apart)

    def deal(self, at: datetime) -> tuple[Script, Place]:
        """A thread that fits the moment, and where it is told."""
        while True:
            if not self._waiting:
                self._waiting = self._rng.sample(self._all, k=len(self._all))
            script = self._waiting.pop()
            place = self._rng.choice(self._places[script.place])
            if self._fits(script, place, at):
                self._recent.append(script)
                return script, place

    def _fits(self, script: Script, place: Place, at: datetime) -> bool:
        silent = place.dried_at is not None and at > place.dried_at
        return not silent and at.month in script.months and script not in self._recent


def build_company(size: Size, until: datetime, tell: Tell) -> list[Sight]:
    """Writes the whole company into an empty database; returns the posts that would show a picture."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # a batch of a large company takes longer than a page may
    sights = _build(Random(size.seed), size, until, tell)
    with connection.cursor() as cursor:
        cursor.execute("RESET statement_timeout")
    return sights


def _build(rng: Random, size: Size, until: datetime, tell: Tell) -> list[Sight]:
    cast = hire(rng, size.people, until)
    give_days(Random(f"days {size.seed}"), cast, until)
    invite_guests(cast, until)
    bring_in(cast, until)
    tell("people", size.people, size.people)
    places = gather(rng, cast, size.groups, until)
    tell("groups", size.groups, size.groups)
    scribe = _converse(rng, cast, places, Telling(size, until, tell))
    plots = sow(Random(f"ideas {size.seed}"), cast, until)
    give_on_the_spot(plots, cast, until)
    tell_of_awards()
    tell("ideas", len(plots), len(plots))
    rounds = award(Random(f"awards {size.seed}"), cast, plots, until)
    tell("awards", rounds, rounds)
    settle(rng, cast, until)
    talk_over_measures(until)
    ask_around(Random(f"questions {size.seed}"), cast, scribe.questions, until)
    knock(plots)
    have_judged(plots, until)
    give_rules(Random(f"rules {size.seed}"), cast, until)
    speak_outside(Random(f"channels {size.seed}"), cast, until)
    tell("rules", 3, 3)
    cases = keep_desk(Random(f"desk {size.seed}"), cast, until)
    tell("cases", cases, cases)
    return scribe.sights


@dataclass(frozen=True, slots=True)
class Telling:
    """How much is to be told, until when, and who hears how far it has come."""

    size: Size
    until: datetime
    tell: Tell


def _converse(rng: Random, cast: Cast, places: dict[str, list[Place]], telling: Telling) -> Scribe:
    size, until = telling.size, telling.until
    ledger = Ledger()
    scribe = Scribe(rng, cast, ledger, until, warmth=1.0 if size.posts <= _LARGE else 0.2)
    written = persona_scripts()
    for script in written:
        scribe.write_persona(script, places[script.place][0])
    threads = _threads(rng, places, size.posts - len(written), until)
    for done, (script, place, at) in enumerate(threads, len(written) + 1):
        scribe.write(script, place, at)
        if len(ledger.threads) >= _BATCH:
            ledger.write()
            telling.tell("posts", done, size.posts)
    ledger.write()
    telling.tell("posts", size.posts, size.posts)
    _note_latest(places)
    return scribe


def _threads(
    rng: Random, places: dict[str, list[Place]], count: int, until: datetime
) -> Iterator[tuple[Script, Place, datetime]]:
    deck = Deck(rng, places, min(_APART, max(count, 0) // 2))
    for at in moments(rng, until, max(count, 0)):
        yield (*deck.deal(at), at)


def _note_latest(places: dict[str, list[Place]]) -> None:
    groups = []
    for place in (place for sisters in places.values() for place in sisters):
        if place.group is not None:
            place.group.last_post_at = place.last_post_at
            groups.append(place.group)
    Group.objects.bulk_update(groups, ["last_post_at"])
