"""One page over people, groups and posts, within rights, whatever is asked."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from network.conversations.models import Restriction
from network.feed.actions import delete_post
from network.groups.models import Group, Membership
from network.search.queries import asked, mark_words, search
from profiles.models import Person
from tests.factories import GroupFactory, PersonFactory, post_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
HOSTILE = [
    "'", '"', "\"'", "*", ":*", "&", "|", "!", "<->", "()", "((", "a:b", "\\",
    "%", "%s", "%(a)s", "_", "--", ";", "ø\\'",
    "\x00", "a\x00b", "a & | b", '"halv', "-", "- -", "or", "og", "<script>alert(1)</script>",
    "x" * 10_240, "a " * 5_000, "{{ 7*7 }}", "$$", "' OR 1=1 --", "\u202e", "🙂", "i",
]  # fmt: skip


def page(client: Client, words: str, **headers: str) -> str:
    answer = client.get(f"/search/?{urlencode({'q': words})}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_people_groups_and_posts_are_found_with_their_words_marked(
    client_of: ClientOf, ann: Person, ben: Person, open_group: Group
) -> None:
    post_of(ann, open_group, title="Feltmålinger i nord", text="Vi **målte** 11 cm is.")
    PersonFactory(handle="feltus", name="Feltus Moe")
    html = page(client_of(ben), "felt")
    html5lib.HTMLParser(strict=True).parse(html)
    assert "<mark>Feltus</mark> Moe" in html
    assert "<mark>Feltprat</mark>" in html
    html = page(client_of(ben), "målte")
    assert "<mark>målte</mark> 11 cm is" in html


def test_as_you_type_htmx_gets_the_hits_alone_and_nothing_is_stored(client_of: ClientOf, ben: Person) -> None:
    client = client_of(ben)
    part = client.get("/search/?q=ben", headers={"HX-Request": "true"})
    html5lib.HTMLParser(strict=True).parseFragment(part.content.decode())
    assert part.content.decode().strip().startswith('<div class="hits" id="hits">')
    assert "no-store" in part["Cache-Control"]
    assert "HX-Request" in part["Vary"]


def test_nothing_asked_and_nothing_found_say_what_to_do(client_of: ClientOf, ben: Person) -> None:
    client = client_of(ben)
    for words, said in (
        ("", "What are you looking for?"),
        ("   ", "What are you looking for?"),
        ("zzzqqq", "Nothing found"),
    ):
        html = page(client, words)
        html5lib.HTMLParser(strict=True).parse(html)
        assert said in html


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_is_asked_is_answered_within_a_second(client_of: ClientOf, ben: Person, words: str) -> None:
    post_of(ben, text="Vi målte is og vind.")
    client = client_of(ben)
    took = []
    while min(took, default=9.0) > 1 and len(took) < 3:  # the first may meet a cold process
        began = time.monotonic()
        html = page(client, words)
        took.append(time.monotonic() - began)
    assert min(took) <= 1
    html5lib.HTMLParser(strict=True).parse(html)
    assert "<script>alert" not in html


def test_a_missing_and_a_doubled_question_are_answered(client_of: ClientOf, ben: Person) -> None:
    assert client_of(ben).get("/search/").status_code == 200
    assert client_of(ben).get("/search/?q=a&q=b").status_code == 200
    assert client_of(ben).get("/search/?q=%ff%fe").status_code == 200
    assert client_of(ben).post("/search/").status_code == 405


@pytest.mark.parametrize("name", ["closed_group", "secret_group"])
@pytest.mark.parametrize(
    "words", ["kanarifugl", '"gul kanarifugl"', "kanari", "#kanarifugl", "kanarifuglene", "Nordlys", "ann"]
)
def test_an_outsider_finds_no_trace(
    name: str, words: str, client_of: ClientOf, ann: Person, ben: Person, cleo: Person, request: pytest.FixtureRequest
) -> None:
    group: Group = request.getfixturevalue(name)
    client, htmx = client_of(cleo), {"HX-Request": "true"}
    before = page(client, words, **htmx)
    post_of(ann, group, title="En gul kanarifugl", text="Den gule kanarifuglen #kanarifugl i prosjekt Nordlys, ann")
    assert page(client, words, **htmx) == before
    assert search(cleo, words).posts == []
    assert not [hit for hit in search(cleo, words).groups if hit.row.is_secret]
    assert search(ben, "kanarifugl").posts


def test_a_secret_group_is_found_by_its_members_alone(ann: Person, cleo: Person, secret_group: Group) -> None:
    assert [hit.row for hit in search(ann, "nordlys").groups] == [secret_group]
    assert search(cleo, "nordlys").count == 0


def test_what_is_deleted_hidden_or_left_is_gone_at_once(ann: Person, ben: Person, secret_group: Group) -> None:
    erased, hidden = post_of(ann, text="kanarifugl en"), post_of(ann, text="kanarifugl to")
    post_of(ann, secret_group, text="kanarifugl tre")
    assert len(search(ben, "kanarifugl").posts) == 3
    delete_post(by=ann, post=erased)
    Restriction.objects.create(subject_id=hidden.pk, reason="Sak 1")
    Membership.objects.filter(person=ben).delete()
    assert search(ben, "kanarifugl").posts == []
    assert len(search(ann, "kanarifugl").posts) == 1


def test_people_are_found_by_what_colleagues_may_see_and_never_by_address(
    client_of: ClientOf, ann: Person, cleo: Person, gone: Person
) -> None:
    ann.phone = "99887766"
    ann.save()
    assert search(cleo, "askeland").people
    assert not search(cleo, "gundersen").people
    html = page(client_of(cleo), "ann")
    assert "ann@glod.example" not in html
    assert "99887766" not in html


def test_few_hits_are_shown_with_a_way_to_more(client_of: ClientOf, ann: Person, ben: Person) -> None:
    for number in range(7):
        PersonFactory(name=f"Solveig Nummer{number}")
        GroupFactory(name=f"Solveig gruppe {number}")
        for _ in range(3):
            post_of(ann, text=f"Solveig skrev {number}")
    found = search(ben, "solveig")
    assert (len(found.people), len(found.groups), len(found.posts)) == (5, 5, 20)
    html = page(client_of(ben), "solveig")
    assert 'href="/people/?q=solveig"' in html
    assert 'href="/groups/?q=solveig"' in html


def test_marks_are_set_after_escaping(ann: Person, ben: Person) -> None:
    post_of(ann, title="<img src=x> kabel", text='Ny kabel <script>alert("kabel")</script> & \x02kabel')
    (hit,) = search(ben, "kabel").posts
    assert hit.title == "&lt;img src=x&gt; <mark>kabel</mark>"
    assert "<script>" not in hit.text
    assert hit.text.count("<mark>") == hit.text.count("</mark>") >= 2
    assert mark_words("Åse <b> & Bør", "ase bor") == "<mark>Åse</mark> &lt;b&gt; &amp; <mark>Bør</mark>"
    assert mark_words("ord", "") == "ord"


def test_word_forms_are_marked_in_both_languages(ann: Person, ben: Person) -> None:
    post_of(ann, text="Vi har målt alle kablene i dag, og det er ikke så mange igjen av dem.")
    post_of(ann, text="We are testing the cables in the field and it is going well for you.")
    assert "<mark>kablene</mark>" in search(ben, "kablenes").posts[0].text
    assert "<mark>cables</mark>" in search(ben, "cable").posts[0].text


def test_the_question_is_one_clean_short_line() -> None:
    assert asked("  a\x00b\n\tc  ") == "a b c"
    assert len(asked("å" * 9_999)) == 200


def test_a_person_who_left_finds_nothing(ann: Person, gone: Person) -> None:
    post_of(ann, text="kanarifugl")
    assert search(gone, "kanarifugl").count == 0


def test_the_page_costs_the_same_for_few_and_many_hits(client_of: ClientOf, ann: Person, ben: Person) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            PersonFactory(name="Solveig Solberg", title="Solveig")
            GroupFactory(name="Solveig")
            post_of(ann, text="Solveig skrev")

    client = client_of(ben)
    more(3)
    page(client, "solveig")
    with CaptureQueriesContext(connection) as few:
        page(client, "solveig")
    more(20)
    with CaptureQueriesContext(connection) as many:
        page(client, "solveig")
    assert len(many) <= len(few) <= 11
    with translation.override("en"):
        assert len(search(ben, "solveig").posts) == 20


def test_a_long_post_is_shown_around_its_first_hit(ann: Person, ben: Person) -> None:
    post_of(ann, text=f"{'Vi skriver mye her. ' * 60} Så kom kanarifuglen. {'Og så mer av det samme. ' * 60}")
    (hit,) = search(ben, "kanarifugl").posts or search(ben, "kanarifuglen").posts
    assert "<mark>kanarifuglen</mark>" in hit.text
    assert hit.text.startswith("… ")
    assert hit.text.endswith(" …")
    assert len(hit.text) < 400
