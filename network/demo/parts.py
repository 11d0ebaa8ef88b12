"""Who in the company takes which part in a written idea."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from network.demo.board import Written
from network.demo.cast import Cast
from profiles.models import Person


@dataclass(frozen=True, slots=True)
class Parts:
    """Nobody judges what they wrote, and nobody confirms what they wrote or carried out."""

    lead: Person
    partners: tuple[Person, ...]  # co-authors
    owner: Person | None  # who answers for it
    deliverer: Person | None
    witness: Person | None

    @property
    def authors(self) -> tuple[Person, ...]:
        """The lead first."""
        return (self.lead, *self.partners)


class Company:
    """Draws people of a department who were here at a moment; when none is left there, of the whole company."""

    def __init__(self, rng: Random, cast: Cast) -> None:
        self._rng, self._cast = rng, cast

    def give_parts(self, written: Written, at: datetime) -> Parts:
        """The people of one idea that was sent in at the moment."""
        judge = self._cast.by_handle.get(written.owner)
        taken = {judge.pk} if judge else set()
        lead = self._cast.by_handle[written.by] if written.by else self.somebody(written.department, at, taken)
        taken.add(lead.pk)
        partners = []
        for key in written.partners:
            partners.append(self.somebody(key, at, taken))
            taken.add(partners[-1].pk)
        authors = {lead.pk, *(person.pk for person in partners)}
        owner = self._owner(written.owner, at, authors) if written.owner else None
        carried, confirmed = written.texts.get("carried"), written.state == "confirmed"
        deliverer = self.somebody(carried, at, {owner.pk} if owner else set()) if carried else None
        others = authors | ({deliverer.pk} if deliverer else set())
        witness = self.somebody("okonomi", at, others) if confirmed else None
        return Parts(lead, tuple(partners), owner, deliverer, witness)

    def leader(self, key: str) -> Person:
        """Of the department."""
        return self._cast.staff[key][0]

    def anybody(self, at: datetime, but: set[int]) -> Person:
        """Of the whole company."""
        return self._rng.choice(self._here(self._cast.people, at, but))

    def speaker(self, key: str, at: datetime, but: set[int]) -> Person:
        """A persona, or somebody of the department."""
        return self._cast.by_handle[key] if key in self._cast.by_handle else self.somebody(key, at, but)

    def somebody(self, key: str, at: datetime, but: set[int]) -> Person:
        """Not a persona, who has a voice of their own, nor the leader, as long as there are others."""
        staff = self._here(self._cast.staff[key], at, but)
        plain = [person for person in staff if not person.about and not person.is_leader]
        return self._rng.choice(plain or staff or self._here(self._cast.people, at, but))

    def _owner(self, key: str, at: datetime, authors: set[int]) -> Person:
        """The leader of the department, who can decide, unless they wrote it."""
        if key in self._cast.by_handle:
            return self._cast.by_handle[key]
        first = self._cast.staff[key][0]
        return first if first.pk not in authors and first.is_active else self.somebody(key, at, authors)

    @staticmethod
    def _here(staff: Sequence[Person], at: datetime, but: set[int]) -> list[Person]:
        return [person for person in staff if person.is_active and person.created_at <= at and person.pk not in but]
