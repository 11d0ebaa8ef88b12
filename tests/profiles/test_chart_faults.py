"""What is wrong with the chart is found, and what an administrator does about it never makes it worse."""

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from network.core.access import Refused
from profiles.actions import hand_over_reports, mark_as_top, set_manager
from profiles.events import ProfileChanged
from profiles.models import Person, Source, SourceRecord
from profiles.queries.chart_faults import chart_faults
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def link(person: Person, manager: Person | None) -> None:
    Person.objects.filter(pk=person.pk).update(manager=manager)
    person.refresh_from_db()


def leave(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


def test_a_whole_chart_has_no_faults(ann: Person, ben: Person, mona: Person) -> None:
    assert not chart_faults()


def test_a_circle_is_found_once_with_everybody_in_it(ann: Person, ben: Person, mona: Person) -> None:
    link(mona, ann)
    faults = chart_faults()
    assert [{person.handle for person in people} for people in faults.circles] == [{"ann", "mona"}]
    assert (faults.circle_count, faults.tops, faults.alone_count) == (1, [], 0)


def test_two_tops_are_a_fault_until_one_is_marked_as_meant(
    ann: Person, ben: Person, mona: Person, cleo: Person
) -> None:
    link(ben, cleo)
    assert [person.handle for person in chart_faults().tops] == ["cleo", "mona"]
    Person.objects.filter(handle="cleo").update(is_top=True)
    assert [person.handle for person in chart_faults().tops] == ["mona"]


def test_who_has_neither_manager_nor_reports_is_alone(ann: Person, ben: Person, cleo: Person, gone: Person) -> None:
    faults = chart_faults()
    assert ([person.handle for person in faults.alone], faults.alone_count) == (["cleo"], 1)


def test_a_manager_who_left_is_shown_with_those_who_still_report(ann: Person, ben: Person, mona: Person) -> None:
    leave(mona)
    leave(ben)
    (gone,) = chart_faults().gone
    assert (gone.manager, gone.count, [person.handle for person in gone.reports]) == (mona, 1, ["ann"])


@pytest.mark.wide
def test_faults_cost_the_same_for_few_and_many(
    ann: Person, mona: Person, gone: Person, django_assert_num_queries: Callable
) -> None:
    def spoil() -> None:
        one, other = factories.PersonFactory(), factories.PersonFactory()
        link(one, other)
        link(other, one)
        factories.PersonFactory(manager=factories.PersonFactory())
        factories.PersonFactory(manager=factories.PersonFactory(is_active=False))
        factories.PersonFactory()

    for rounds in (3, 27):
        for _number in range(rounds):
            spoil()
        with django_assert_num_queries(8):
            faults = chart_faults()
    assert (faults.circle_count, faults.top_count, faults.alone_count, faults.gone_count) == (30, 31, 30, 30)
    assert [len(shown) for shown in (faults.circles, faults.tops, faults.alone, faults.gone)] == [20] * 4


def test_a_manager_is_set_and_told_once(ann: Person, cleo: Person, ada: Person, told: list) -> None:
    before = ann.version
    set_manager(person=ann, manager=cleo, by=ada)
    set_manager(person=ann, manager=cleo, by=ada)
    ann.refresh_from_db()
    assert (ann.manager, ann.version) == (cleo, before + 1)
    assert told == [ProfileChanged(ann.pk)]


def test_only_an_administrator_changes_the_chart(
    ann: Person, ben: Person, cleo: Person, mona: Person, gone: Person, ada: Person
) -> None:
    gone.is_administrator = True
    for by in (ann, ben, cleo, mona, gone):
        for change in (
            lambda by=by: set_manager(person=ann, manager=cleo, by=by),
            lambda by=by: mark_as_top(person=ann, by=by),
            lambda by=by: hand_over_reports(manager=mona, to=cleo, by=by),
        ):
            with pytest.raises(PermissionDenied):
                change()
    ann.refresh_from_db()
    assert (ann.manager, ann.is_top) == (mona, False)


def test_a_manager_from_below_is_refused_with_both_names(ann: Person, mona: Person, cleo: Person, ada: Person) -> None:
    link(cleo, ann)
    with pytest.raises(Refused) as refusal:
        set_manager(person=mona, manager=cleo, by=ada)
    assert str(refusal.value.sentence) == "Cleo Christiansen is below Mona Manger. That would make a circle."
    mona.refresh_from_db()
    assert mona.manager is None


def test_nobody_reports_to_themselves_or_to_who_left(ann: Person, gone: Person, ada: Person) -> None:
    for manager, words in (
        (ann, "Ann Askeland cannot report to themselves."),
        (gone, "Gone Gundersen no longer works here."),
    ):
        with pytest.raises(Refused) as refusal:
            set_manager(person=ann, manager=manager, by=ada)
        assert str(refusal.value.sentence) == words


def test_a_circle_through_somebody_who_left_is_refused_too(
    ann: Person, mona: Person, cleo: Person, ada: Person
) -> None:
    leave(mona)
    link(cleo, ann)
    link(mona, None)
    with pytest.raises(Refused):
        set_manager(person=Person.objects.get(pk=mona.pk), manager=cleo, by=ada)


def test_a_circle_is_broken_where_somebody_reports_to_nobody(ann: Person, mona: Person, ada: Person) -> None:
    link(mona, ann)
    set_manager(person=mona, manager=None, by=ada)
    assert not chart_faults().circles


def test_the_mark_of_the_top_goes_with_a_manager(ann: Person, mona: Person, ada: Person) -> None:
    mark_as_top(person=ann, by=ada)
    ann.refresh_from_db()
    assert (ann.manager, ann.is_top) == (None, True)
    set_manager(person=ann, manager=mona, by=ada)
    ann.refresh_from_db()
    assert (ann.manager, ann.is_top) == (mona, False)


def test_a_field_that_a_source_owns_is_locked_with_a_word_why(ann: Person, cleo: Person, ada: Person) -> None:
    source = Source.objects.create(name="Lønn", kind=Source.Kind.FILE, owns=["manager"])
    SourceRecord.objects.create(source=source, person=ann, external_id="7")
    for change in (lambda: set_manager(person=ann, manager=cleo, by=ada), lambda: mark_as_top(person=ann, by=ada)):
        with pytest.raises(Refused) as refusal:
            change()
        assert str(refusal.value.sentence) == "Lønn decides who Ann Askeland reports to. Change it there."
    source.owns = ["title"]
    source.save()
    set_manager(person=ann, manager=cleo, by=ada)


def test_everybody_is_handed_over_and_one_of_them_may_take_over(
    ann: Person, ben: Person, mona: Person, cleo: Person, ada: Person
) -> None:
    link(mona, cleo)
    leave(mona)
    assert hand_over_reports(manager=mona, to=ann, by=ada) == 1
    ann.refresh_from_db()
    ben.refresh_from_db()
    assert (ann.manager, ben.manager) == (cleo, ann)
    assert not chart_faults().gone


def test_nobody_is_handed_over_when_one_cannot_be(
    ann: Person, ben: Person, mona: Person, cleo: Person, ada: Person
) -> None:
    link(cleo, ben)
    leave(mona)
    with pytest.raises(Refused):
        hand_over_reports(manager=mona, to=cleo, by=ada)
    ann.refresh_from_db()
    assert ann.manager == mona


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_never_make_a_circle(ann: Person, ben: Person, ada: Person) -> None:
    link(ann, None)
    link(ben, None)
    start, refused = threading.Barrier(2), []

    def change(person: Person, manager: Person) -> None:
        try:
            start.wait(10)
            set_manager(person=person, manager=manager, by=ada)
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    both = [threading.Thread(target=change, args=pair) for pair in ((ann, ben), (ben, ann))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(refused) == 1
    assert not chart_faults().circles
