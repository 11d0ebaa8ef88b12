"""Who cannot judge an idea, as far as Glød can find out: who wrote it, leads an author, carried it out or decided."""

from collections import defaultdict
from collections.abc import Collection

from django.db import connection

from ideas.models import AwardRound, Conflict, Delivery, Idea, IdeaAuthor, JuryMember, StatusChange
from ideas.states import State
from profiles.models import Person

Found = set[tuple[int, int, str]]  # person, idea, kind of conflict

# UNION drops what is there already, so a faulty chart in which somebody leads themselves comes to an end.
_LINES = """WITH RECURSIVE line (person_id, above_id) AS (
    SELECT id, manager_id FROM profiles_person WHERE id = ANY(%s) AND manager_id IS NOT NULL
    UNION
    SELECT line.person_id, p.manager_id FROM line JOIN profiles_person p ON p.id = line.above_id
    WHERE p.manager_id IS NOT NULL
) SELECT person_id, above_id FROM line"""


def lines_of(people: Collection[int]) -> dict[int, set[int]]:
    """For each person all who lead them, at any height."""
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [list(people)])
        for person_id, above_id in cursor.fetchall():
            found[person_id].add(above_id)
    return found


def found_conflicts(ideas: Collection[int]) -> Found:
    """Everybody who cannot judge each of the ideas, in five queries however many there are."""
    kinds = Conflict.Kind
    authors = _authors(ideas)
    found: Found = {(person, idea, kinds.AUTHOR) for person, idea in authors}
    lines = lines_of({person for person, _idea in authors})
    found |= {(above, idea, kinds.LINE_MANAGER) for person, idea in authors for above in lines[person]}
    carried = Delivery.objects.filter(idea__in=ideas).values_list("owner_id", "idea_id")
    found |= {(person, idea, kinds.DELIVERER) for person, idea in carried}
    owned = Idea.objects.filter(pk__in=ideas, owner__isnull=False).values_list("owner_id", "pk")
    said_yes = StatusChange.objects.filter(idea__in=ideas, after=State.APPROVED, by__isnull=False)
    decided = [*owned, *said_yes.values_list("by_id", "idea_id")]
    return found | {(person, idea, kinds.SPONSOR) for person, idea in decided if person is not None}


def _authors(ideas: Collection[int]) -> set[tuple[int, int]]:
    """Person and idea; whoever wrote what was merged into it wrote a part of it."""
    bound = IdeaAuthor.objects.bound()
    own = bound.filter(idea__in=ideas).values_list("person_id", "idea_id")
    merged = bound.filter(idea__merged_into__in=ideas).values_list("person_id", "idea__merged_into_id")
    return {*own, *((person, idea) for person, idea in merged if idea is not None)}


def tied_ideas(person: Person, round: AwardRound, ideas: Collection[int]) -> set[int]:
    """Those of the ideas on which the person's vote would not count: a part in them, or a conflict in the jury."""
    found = {idea for who, idea, _kind in found_conflicts(ideas) if who == person.pk}
    barred = Conflict.objects.standing().filter(member__round=round, member__person=person, idea__in=ideas)
    return found | set(barred.values_list("idea_id", flat=True))


def is_conflicted(member: JuryMember, idea_id: int) -> bool:
    """A conflict stands. It holds also before its row is written: what Glød finds counts at once."""
    if Conflict.objects.standing().filter(member=member, idea=idea_id).exists():
        return True
    return any(who == member.person_id for who, _idea, _kind in found_conflicts([idea_id]))
