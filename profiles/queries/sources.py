"""What a source says about people, held against what is known; and which fields of a profile belong to a source."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.crypto import salted_hmac

from network.core.text import fold
from profiles.models import FormerHandle, Person, Source, SourceRecord
from profiles.queries.said import Fault, NotTaken, Said
from profiles.queries.units import Tree

ONLY_AT_FIRST = frozenset({"handle", "language"})  # said once, for somebody new; theirs afterwards
Change = tuple[Any, Any]  # before and after, as `plain` makes them
Known = tuple[int, str]  # a person's id and address


@dataclass
class Difference:
    """One person as a source has them, beside what is known here."""

    said: Said
    person: Person | None = None
    kind: str = "same"  # new, changed, back, gone, same or error
    changes: dict[str, Change] = field(default_factory=dict)
    manager: int | str | None = None  # whom they report to: an id, or what a coming line is known by
    fault: Fault | None = None
    is_known: bool = True  # the source has spoken of this person before

    @property
    def whom(self) -> Person:
        """The person, where there is one by now; raises LookupError otherwise."""
        if self.person is None:
            raise LookupError(self.said.external_id)
        return self.person


def locked_fields(person: Person) -> dict[str, Source]:
    """The fields that a source owns, each with the source (the one that knew the person first); one query."""
    rows = SourceRecord.objects.filter(person=person).select_related("source").order_by("-pk")
    return {name: row.source for row in rows for name in row.source.owns}


def erased_id(external_id: str) -> str:
    """What is kept of somebody's number once they were erased: enough not to bring them back, too little to read."""
    return "erased:" + salted_hmac("profiles.sources", external_id, algorithm="sha256").hexdigest()


def compare(
    source: Source, said: Sequence[Said], coming: Collection[str] = (), *, lock: bool = False
) -> list[Difference]:
    """Each of the words held against what is known; the same number of queries for one person and for thousands.

    Found by the source's own number, then by address, then by handle, never by name. By address or handle only somebody
    who works here is found: a former colleague comes back by their number alone, so that nobody inherits an account.
    `coming` are the numbers and addresses of people who are not here yet but come in the same file.
    """
    facts = _Facts(source, said, lock=lock)
    return [_compared(facts, each, coming) for each in said]


class _Facts:
    """What is known here of everybody that the source speaks of."""

    def __init__(self, source: Source, said: Sequence[Said], *, lock: bool) -> None:
        self.source, self.tree = source, Tree()
        self.records = _records(source, [each.external_id for each in said])
        people = Person.objects.get_queryset().defer("words", "about", "password")
        if lock:
            people = people.select_for_update(no_key=True)
        self.people = people.in_bulk(self.records.values())
        self.by_address = {person.email: person for person in self.people.values()}
        others = _all(said, "email") - self.by_address.keys()
        self.by_address |= {person.email: person for person in people.filter(email__in=others)}
        handles = _all(said, "handle")
        self.by_handle = {person.handle: person for person in people.filter(handle__in=handles)}
        self.former = set(FormerHandle.objects.filter(handle__in=handles).values_list("handle", flat=True))
        found = {p.pk: p for p in (*self.people.values(), *self.by_address.values(), *self.by_handle.values())}
        mine = SourceRecord.objects.filter(source=source, person__in=found)
        self.numbered = set(mine.values_list("person", flat=True))
        self.foreign = _foreign(source, found)
        self.addresses = _addresses({person.manager_id for person in found.values() if person.manager_id})
        self.managers = known_people(source, _all(said, "manager"))

    def find(self, each: Said) -> Person | None:
        """The person meant, None when it is somebody new; raises NotTaken when it may not be them."""
        if each.external_id in self.records:
            return self._numbered(each)
        person = self.by_address.get(each.values.get("email", ""))
        if person is None:
            person = self.by_handle.get(each.values.get("handle", ""))
            if person is not None and (person.pk in self.numbered or not person.is_active):
                raise NotTaken("handle_taken", person.handle)
            return person
        if person.pk in self.numbered:
            raise NotTaken("other_number", person.name)
        if not person.is_active:
            raise NotTaken("former", person.name)
        return person

    def _numbered(self, each: Said) -> Person:
        person = self.people[self.records[each.external_id]]
        if person.erased_at is not None:
            raise NotTaken("erased")
        holder = self.by_address.get(each.values.get("email", ""))
        if holder is not None and holder.pk != person.pk:
            raise NotTaken("taken", holder.name)
        # Where the address is the number, it may have been given to somebody else since.
        is_other = "@" in each.external_id and fold(person.name) != fold(each.values.get("name", person.name))
        if is_other and not person.is_active:
            raise NotTaken("former", person.name)
        return person


def _all(said: Sequence[Said], name: str) -> set[str]:
    return {each.values[name] for each in said if each.values.get(name)}


def _records(source: Source, numbers: Collection[str]) -> dict[str, int]:
    """Whom the source means by its numbers, also where only a trace of the number was kept."""
    mine = SourceRecord.objects.filter(source=source)
    known = dict(mine.filter(external_id__in=numbers).values_list("external_id", "person_id"))
    erased = dict(mine.filter(external_id__startswith="erased:").values_list("external_id", "person_id"))
    if erased:
        known |= {number: erased[trace] for number in numbers if (trace := erased_id(number)) in erased}
    return known


def _foreign(source: Source, people: Iterable[int]) -> dict[int, set[str]]:
    """The fields of these people that another source owns because it knew them first."""
    found: dict[int, set[str]] = {}
    mine: set[int] = set()
    owned = dict(Source.objects.values_list("pk", "owns"))
    records = SourceRecord.objects.filter(person__in=list(people)).order_by("pk")
    for person, other in records.values_list("person_id", "source_id"):
        if other == source.pk:
            mine.add(person)
        elif person not in mine:
            found.setdefault(person, set()).update(owned[other])
    return found


def _addresses(people: Collection[int]) -> dict[int, str]:
    return dict(Person.objects.get_queryset().filter(pk__in=people).values_list("pk", "email"))


def known_people(source: Source, references: Collection[str]) -> dict[str, Known]:
    """Who is meant by addresses, and by the source's own numbers; two queries."""
    rows = Person.objects.get_queryset().filter(email__in=[ref for ref in references if "@" in ref], erased_at=None)
    found = {email: (pk, email) for pk, email in rows.values_list("pk", "email")}
    records = SourceRecord.objects.filter(source=source, external_id__in=list(references), person__erased_at=None)
    for number, pk, email in records.values_list("external_id", "person_id", "person__email"):
        found.setdefault(number, (pk, email))
    return found


def _compared(facts: _Facts, each: Said, coming: Collection[str]) -> Difference:
    try:
        person = facts.find(each)
        found = _met(facts, each, person, coming) if person else _newcomer(facts, each, coming)
        found.is_known = each.external_id in facts.records
        return found
    except NotTaken as refusal:
        return Difference(each, kind="error", fault=refusal.fault)


def _met(facts: _Facts, each: Said, person: Person, coming: Collection[str]) -> Difference:
    if not each.is_active:
        return _leaver(each, person)
    found = Difference(each, person)
    found.changes = _changes(facts, each, person)
    if "email" in found.changes and person.is_administrator:
        raise NotTaken("administrator_address", person.name)  # whoever holds the address can become them
    _compare_manager(facts, found, coming)
    found.kind = "back" if not person.is_active else "changed" if found.changes else "same"
    return found


def _leaver(each: Said, person: Person) -> Difference:
    if person.is_active and person.is_administrator:
        raise NotTaken("administrator", person.name)
    return Difference(each, person, "gone" if person.is_active else "same")


def _newcomer(facts: _Facts, each: Said, coming: Collection[str]) -> Difference:
    if not each.is_active:
        return Difference(each)
    for name in ("name", "email"):
        if not each.values.get(name):
            raise NotTaken("empty", name)
    if each.values.get("handle") in facts.former:
        raise NotTaken("handle_taken", each.values["handle"])
    found = Difference(each, kind="new")
    for name, value in each.values.items():
        if value and name != "manager":
            found.changes[name] = ("", _coming(facts.tree, name, value))
    _compare_manager(facts, found, coming)
    return found


def _changes(facts: _Facts, each: Said, person: Person) -> dict[str, Change]:
    """A field that the source does not own is filled in where it is empty, and otherwise left to the person."""
    changes: dict[str, Change] = {}
    for name, value in each.values.items():
        if name in ONLY_AT_FIRST or name == "manager" or name in facts.foreign.get(person.pk, ()):
            continue
        before, after = plain_of(person, name, facts.tree), _coming(facts.tree, name, value)
        if before != after and (not before or name in facts.source.owns):
            changes[name] = (before, after)
    return changes


def _coming(tree: Tree, name: str, value: Any) -> Any:
    if name != "department":
        return plain(value)
    known = tree.find(value)
    return tree.text(known) if known else " > ".join(tree.full(value))


def _compare_manager(facts: _Facts, found: Difference, coming: Collection[str]) -> None:
    """Sets whom the person reports to, and adds a change when that is somebody else than before."""
    person, reference = found.person, found.said.values.get("manager")
    before = person.manager_id if person else None
    found.manager = before
    if reference is None or (person and "manager" in facts.foreign.get(person.pk, ())):
        return
    if before and "manager" not in facts.source.owns:
        return
    if reference and reference in (found.said.external_id, found.said.values.get("email")):
        raise NotTaken("manager_self")
    known = facts.managers.get(reference)
    if reference and known is None and reference not in coming:
        raise NotTaken("manager", reference)
    found.manager = known[0] if known else reference or None
    if found.manager != before:
        found.changes["manager"] = (facts.addresses.get(before or 0, ""), known[1] if known else reference)


def plain(value: Any) -> Any:
    """A value as it is kept beside others: text, or a list of texts."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def plain_of(person: Person, name: str, tree: Tree) -> Any:
    """What the profile says now, in the same form; for every field but the manager."""
    if name == "department":
        return tree.text(person.department_id)
    if name.startswith("own-"):
        return person.extra.get(name, "")
    return plain(getattr(person, name))


def circles(managers: Mapping[Any, Any]) -> list[list[Any]]:
    """Every circle among people and whom they report to, each once; in one walk over all."""
    state: dict[Any, int] = {}
    found = []
    for number, start in enumerate(managers):
        line, here = [], start
        while here in managers and here not in state:
            state[here] = number
            line.append(here)
            here = managers[here]
        if state.get(here) == number and here in line:
            found.append(line[line.index(here) :])
    return found
