"""Who read which idea and who voted for it: more for what became something, fewer for what is new."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from network.demo.cast import Cast
from profiles.models import Person

MOST = 400  # people who read one idea; a larger company does not read everything
_WIDE = (0.25, 0.55)  # share of the people who read an idea that has been there for a while
_WHILE = 10  # days
_SILENT = (0.2, 0.62)  # share of a department
_LIKED, _OTHER = (4, 5), (2, 6)  # how many of the readers vote is drawn from these betas


@dataclass(frozen=True, slots=True)
class Look:
    """One person's reading of an idea."""

    person_id: int
    at: datetime
    votes: bool


def silent(cast: Cast) -> frozenset[int]:
    """Those who read and never vote: in some departments few, in others half of them."""
    dice = Random("silent")
    return frozenset(
        person.pk for _key, staff in sorted(cast.staff.items()) for person in _part(dice, staff, dice.uniform(*_SILENT))
    )


def _part(dice: Random, staff: Sequence[Person], share: float) -> list[Person]:
    return dice.sample(list(staff), k=int(len(staff) * share))


def watch(
    rng: Random, cast: Cast, span: tuple[datetime, datetime], *, liked: bool, but: set[int], mute: Set[int]
) -> list[Look]:
    """Distinct people who read it between the two moments, with those who voted; never `but`, its authors."""
    since, ends = span
    days = (ends - since).total_seconds() / 86_400
    share = rng.uniform(*_WIDE) * min(1.0, (days / _WHILE) ** 1.3)
    people = [person for person in cast.people if person.pk not in but and person.created_at < since]
    wanted = rng.betavariate(*(_LIKED if liked else _OTHER))
    readers = rng.sample(people, k=min(MOST, int(len(people) * share)))
    # Most of them soon.
    looks = [Look(reader.pk, since + (ends - since) * rng.random() ** 2, rng.random() < wanted) for reader in readers]
    return [replace(look, votes=look.votes and look.person_id not in mute) for look in looks]
