"""Where the company talks: its groups, who belongs to them, and who may be drawn to speak in each."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from network.core.ids import new_id
from network.demo.cast import GONE, Cast
from network.demo.rhythm import DAYS
from network.demo.texts import EVERYONE, lists, rows
from network.groups.models import Group, Membership
from profiles.models import Person

# Who of the personas belongs where it matters: ann and ben share an open, a closed and a secret group, and cleo is in
# neither of the latter.
_PERSONAS = {
    "feltprat": ("ann", "ben", "mona", "tor", "mo", GONE),
    "vinterberedskap": ("mona", "ann", "ben"),
    "ny-driftssentral": ("ben", "ann", "mona", "tor"),
    "vakt-og-drift": ("tor", "ben"),
    "tillitsvalgte-og-vern": ("tor", "ben"),
    "lederforum": ("mona",),
    "spor-okonomi": ("cleo", "ben"),
    "english-corner": ("cleo", "ada"),
    "digital-hverdag": ("ada", "ann", "ben", "cleo"),
    "turlaget": ("mo", "ann", "pia"),
    "kundens-stemme": ("mo", "cleo", "pia"),
}
_DRY_SINCE = 200  # days, at least, since anybody wrote in a group that dried out


class Pool:
    """Those who may speak in one place, in the order they came."""

    def __init__(self, joined: list[tuple[datetime, Person]]) -> None:
        joined = sorted((pair for pair in joined if pair[1].is_active), key=lambda pair: pair[0])
        self._since = [moment for moment, _ in joined]
        self._people = [person for _, person in joined]
        self._parts: dict[int, Pool] = {}

    def draw(self, rng: Random, at: datetime, but: set[int], department_id: int | None = None) -> Person | None:
        """Somebody who was there at the moment, not among `but`; some speak more often than others."""
        pool = self._part(department_id) if department_id else self
        here = bisect_right(pool._since, at)
        for _ in range(12 if here else 0):
            person = pool._people[int(here * rng.random() ** 1.3)]
            if person.pk not in but:
                return person
        return None

    def _part(self, department_id: int) -> "Pool":
        if department_id not in self._parts:
            pairs = zip(self._since, self._people, strict=True)
            self._parts[department_id] = Pool([pair for pair in pairs if pair[1].department_id == department_id])
        return self._parts[department_id]


@dataclass
class Place:
    """A group, or everybody (group None); `dried_at` is when a group that dried out fell silent."""

    group: Group | None
    pool: Pool
    dried_at: datetime | None = None
    last_post_at: datetime | None = None


def gather(rng: Random, cast: Cast, groups: int, until: datetime) -> dict[str, list[Place]]:
    """Writes the groups and memberships; more groups than are written become sisters of them in other places."""
    start = until - timedelta(days=DAYS + 1)
    written = rows("groups.txt")
    everyone = Place(None, Pool([(person.created_at, person) for person in cast.people]))
    places: dict[str, list[Place]] = {EVERYONE: [everyone]}
    for index in range(max(groups, len(written))):
        line = written[index % len(written)]
        round_ = index // len(written)
        group = _group(line, round_, start + timedelta(minutes=index))
        group.created_by = cast.by_handle["ada"]
        members = _members(rng, cast, line, wants_personas=round_ == 0)
        place = _open(rng, group, members)
        if line[-1] == "tørker ut":
            place.dried_at = until - timedelta(days=_DRY_SINCE + rng.randint(0, 240))
        places.setdefault(line[0], []).append(place)
    return places


def _group(line: list[str], round_: int, at: datetime) -> Group:
    slug, name, kind, _, _, about, *_ = line
    towns = [town.split(" ", 1)[1] for town in lists("places.txt")["steder"]]
    town = towns[(round_ - 1) % len(towns)] if round_ else ""
    return Group(
        id=new_id(at),
        name=f"{name} {town}".strip(),
        slug=f"{slug}-{round_}" if round_ else slug,
        kind=kind,
        about=about,
        rules=" ".join(lists("rules.txt").get(slug, ())),
        invitation_only=kind == Group.Kind.SECRET,
        created_at=at,
    )


def _members(rng: Random, cast: Cast, line: list[str], *, wants_personas: bool) -> list[Person]:
    """Mostly from the departments at home there, one in five from anywhere; personas only where they are written."""
    slug, _, kind, homes, share, *_ = line
    named = [cast.by_handle[handle] for handle in _PERSONAS.get(slug, ())] if wants_personas else []
    size = min(max(6, len(cast.people) * int(share) // 100), 2500)
    home = [p for key in homes.split() for p in (cast.leaders if key == "ledere" else cast.staff[key])]
    anywhere = cast.people if kind == Group.Kind.OPEN else home
    chosen = {person.pk: person for person in named}
    for _ in range(size * 3):
        if len(chosen) >= size:
            break
        person = rng.choice(home if rng.random() < 0.8 else anywhere)
        if person.is_active and (not person.about or kind == Group.Kind.OPEN):
            chosen.setdefault(person.pk, person)
    return list(chosen.values())


def _open(rng: Random, group: Group, members: list[Person]) -> Place:
    active = [person for person in members if person.is_active]
    group.member_count = len(members)
    group.save(force_insert=True)
    joined = [
        (max(person.created_at, group.created_at) + timedelta(days=rng.choice((0, 0, 0, 9))), person)
        for person in members
    ]
    hosts = {person.pk for person in active[: 2 if len(active) > 8 else 1]}
    Membership.objects.bulk_create(
        [
            Membership(group=group, person=person, role="host" if person.pk in hosts else "member", joined_at=moment)
            for moment, person in joined
        ],
        batch_size=5000,
    )
    return Place(group, Pool(joined))
