"""Thousands of rows in one statement are the same rows as one at a time."""

from datetime import date

import pytest

from network.core.bulk import insert_rows, update_rows
from profiles.models import Department, Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_rows_come_back_as_they_were_written_with_their_ids_in_order(field: Department, ann: Person) -> None:
    people = [
        Person(
            handle=f"b{number}", name=f"Åse «{number}» \\ \"%s\" أحمد", email=f"b{number}@x.example", department=field, manager=ann,
            languages=["norsk", 'a "b", {c}'], started_on=date(2027, 1, number + 1), extra={"own-bil": "ÆØ'"}, password="!",
        )
        for number in range(3)
    ]  # fmt: skip
    insert_rows(people)
    for person in people:
        kept = Person.objects.get(pk=person.pk)
        for column in Person._meta.concrete_fields:
            if column.name != "words":
                assert getattr(kept, column.attname) == getattr(person, column.attname), column.name
    insert_rows([])


def test_a_row_with_an_id_keeps_it() -> None:
    insert_rows([Department(pk=4711, name="A", slug="a")])
    assert Department.objects.get(slug="a").pk == 4711


def test_only_the_named_columns_of_the_named_rows_are_written(ann: Person) -> None:
    other = PersonFactory(title="Rådgiver")
    changed = Person.objects.get(pk=ann.pk)
    changed.title, changed.place, changed.manager = "Leder", "Bodø", None
    update_rows([changed], ["title", "manager"], besides="version = p.version + 1")
    kept = Person.objects.get(pk=ann.pk)
    assert (kept.title, kept.place, kept.manager, kept.version) == ("Leder", "", None, ann.version + 1)
    update_rows([changed], ["place"])
    assert Person.objects.get(pk=ann.pk).place == "Bodø"
    update_rows([], ["title"])
    assert Person.objects.get(pk=other.pk).title == "Rådgiver"
