"""Who stands in whose line (moderation_policy.md 6.6): asked of the chart as it is, and noted as it was at a report."""

from collections.abc import Iterable

from django.db import connection

from network.moderation.seals import mark_of
from profiles.models import Person

SMALL = 10  # people: in a unit of fewer, everybody is too near to everybody

# Whose case a handler may not touch: their own, everybody's below them, their manager's, their small unit's; and of
# whoever in their unit has no manager in the chart, with everybody below: nobody knows who else stands over them.
_NEAR = """
WITH RECURSIVE mine AS (
  SELECT id AS me, department_id, manager_id FROM profiles_person WHERE id = ANY(%(people)s)
), below AS (
  SELECT me, p.id FROM profiles_person p JOIN mine ON p.manager_id = me
  UNION SELECT me, p.id FROM profiles_person p JOIN mine ON p.department_id = mine.department_id
    WHERE p.manager_id IS NULL AND NOT p.is_top
  UNION SELECT me, p.id FROM profiles_person p JOIN below b ON p.manager_id = b.id
)
SELECT me, id FROM below
UNION SELECT me, manager_id FROM mine WHERE manager_id IS NOT NULL
UNION SELECT me, p.id FROM profiles_person p JOIN mine ON p.department_id = mine.department_id
  WHERE (SELECT count(*) FROM profiles_person u WHERE u.department_id = mine.department_id AND u.is_active) < %(small)s
"""
# The same from the other side: who may not touch a case in which these people have a part.
_BARRED = """
WITH RECURSIVE above AS (
  SELECT manager_id AS id FROM profiles_person WHERE id = ANY(%(parties)s) AND manager_id IS NOT NULL
  UNION SELECT p.manager_id FROM profiles_person p JOIN above a ON p.id = a.id WHERE p.manager_id IS NOT NULL
), loose AS (
  SELECT department_id FROM profiles_person
  WHERE (id = ANY(%(parties)s) OR id IN (SELECT id FROM above)) AND manager_id IS NULL AND NOT is_top
)
SELECT id FROM above
UNION SELECT p.id FROM profiles_person p WHERE p.manager_id = ANY(%(parties)s)
UNION SELECT p.id FROM profiles_person p WHERE p.is_top
UNION SELECT u.id FROM profiles_person u JOIN loose ON u.department_id = loose.department_id
UNION SELECT u.id FROM profiles_person u JOIN profiles_person p ON u.department_id = p.department_id
  WHERE p.id = ANY(%(parties)s)
    AND (SELECT count(*) FROM profiles_person s WHERE s.department_id = p.department_id AND s.is_active) < %(small)s
"""


def marks_near(person: Person) -> list[str]:
    """The marks of everybody in whose case the person has no business today; one query."""
    return marks_near_each([person])[person.pk]


def marks_near_each(people: Iterable[Person]) -> dict[int, list[str]]:
    """The same of several people, by their number; one query, and none for nobody."""
    near = {person.pk: {person.pk} for person in people}
    if not near:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"people": list(near), "small": SMALL})
        for me, pk in cursor.fetchall():
            near[me].add(pk)
    return {me: [mark_of(pk) for pk in those] for me, those in near.items()}


def people_barred_by(parties: set[int]) -> set[int]:
    """Everybody in the line of these people, and those too near to them, by the chart of this moment; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_BARRED, {"parties": list(parties), "small": SMALL})
        return {row[0] for row in cursor.fetchall()}


def is_above(person_id: int, other_id: int) -> bool:
    """The person stands somewhere over the other in the chart."""
    return person_id in people_over(other_id)


def people_over(person_id: int) -> set[int]:
    """Everybody over the person, to the top; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE above AS (SELECT manager_id AS id FROM profiles_person WHERE id = %s "
            "UNION SELECT p.manager_id FROM profiles_person p JOIN above a ON p.id = a.id) "
            "SELECT id FROM above WHERE id IS NOT NULL",
            [person_id],
        )
        return {row[0] for row in cursor.fetchall()}
