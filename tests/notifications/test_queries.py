"""The inbox as its reader may know it now."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from network.core.clock import now
from network.groups.models import Group, Membership
from network.notifications.actions import News, notify
from network.notifications.models import Kind, Notification
from network.notifications.queries import inbox_page, letter_for
from network.notifications.queries.letters import SENTENCES
from profiles.models import Person
from tests.factories import PersonFactory, post_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def comment(recipient: Person, post: object, *actors: Person, kind: Kind = Kind.COMMENT) -> Notification:
    for number, actor in enumerate(actors):
        notify([recipient.pk], News(kind, f"thread:{post.pk}", actor.pk, post.thread.group_id, number + 1))
    return Notification.objects.latest("pk")


def lines(person: Person) -> list[str]:
    return [letter.text for letter in inbox_page(person).letters]


def test_one_two_and_many_actors_the_newest_first(ann: Person, ben: Person, cleo: Person, mona: Person) -> None:
    post = post_of(ann, title="Is på linja")
    comment(ann, post, ben)
    assert lines(ann) == ["Ben Berge answered you in “Is på linja”"]
    comment(ann, post, cleo)
    assert lines(ann) == ["Cleo Christiansen and Ben Berge answered you in “Is på linja”"]
    comment(ann, post, mona)
    assert lines(ann) == ["Mona Manger and 2 others answered you in “Is på linja”"]


def test_who_has_left_is_not_named(ann: Person, ben: Person, gone: Person) -> None:
    post = post_of(ann, title="Is")
    comment(ann, post, ben, gone)
    assert lines(ann) == ["Ben Berge answered you in “Is”"]
    Notification.objects.update(actors=[gone.pk])
    assert lines(ann) == ["Somebody who has left answered you in “Is”"]


def test_a_thousand_actors_load_ten_people(ann: Person, ben: Person) -> None:
    comment(ann, post_of(ann, title="Is"), ben)
    Notification.objects.update(actors=[*range(10**9, 10**9 + 999), ben.pk])
    assert lines(ann) == ["Ben Berge and 990 others answered you in “Is”"]


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_sentence_without_markup_from_titles(
    ann: Person, ben: Person, kind: Kind, language: str
) -> None:
    ben.name = "Ben <b>Berge</b> %(who)s"
    ben.save()
    comment(ann, post_of(ann, title="<i>100 %s</i>"), ben, kind=kind)
    with translation.override(language):
        letter = inbox_page(ann).letters[0]
        assert "<i>" not in letter.html
        if "%(who)s" in str(SENTENCES[kind]):  # who did it matters
            assert "Ben &lt;b&gt;Berge&lt;/b&gt; %(who)s" in letter.html
            assert "Ben <b>Berge</b> %(who)s" in letter.text
        assert letter.icon


def test_the_way_leads_to_the_newest_comment(ann: Person, ben: Person) -> None:
    post = post_of(ann)
    comment(ann, post, ben)
    assert inbox_page(ann).letters[0].url == f"/posts/{post.pk}/?at=1#comment-1"
    notify([ann.pk], News(Kind.FOLLOW, f"person:{ben.pk}", ben.pk))
    assert inbox_page(ann).letters[0].url == "/people/ben/"


def test_a_post_whose_text_is_gone_is_called_so(ann: Person, ben: Person) -> None:
    post = post_of(ann, title="Is")
    comment(ann, post, ben)
    type(post).objects.filter(pk=post.pk).update(title="", text="")
    assert lines(ann) == ["Ben Berge answered you in “a deleted post”"]


@pytest.mark.parametrize("name", ["closed_group", "secret_group"])
def test_what_is_out_of_sight_is_left_out_and_named_as_gone(
    name: str, ben: Person, ann: Person, request: pytest.FixtureRequest
) -> None:
    group: Group = request.getfixturevalue(name)
    row = comment(ben, post_of(ann, group, title="kanarifugl"), ann)
    assert len(inbox_page(ben).letters) == 1
    Membership.objects.filter(person=ben).delete()
    page = inbox_page(ben)
    assert (page.letters, page.gone) == ([], [row.pk])
    assert letter_for(ben, row.pk) is None


def test_nobody_opens_the_letter_of_another(ann: Person, ben: Person, cleo: Person) -> None:
    row = comment(ann, post_of(ann), ben)
    assert letter_for(ann, row.pk) is not None
    assert letter_for(cleo, row.pk) is None
    assert letter_for(ben, row.pk) is None


def test_pages_follow_the_moment_and_meet_every_row_once(ann: Person, ben: Person) -> None:
    at = now()
    for number in range(7):
        row = comment(ann, post_of(ann, title=f"Tittel {number}"), ben)
        Notification.objects.filter(pk=row.pk).update(moment=at - timedelta(hours=number // 2))
    seen, cursor = [], None
    while cursor != "":
        page = inbox_page(ann, cursor, size=2)
        seen += [letter.news.pk for letter in page.letters]
        cursor = page.next
    assert seen == list(Notification.objects.order_by("-moment", "-pk").values_list("pk", flat=True))
    assert len(seen) == 7


@pytest.mark.parametrize("cursor", ["", "x", ".", "1.", "9" * 19 + ".1", "1.x", "-1.1", "999999999999999999.1"])
def test_a_malformed_cursor_is_the_first_page(ann: Person, ben: Person, cursor: str) -> None:
    comment(ann, post_of(ann), ben)
    assert len(inbox_page(ann, cursor).letters) == 1


def test_the_cost_does_not_grow(ann: Person) -> None:
    def news(count: int) -> None:
        for person in PersonFactory.create_batch(count, department=ann.department):
            comment(ann, post_of(ann), person)
            notify([ann.pk], News(Kind.FOLLOW, f"person:{person.pk}", person.pk))

    news(3)
    with CaptureQueriesContext(connection) as few:
        assert len(inbox_page(ann).letters) == 6
    news(15)
    with CaptureQueriesContext(connection) as many:
        assert len(inbox_page(ann).letters) == 20
    assert len(few) == len(many) == 4
