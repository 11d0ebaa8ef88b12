"""Who read which idea and who voted for it: more for what became something, fewer for what is new."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from network.demo.cast import Cast

MOST = 400  # people who read one idea; a larger company does not read everything
_WIDE = (0.25, 0.55)  # share of the people who read an idea that has been there for a while
_WHILE = 10  # days
_LIKED, _OTHER = (4, 5), (2, 6)  # how many of the readers vote is drawn from these betas


@dataclass(frozen=True, slots=True)
class Look:
    """One person's reading of an idea."""

    person_id: int
    at: datetime
    votes: bool


def watch(rng: Random, cast: Cast, span: tuple[datetime, datetime], *, liked: bool, but: set[int]) -> list[Look]:
    """Distinct people who read it between the two moments, with those who voted; never `but`, its authors."""
    since, ends = span
    days = (ends - since).total_seconds() / 86_400
    share = rng.uniform(*_WIDE) * min(1.0, (days / _WHILE) ** 1.3)
    people = [person for person in cast.people if person.pk not in but and person.created_at < since]
    wanted = rng.betavariate(*(_LIKED if liked else _OTHER))
    readers = rng.sample(people, k=min(MOST, int(len(people) * share)))
    # Most of them soon.
    return [Look(reader.pk, since + (ends - since) * rng.random() ** 2, rng.random() < wanted) for reader in readers]
