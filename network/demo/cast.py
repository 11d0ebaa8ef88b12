"""Who works in the demo company: departments, people, the org chart, skills, roles and who follows whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from random import Random

from django.contrib.auth.hashers import make_password

from network.core.text import fold
from network.demo.rhythm import DAYS
from network.demo.texts import lists, rows
from profiles.models import Department, Follow, Person, PersonSkill, Role, Skill

PASSWORD = "glod-demo"  # noqa: S105 (printed at every start of the demo, and worth nothing elsewhere)
DOMAIN = "glod.example"
GONE = "gone"  # the persona who no longer works here
_SPAN = 8  # reports of one manager at most


@dataclass
class Cast:
    """Everybody, by department (its leader first) and by handle."""

    departments: dict[str, Department] = field(default_factory=dict)
    staff: dict[str, list[Person]] = field(default_factory=dict)
    by_handle: dict[str, Person] = field(default_factory=dict)

    @property
    def people(self) -> list[Person]:
        """Everybody who works here now."""
        return [person for staff in self.staff.values() for person in staff if person.is_active]

    @property
    def leaders(self) -> list[Person]:
        """Those who answer to the whole organisation or a part of it."""
        return [person for person in self.people if person.is_leader]


@dataclass(frozen=True, slots=True)
class Unit:
    """A department as written in departments.txt."""

    key: str
    name: str
    share: int
    leader_title: str
    titles: list[str]


@cache
def units() -> tuple[Unit, ...]:
    """The departments of the company."""
    written = rows("departments.txt")
    return tuple(
        Unit(key, name, int(share), leader, titles.split(", ")) for key, name, share, leader, titles in written
    )


def hire(rng: Random, count: int, until: datetime) -> Cast:
    """Writes the departments and `count` people with their managers and skills."""
    cast = Cast()
    names = _names(rng)
    for unit, size in zip(units(), _sizes(count), strict=True):
        parent = cast.departments.get("ledelse")
        slug = fold(unit.name).replace(" ", "-").replace(",", "")
        cast.departments[unit.key] = Department.objects.create(name=unit.name, slug=slug, parent=parent)
        cast.staff[unit.key] = _staff(rng, cast, unit, size, names)
    _date(rng, cast, until)
    everybody = [person for staff in cast.staff.values() for person in staff]
    Person.objects.bulk_create(everybody, batch_size=1000)
    _chart(cast)
    Person.objects.bulk_update(everybody, ["manager", "is_top"], batch_size=1000)
    _declare_skills(rng, cast)
    _give_roles(cast, until)
    _follow(rng, cast, until)
    return cast


def _sizes(count: int) -> list[int]:
    total = sum(unit.share for unit in units())
    sizes = [max(2, round(count * unit.share / total)) for unit in units()]
    largest = sizes.index(max(sizes))
    sizes[largest] += count - sum(sizes)
    return sizes


def _names(rng: Random) -> Iterator[str]:
    """Names without end, each once: those written whole mixed with put-together ones.

    When those written whole are used up, parts of them are put together: a large company keeps its share of them.
    """
    bank = lists("names.txt")
    whole = [*bank["fulle kvinner"], *bank["fulle menn"]]
    first, last = [*bank["kvinner"], *bank["menn"]], bank["etternavn"]
    given, family = [name.split()[0] for name in whole], [name.split()[-1] for name in whole]
    rng.shuffle(whole)
    seen: set[str] = set()
    while True:
        if rng.random() < 0.22:
            name = whole.pop() if whole else f"{rng.choice(given)} {rng.choice(family)}"
        else:
            name = f"{rng.choice(first)} {rng.choice(last)}"
        if len(seen) > len(first) * len(last) // 2:
            name = name.replace(" ", f" {rng.choice(last)} ", 1)
        if name not in seen:
            seen.add(name)
            yield name


def _staff(rng: Random, cast: Cast, unit: Unit, size: int, names: Iterator[str]) -> list[Person]:
    staff = [_persona(cast, line) for line in _personas() if line[2] == unit.key]
    if not staff or not staff[0].title.startswith("Leder"):
        staff.insert(0, _person(rng, cast, unit, next(names), unit.leader_title))
    staff[0].is_leader = True
    while len(staff) < size:
        staff.append(_person(rng, cast, unit, next(names), rng.choice(unit.titles)))
    return staff


def _personas() -> list[list[str]]:
    return [line.split(" | ") for line in lists("personas.txt")["personas"]]


def _persona(cast: Cast, line: list[str]) -> Person:
    handle, name, key, title, language, place, about = line
    person = Person(handle=handle, name=name, title=title, department=cast.departments[key], language=language)
    person.place, person.about, person.phone = place, about, "900 00 0" + str(len(cast.by_handle) % 90 + 10)
    person.languages = ["en", "no"] if language == "en" else ["no", "en"]
    person.password = _demo_password()
    person.is_administrator = handle == "ada"
    person.is_active = handle != GONE
    return _registered(cast, person)


@cache
def _demo_password() -> str:
    return make_password(PASSWORD)


def _person(rng: Random, cast: Cast, unit: Unit, name: str, title: str) -> Person:
    handle = _handle(cast, name)
    english = rng.random() < 0.14
    person = Person(handle=handle, name=name, title=title, department=cast.departments[unit.key])
    person.language = "en" if english else "nb"
    person.languages = ["no", "en"] if rng.random() < 0.8 else ["no", "en", rng.choice(_TONGUES)]
    person.place = rng.choice(lists("places.txt")["kontorer"])
    person.phone = f"900 {rng.randint(10, 99)} {rng.randint(100, 999)}"
    person.password = make_password(None)
    return _registered(cast, person)


_TONGUES = ("pl", "uk", "ar", "de", "se", "es", "so", "lt", "ti")


def _handle(cast: Cast, name: str) -> str:
    plain = "".join(c for c in fold(name).replace(" ", ".") if c in "abcdefghijklmnopqrstuvwxyz.-")[:32].strip(".-")
    handle, number = plain, 2
    while handle in cast.by_handle:
        handle, number = f"{plain}{number}", number + 1
    return handle


def _registered(cast: Cast, person: Person) -> Person:
    person.email = f"{person.handle}@{DOMAIN}"
    person.set_terms(frozenset())
    cast.by_handle[person.handle] = person
    return person


def _date(rng: Random, cast: Cast, until: datetime) -> None:
    """Most were here before the two years; one in five came since, the leaders and personas not among them."""
    start = until - timedelta(days=DAYS + 1)
    for staff in cast.staff.values():
        for person in staff:
            settled = person.is_leader or bool(person.about) or rng.random() < 0.8
            person.created_at = start if settled else start + timedelta(days=rng.uniform(5, DAYS - 10))


def _chart(cast: Cast) -> None:
    """Each department is a tree below its leader, and the leaders report to the first of the company."""
    first = cast.staff["ledelse"][0]
    for staff in cast.staff.values():
        here = [person for person in staff if person.is_active]
        for index, person in enumerate(here):
            person.manager = here[(index - 1) // _SPAN] if index else first
    first.manager, first.is_top = None, True  # else nobody in that department is outside the line of anybody


def _declare_skills(rng: Random, cast: Cast) -> None:
    bank = lists("skills.txt")
    skills = {name: Skill(name=name, slug=fold(name).replace(" ", "-")) for names in bank.values() for name in names}
    Skill.objects.bulk_create(skills.values())
    declared = []
    for key, staff in cast.staff.items():
        for person in staff:
            if person.is_active and (person.about or rng.random() < 0.7):
                names = rng.sample(bank[key], k=rng.randint(1, 2))
                names += rng.choices(bank["alle"]) if rng.random() < 0.3 else []
                confirmer = rng.choice(staff) if rng.random() < 0.3 else None
                if confirmer is person or (confirmer and not confirmer.is_active):
                    confirmer = None
                declared += [PersonSkill(person=person, skill=skills[name], confirmed_by=confirmer) for name in names]
    PersonSkill.objects.bulk_create(declared, batch_size=2000)


def _give_roles(cast: Cast, until: datetime) -> None:
    given = {
        "mona": Role.Kind.IDEA_OWNER,
        "mo": Role.Kind.MODERATOR,
        "pia": Role.Kind.POLICY_EDITOR,
        "tor": Role.Kind.REPRESENTATIVE,
        "lea": Role.Kind.LEAD_MODERATOR,
        "odd": Role.Kind.OUTSIDE_HANDLER,
        "ida": Role.Kind.CUSTODIAN,
        "hege": Role.Kind.HR_ADVISER,
    }
    starts_on = (until - timedelta(days=400)).date()
    Role.objects.bulk_create(
        Role(person=cast.by_handle[handle], kind=kind, given_by=cast.by_handle["ada"], starts_on=starts_on)
        for handle, kind in given.items()
    )


def _follow(rng: Random, cast: Cast, until: datetime) -> None:
    people = cast.people
    known = [(cast.by_handle[a].pk, cast.by_handle[b].pk) for a, b in (("ann", "ben"), ("ann", "cleo"), ("ben", "ann"))]
    drawn = [(person.pk, other.pk) for person in people for other in rng.sample(people, k=rng.choice((0, 1, 2, 3, 5)))]
    Follow.objects.bulk_create(
        [
            Follow(person_id=person, followed_id=followed, created_at=until - timedelta(days=rng.uniform(1, 300)))
            for person, followed in dict.fromkeys(known + drawn)
            if person != followed
        ],
        batch_size=5000,
    )
