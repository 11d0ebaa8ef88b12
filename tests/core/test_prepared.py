"""A prepared query is the query that its rules say, for everybody who asks and at every moment."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.conversations.models import Restriction
from network.core.clock import now, standing_still
from network.core.prepared import KEPT, NotPrepared, prepared
from network.feed.models import Post
from network.groups.models import Group, Membership
from profiles.models import Person, Role
from tests.factories import join, post_of

pytestmark = pytest.mark.django_db


def visible(person: Person) -> "QuerySet[Post]":
    """Every post that the person may see."""
    return Post.objects.visible_to(person).select_related("thread__group").order_by("pk")


def asked_of(*values: Any, **shape: Any) -> list[str]:
    """The statements that one more question takes."""
    with CaptureQueriesContext(connection) as seen:
        VISIBLE.rows(*values, **shape)
    return [query["sql"] for query in seen.captured_queries]


VISIBLE = prepared("is_active")(visible)


def test_everybody_gets_what_the_rule_says_of_them_whoever_asked_first(
    ann: Person, ben: Person, cleo: Person, gone: Person, open_group: Group, closed_group: Group, secret_group: Group
) -> None:
    for group in (None, open_group, closed_group, secret_group):
        post_of(ann, group)
    for person in (ann, cleo, ben, gone, ann):
        found = VISIBLE.rows(person)
        assert found == list(visible(person))
        assert [post.thread.group for post in found] == [post.thread.group for post in visible(person)]
    assert len(VISIBLE.rows(ann)) == 4
    assert len(VISIBLE.rows(cleo)) == 2
    assert VISIBLE.rows(gone) == []


def test_who_joins_or_leaves_is_heard_at_once(ann: Person, cleo: Person, secret_group: Group) -> None:
    post = post_of(ann, secret_group)
    assert VISIBLE.rows(cleo) == []
    membership = join(secret_group, cleo)
    assert VISIBLE.rows(cleo) == [post]
    membership.delete()
    assert VISIBLE.rows(cleo) == []


def test_each_question_is_asked_at_its_own_moment(ann: Person, cleo: Person) -> None:
    post = post_of(ann)
    Restriction.objects.create(subject_id=post.pk, reason="x", ends_at=now() + timedelta(hours=1))
    assert VISIBLE.rows(cleo) == []
    with standing_still(now() + timedelta(hours=2)):
        assert VISIBLE.rows(cleo) == [post]
    assert VISIBLE.rows(cleo) == []


def test_a_question_is_one_statement_and_none_where_the_rules_leave_nothing(cleo: Person, gone: Person) -> None:
    assert len(asked_of(cleo)) == 1
    assert asked_of(gone) == []


def test_lists_of_any_length_texts_days_and_nothing_are_values(ann: Person, mona: Person, mo: Person) -> None:
    @prepared()
    def named(ids: list[int], handle: str | None) -> "QuerySet[Person, str]":
        people = Person.objects.get_queryset().filter(pk__in=ids).order_by("handle")
        return (people.filter(handle=handle) if handle else people).values_list("handle", flat=True)

    @prepared()
    def in_office(day: date) -> "QuerySet[Role, int]":
        return Role.objects.filter(starts_on__lte=day).values_list("person", flat=True)

    assert named.rows([ann.pk, mona.pk], None) == ["ann", "mona"]
    assert named.rows([mona.pk], None) == ["mona"]
    assert named.rows([mona.pk, ann.pk], "ann") == ["ann"]
    assert named.rows([mona.pk, ann.pk], "mona") == ["mona"]
    assert named.rows([], None) == []
    day = Role.objects.get(person=mo).starts_on
    assert in_office.rows(day) == [mo.pk]
    assert in_office.rows(day - timedelta(days=1)) == []


def test_rows_come_with_what_belongs_to_them_as_python_has_it(ann: Person, open_group: Group) -> None:
    Person.objects.filter(pk=ann.pk).update(extra={"own-desk": "Ø 4"}, languages=["norsk"])

    @prepared()
    def colleagues(handle: str) -> "QuerySet[Person]":
        return (
            Person.objects.get_queryset()
            .filter(handle=handle)
            .select_related("department")
            .prefetch_related("member_of")
        )

    for _time in range(2):
        (found,) = colleagues.rows("ann")
        assert (found.extra, found.languages, found.created_at) == ({"own-desk": "Ø 4"}, ["norsk"], ann.created_at)
        with CaptureQueriesContext(connection) as seen:
            assert found.department == ann.department
            assert list(found.member_of.all()) == [open_group]
        assert len(seen) == 0


def test_a_rule_that_looks_at_more_of_a_person_is_refused(ann: Person) -> None:
    @prepared("is_active")
    def by_rank(person: Person) -> "QuerySet[Post]":
        return Post.objects.all() if person.is_administrator else Post.objects.visible_to(person)

    with pytest.raises(NotPrepared):
        by_rank.rows(ann)
    assert Person.objects.filter(pk=ann.pk).exists()  # the transaction goes on


def test_a_rule_that_asks_the_database_first_is_refused(ann: Person) -> None:
    @prepared("is_active")
    def by_count(person: Person) -> "QuerySet[Group]":
        mine = list(Membership.objects.filter(person=person).values_list("group", flat=True))
        return Group.objects.filter(pk__in=mine)

    with pytest.raises(NotPrepared):
        by_count.rows(ann)


@pytest.mark.parametrize("made", ["more", "longer", "chosen"])
def test_what_is_made_of_a_value_is_refused(ann: Person, made: str) -> None:
    @prepared()
    def people(number: int, handle: str, *, made: str) -> "QuerySet[Person]":
        rows = Person.objects.get_queryset().filter(pk__gt=number, handle=handle)
        if made == "more":
            return rows.filter(pk__lt=number + 9)
        if made == "longer":
            return rows.filter(name__contains=handle)
        return Person.objects.get_queryset().filter(handle=handle).order_by("pk" if number > 5 else "-pk")

    with pytest.raises(NotPrepared):
        people.rows(ann.pk, ann.handle, made=made)


@pytest.mark.parametrize(
    ("field", "moment"),
    [
        ("created_at", timezone.now),
        ("created_at", lambda: now() - timedelta(days=1)),
        ("started_on", timezone.localdate),
    ],
)
def test_a_moment_that_would_stand_still_is_refused(field: str, moment: Any) -> None:
    @prepared()
    def newcomers() -> "QuerySet[Person]":
        return Person.objects.get_queryset().filter(**{f"{field}__gt": moment()})

    with pytest.raises(NotPrepared):
        newcomers.rows()


@pytest.mark.wide
def test_only_so_many_shapes_are_kept(cleo: Person) -> None:
    @prepared()
    def some(ids: list[int]) -> "QuerySet[Person]":
        return Person.objects.get_queryset().filter(pk__in=ids)

    for length in range(1, 2 * KEPT + 10):
        assert some.rows([cleo.pk] * length) == [cleo]
        assert len(some._made) <= KEPT


def test_its_sql_can_be_put_into_another_query_and_there_is_none_for_whoever_sees_nothing(
    ben: Person, cleo: Person, gone: Person, closed_group: Group
) -> None:
    keys = prepared("is_active")(lambda person: visible(person).values("pk"))
    post_of(ben, closed_group)
    for person, count in ((ben, 1), (cleo, 0)):
        sql, params = keys.sql(person) or ("", ())
        with connection.cursor() as cursor:
            cursor.execute(f"WITH seen AS ({sql}) SELECT count(*) FROM seen", params)  # noqa: S608 (SQL of ours)
            assert cursor.fetchone() == (count,)
    assert keys.sql(gone) is None
