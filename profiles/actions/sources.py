"""A source outside says something about people: the one way in which files and directories bring them in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from secrets import token_hex
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX as _NO_PASSWORD
from django.db import connection, transaction

from network.core.bulk import insert_rows, update_rows
from network.core.clock import now
from network.core.events import announce
from profiles.actions.departments import units_for
from profiles.actions.handles import free_handles
from profiles.actions.people import deactivate_person, reactivate_person
from profiles.events import ProfilesChanged
from profiles.languages import kept_languages
from profiles.models import Person, ProfileField, Source, SourceRecord
from profiles.queries.said import NotTaken, Said
from profiles.queries.sources import Change, Difference, circles, compare, known_people, plain_of
from profiles.queries.units import Tree

ON_CARDS = {"name", "title", "department"}
_COLUMNS = (
    "name", "email", "title", "department", "manager", "place", "phone", "languages", "started_on", "extra",
    "folded", "findable", "spellings",
)  # fmt: skip


@transaction.atomic
def take_from_source(*, source: Source, said: Sequence[Said], managers: bool = True) -> list[Difference]:
    """Creates, changes, deactivates and brings back people as the source says; what is faulty is left as it was.

    Saying the same again changes nothing. Managers may come later in the same file: then `managers` is False and
    `take_managers` follows when everybody is there.
    """
    found = compare(source, said, coming=_here(said) if managers else _references(said), lock=True)
    _create(source, [each for each in found if each.kind == "new"])
    for each in found:
        if each.kind == "gone":
            deactivate_person(person=each.whom)
        elif each.kind == "back":
            reactivate_person(person=each.whom)
    _change([each for each in found if each.kind in ("changed", "back")])
    _record(source, found)
    if managers:
        moved = [each for each in found if "manager" in each.changes]
        later = take_managers(source=source, managers=awaited(moved), moved=[each.whom.pk for each in moved])
        for each in moved:
            before, after = each.changes["manager"]
            each.changes["manager"] = (before, later.get(each.whom.pk, after))
    return found


def awaited(found: Iterable[Difference]) -> dict[int, str]:
    """Those whose managers were not there when they were written, with how the source speaks of the managers."""
    return {each.whom.pk: each.manager for each in found if isinstance(each.manager, str)}


@transaction.atomic
def take_managers(*, source: Source, managers: Mapping[int, str], moved: Collection[int]) -> dict[int, str]:
    """Sets the managers who were awaited, by address or number; the addresses of these managers.

    Raises NotTaken when one of those who were moved, now or before, is in a circle.
    """
    known = known_people(source, set(managers.values()))
    found = {pk: known[reference] for pk, reference in managers.items() if reference in known}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE profiles_person p SET manager_id = x.manager, version = p.version + 1 "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS x(id, manager) WHERE p.id = x.id",
            [list(found), [manager for manager, _address in found.values()]],
        )
    _refuse_circles(set(moved))
    return {pk: address for pk, (_manager, address) in found.items()}


def _refuse_circles(moved: set[int]) -> None:
    if not moved:
        return
    rows = Person.objects.get_queryset().exclude(manager=None).order_by("pk")
    managers = dict(rows.values_list("pk", "manager_id"))
    for circle in circles(managers):
        if moved.intersection(circle):
            names = dict(Person.objects.get_queryset().filter(pk__in=circle).values_list("pk", "name"))
            raise NotTaken("circle", " → ".join(names[pk] for pk in (*circle, circle[0])))


@transaction.atomic
def put_back(*, changes: Mapping[int, Mapping[str, Change]]) -> dict[int, list[str]]:
    """Gives people what they had before, where nobody changed it since; the fields of each that stay as they are."""
    tree, kept, moved = Tree(), {}, []
    before = [(name, was) for fields in changes.values() for name, (was, _is) in fields.items() if was]
    units = {tree.text(pk): pk for pk in tree.paths}
    holders = _holders([was for name, was in before if name in ("email", "manager")])
    people = Person.objects.get_queryset().filter(pk__in=changes, erased_at=None).select_related("manager")
    for person in people.select_for_update(no_key=True, of=("self",)):
        stay = [
            name
            for name, change in changes[person.pk].items()
            if not _put_back(person, name, change, _Known(tree, units, holders))
        ]
        moved.append(person)
        kept[person.pk] = stay
    _write(moved)
    _follow_addresses([person for person in moved if "email" in changes[person.pk]])
    announce(ProfilesChanged(tuple(person.pk for person in moved)))
    return kept


class _Known(NamedTuple):
    tree: Tree
    units: Mapping[str, int]
    holders: Mapping[str, int]


def _put_back(person: Person, name: str, change: Change, known: _Known) -> bool:
    """Sets one field back; False when it was changed since, or when what it said is no longer there."""
    before, after = change
    if name == "languages":  # an import of long ago noted them as they were written then
        before, after = kept_languages(before), kept_languages(after)
    if name == "manager":
        if (person.manager.email if person.manager else "") != after or (before and before not in known.holders):
            return False
        person.manager_id = known.holders.get(before)
        return True
    if plain_of(person, name, known.tree) != after:
        return False
    if name == "email" and known.holders.get(before, person.pk) != person.pk:
        return False
    if name == "department" and before and before not in known.units:
        return False
    _set(person, name, before, known.units)
    return True


def _holders(addresses: Iterable[str]) -> dict[str, int]:
    return dict(Person.objects.get_queryset().filter(email__in=list(addresses)).values_list("email", "pk"))


def _references(said: Sequence[Said]) -> set[str]:
    """Managers who are not here yet may be among those who come later: taken on trust now, set at the end."""
    return {each.values["manager"] for each in said if each.values.get("manager")}


def _here(said: Sequence[Said]) -> set[str]:
    return {each.external_id for each in said} | {each.values.get("email", "") for each in said}


def _create(source: Source, found: Sequence[Difference]) -> None:
    units = _units(found)
    given = iter(free_handles([each.said.values["name"] for each in found if not each.said.values.get("handle")]))
    unshown = ProfileField.unshown()
    for each in found:
        values = each.said.values
        each.person = Person(handle=values.get("handle") or next(given), password=_NO_PASSWORD + token_hex(20))
        each.person.language = values.get("language") or "nb"
        for name, (_before, after) in each.changes.items():
            if name not in ("handle", "language", "manager"):
                _set(each.person, name, after, units)
        _set_manager(each)
        each.person.set_terms(unshown)
    insert_rows([each.whom for each in found])
    _vouch_for([each.whom for each in found])


def _change(found: Sequence[Difference]) -> None:
    units, told = _units(found), []
    people = [each.whom for each in found]
    for each in found:
        for name, (_before, after) in each.changes.items():
            if name != "manager":
                _set(each.whom, name, after, units)
        _set_manager(each)
        if ON_CARDS & each.changes.keys():
            told.append(each.whom.pk)
    _write(people)
    _follow_addresses([each.whom for each in found if "email" in each.changes])
    if told:
        announce(ProfilesChanged(tuple(told)))


def _set_manager(each: Difference) -> None:
    """Whoever is here already; others are awaited."""
    if not isinstance(each.manager, str):
        each.whom.manager_id = each.manager


def _units(found: Sequence[Difference]) -> dict[str, int]:
    return units_for(paths=[str(each.changes["department"][1]) for each in found if "department" in each.changes])


def _set(person: Person, name: str, value: Any, units: Mapping[str, int]) -> None:
    """Writes a plain value into the row in memory."""
    if name == "department":
        person.department_id = units[value] if value else None
    elif name.startswith("own-"):
        person.extra = {key: text for key, text in {**person.extra, name: value}.items() if text}
    elif name == "started_on":
        person.started_on = date.fromisoformat(value) if value else None
    else:
        setattr(person, name, value)


def _write(people: Sequence[Person]) -> None:
    """All that a source may say, and what people are found by."""
    unshown = ProfileField.unshown()
    for person in people:
        person.set_terms(unshown)
    update_rows(people, _COLUMNS, besides="version = p.version + 1")


def _follow_addresses(people: Sequence[Person]) -> None:
    """The address that the organisation gives is the one that signs in; those from before are worth nothing."""
    EmailAddress.objects.filter(user__in=people).delete()
    _vouch_for(people)


def _vouch_for(people: Sequence[Person]) -> None:
    insert_rows([EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people])


def _record(source: Source, found: Sequence[Difference]) -> None:
    """Notes under which number the source knows each of them."""
    rows = [
        SourceRecord(source=source, person=each.person, external_id=each.said.external_id)
        for each in found
        if each.person and each.kind != "error"
    ]
    numbers = [row.external_id for row in rows]
    mine = SourceRecord.objects.filter(source=source, external_id__in=numbers)
    mine.update(seen_at=now())
    known = set(mine.values_list("external_id", flat=True))
    insert_rows([row for row in rows if row.external_id not in known])
