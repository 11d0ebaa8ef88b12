"""The chart around a person and a department: right however people are linked, and at a cost that does not grow."""

import pytest

from profiles.models import Department, Person
from profiles.queries.chart import BESIDE, PAGE, chart_around, count_below, line_of, the_top
from profiles.queries.names import by_name
from profiles.queries.unit_chart import unit_chart
from tests import factories

pytestmark = pytest.mark.django_db


def under(manager: Person | None, *names: str, **fields: object) -> list[Person]:
    return [factories.PersonFactory(name=name, manager=manager, **fields) for name in names]


def link(person: Person, manager: Person | None) -> None:
    Person.objects.filter(pk=person.pk).update(manager=manager)


def names(people: list[Person]) -> list[str]:
    return [person.name for person in people]


@pytest.fixture
def boss(mona: Person) -> Person:
    """Above mona, who is above ann and ben."""
    (boss,) = under(None, "Dagny Direktør")
    link(mona, boss)
    return boss


def test_the_line_peers_and_reports_of_a_person(ann: Person, ben: Person, boss: Person) -> None:
    under(ann, "Rolf Report")
    around = chart_around(ben, "ann")
    assert names(around.line.people) == ["Dagny Direktør", "Mona Manger"]
    assert (around.line.is_circle, around.line.is_cut) == (False, False)
    assert (names(around.beside.before), names(around.beside.after), around.beside.count) == ([], ["Ben Berge"], 1)
    assert [(stand.person.name, stand.below) for stand in around.reports.stands] == [("Rolf Report", 0)]
    assert around.me.below == 1
    assert chart_around(ben, boss.handle).me.below == 4


def test_names_are_in_norwegian_order(boss: Person) -> None:
    wanted = ["Émile Z", "Erik", "Yngve", "Zara", "Ægir", "Ödön", "Øystein", "Aage", "Åse"]
    under(boss, *reversed(wanted))
    sorted_names = names(by_name(Person.objects.filter(name__in=wanted)))
    assert sorted_names == ["Émile Z", "Erik", "Yngve", "Zara", "Ægir", "Ödön", "Øystein", "Aage", "Åse"]


def test_the_nearest_peers_by_name_stand_on_each_side(ann: Person, boss: Person) -> None:
    under(boss, *(f"Peer {letter}" for letter in "ABCDEFGHIJKLMNOPQRST"))
    around = chart_around(ann, Person.objects.get(name="Peer K").handle)
    assert names(around.beside.before) == [f"Peer {letter}" for letter in "EFGHIJ"]
    assert names(around.beside.after) == [f"Peer {letter}" for letter in "LMNOPQ"]
    assert len(around.beside.before) == BESIDE
    assert around.beside.count == 20


def test_hundreds_of_reports_come_in_pages_and_each_once(ann: Person, boss: Person) -> None:
    under(boss, *(f"Report {number:03}" for number in range(2 * PAGE)))
    seen, page, pages = [], 1, 0
    while page:
        around = chart_around(ann, boss.handle, page)
        assert (around.reports.count, around.me.below) == (2 * PAGE + 1, 2 * PAGE + 2)
        seen += names([stand.person for stand in around.reports.stands])
        page, pages = around.reports.next or 0, pages + 1
    assert pages == 3
    assert len(seen) == len(set(seen)) == 2 * PAGE + 1


def test_a_line_that_comes_back_to_itself_ends(ann: Person, ben: Person, mona: Person, boss: Person) -> None:
    link(boss, ann)
    around = chart_around(ben, "ann")
    assert around.line.is_circle
    assert names(around.line.people) == ["Dagny Direktør", "Mona Manger"]
    assert around.me.below == 3
    assert count_below([mona.pk, ben.pk]) == {mona.pk: 3, ben.pk: 0}


def test_somebody_who_reports_to_themselves_is_no_crash(ann: Person, boss: Person) -> None:
    link(boss, boss)
    around = chart_around(ann, boss.handle)
    assert (around.line.is_circle, list(around.line.people), around.me.below) == (True, [], 2)
    assert names([stand.person for stand in around.reports.stands]) == ["Mona Manger"]
    assert line_of(ann).is_circle


def test_a_manager_who_left_cuts_the_line_and_is_not_counted(ann: Person, mona: Person, boss: Person) -> None:
    Person.objects.filter(pk=mona.pk).update(is_active=False)
    around = chart_around(ann, "ann")
    assert (list(around.line.people), around.line.is_cut, around.beside.count) == ([], True, 0)
    assert chart_around(ann, boss.handle).me.below == 0


def test_only_active_people_see_and_are_seen(ann: Person, cleo: Person, gone: Person) -> None:
    assert chart_around(cleo, "ann").me.person == ann
    for reader, handle in ((gone, "ann"), (ann, "gone"), (ann, "never")):
        with pytest.raises(Person.DoesNotExist):
            chart_around(reader, handle)


def test_the_chart_begins_with_who_is_marked_else_with_who_has_most_reports(
    ann: Person, cleo: Person, boss: Person
) -> None:
    under(boss, "Second Report")
    assert the_top(ann) == boss
    Person.objects.filter(pk=cleo.pk).update(is_top=True)
    assert the_top(ann) == cleo


@pytest.fixture
def tree(field: Department, market: Department) -> Department:
    """Drift, with Feltmontasje below it and Marked below that."""
    top = factories.DepartmentFactory(name="Drift")
    Department.objects.filter(pk=field.pk).update(parent=top)
    Department.objects.filter(pk=market.pk).update(parent=field)
    return top


def test_a_unit_is_drawn_with_its_sub_units_heads_and_counts(
    ann: Person, ben: Person, cleo: Person, tree: Department
) -> None:
    chart = unit_chart(ann, tree.pk)
    (felt,) = chart.unit.parts
    assert (chart.unit.people, chart.unit.head, chart.people.count) == (4, None, 0)
    assert (felt.name, felt.people, felt.head and felt.head.handle) == ("Feltmontasje", 4, "mona")
    assert [(part.name, part.people, part.head) for part in felt.parts] == [("Marked", 1, None)]
    below = unit_chart(ann, felt.parts[0].pk)
    assert [unit.name for unit in below.above] == ["Drift", "Feltmontasje"]
    assert names([stand.person for stand in below.people.stands]) == ["Cleo Christiansen"]


def test_a_leader_heads_a_unit_before_others_with_reports(
    ann: Person, ben: Person, mona: Person, tree: Department
) -> None:
    (first,) = under(None, "Aud Annen", department=mona.department)
    under(first, "Under Aud", department=mona.department)
    Person.objects.filter(pk=mona.pk).update(is_leader=True)
    head = unit_chart(ann, mona.department_id).unit.head
    assert head == mona


def test_a_department_that_is_not_there(ann: Person) -> None:
    with pytest.raises(Department.DoesNotExist):
        unit_chart(ann, 99_999)


def test_departments_that_are_above_each_other_are_no_crash(ann: Person, cleo: Person, tree: Department) -> None:
    Department.objects.filter(pk=tree.pk).update(parent=cleo.department)
    chart = unit_chart(ann, tree.pk)
    assert [unit.name for unit in chart.above] == ["Feltmontasje", "Marked"]
    assert [part.name for part in chart.unit.parts[0].parts] == ["Marked"]
    assert chart.unit.parts[0].parts[0].parts == ()
