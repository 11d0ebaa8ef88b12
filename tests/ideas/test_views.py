"""Pages of the idea board: whole and as parts, valid HTML, refused as missing, and every form says what to mend."""

import re

import html5lib
import pytest
from django.utils import translation

from ideas.models import Campaign, Idea, Vote
from ideas.states import State
from tests.factories import REASON, comment_of, idea_of, moved
from tests.ideas.staged import NO, days

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def whole(response, status=200):
    """The text of a page that is valid HTML, with every id used once."""
    assert response.status_code == status
    html5lib.HTMLParser(strict=True).parse(response.text)
    ids = re.findall(r'\sid="([^"]+)"', response.text)
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    assert response.text.count("<h1") == 1
    return response.text


def part(response, status=200):
    """The text of a fragment that is valid HTML and no page."""
    assert response.status_code == status
    text = response.text
    html5lib.HTMLParser(strict=True).parseFragment(text, container="ol" if text.lstrip().startswith("<li") else "div")
    assert "<html" not in text
    assert "HX-Request" in response["Vary"]
    return text


@pytest.fixture
def house(at, ann, odd):
    """A board on which something stands in every column and drawer; how it came there does not matter here."""
    ideas = {str(state): at(State.SUBMITTED, title=f"Varmepumpe {state}") for state in State if state not in ELSEWHERE}
    for state, idea in ideas.items():
        Idea.objects.filter(pk=idea.pk).update(state=state, owner=odd)
    return ideas | {"draft": at(State.DRAFT, title="Varmepumpe draft")}


ELSEWHERE = (State.DRAFT, State.MERGED, State.WITHDRAWN)


@pytest.mark.wide
@pytest.mark.parametrize("view", ["", "list"])
def test_the_board_is_a_page_and_a_part_in_both_languages_and_every_order(client_of, ben, cleo, house, view):
    for person in (ben, cleo):
        client = client_of(person)
        for query in (
            "",
            "order=newest",
            "order=readers",
            "late=1",
            "mine=1",
            "customers=1",
            "readers=1",
            "order=nonsense",
        ):
            address = f"/ideas/?view={view}&{query}"
            assert 'data-listen="home"' in whole(client.get(address))
            part(client.get(address, headers=HTMX))


def test_the_board_has_a_column_for_each_step_with_its_count(client_of, ben, house):
    text = whole(client_of(ben).get("/ideas/"))
    columns = re.findall(r'id="lane-([a-z-]+)">[^<]*</h2><span class="count">(\d+)</span>', text)
    assert columns == [
        ("submitted", "2"), ("open", "1"), ("in-review", "1"), ("approved", "1"), ("in-progress", "1"), ("implemented", "2"),
    ]  # fmt: skip
    assert text.count('<article class="idea"') == 8
    for drawer in ("parked", "declined"):
        assert f'href="?state={drawer}"' in text
        assert f"Varmepumpe {drawer}" not in text
    assert "Varmepumpe draft" not in text


def test_a_drawer_and_a_column_open_as_a_list(client_of, ben, house):
    for state in ("parked", "declined", "submitted"):
        text = whole(client_of(ben).get(f"/ideas/?state={state}"))
        assert f"Varmepumpe {state}" in text
        assert "Varmepumpe open" not in text


def test_a_board_without_ideas_says_what_to_do(client_of, ben):
    assert 'href="/ideas/new/"' in whole(client_of(ben).get("/ideas/"))
    assert "Nothing fits what you asked for." in whole(client_of(ben).get("/ideas/?view=list"))


def test_filters_narrow_the_list_and_stay_in_the_links(client_of, ben, ann, cleo, field, places):
    idea_of(ann, title="Varmepumpe fra felt")
    idea_of(cleo, places["everyone"], "Varmepumpe fra marked")
    client = client_of(ben)
    felt = client.get("/ideas/?view=list&department=felt").text
    assert "fra felt" in felt
    assert "fra marked" not in felt
    assert "fra marked" in client.get("/ideas/?view=list&campaign=hos-everyone").text
    assert "fra felt" not in client.get("/ideas/?view=list&campaign=hos-everyone").text
    assert "fra felt" not in client.get("/ideas/?view=list&department=finnes-ikke").text
    assert "fra marked" in client_of(cleo).get("/ideas/?view=list&mine=1").text
    assert "fra felt" not in client_of(cleo).get("/ideas/?view=list&mine=1").text


def test_a_list_goes_on_where_the_page_ended(client_of, ben, ann):
    for number in range(21):
        idea_of(ann, title=f"Varmepumpe nummer {number}")
    client = client_of(ben)
    first = whole(client.get("/ideas/?view=list&order=newest"))
    following = re.search(r'href="(\?[^"]*page=2[^"]*)"', first)[1].replace("&amp;", "&")
    second = part(client.get(f"/ideas/{following}", headers=HTMX))
    seen = re.findall(r'id="idea-row-(\d+)"', first) + re.findall(r'id="idea-row-(\d+)"', second)
    assert len(seen) == len(set(seen)) == 21
    assert "page=3" not in second
    for page in ("0", "-1", "x", "9" * 30):
        assert client.get(f"/ideas/?view=list&page={page}").status_code == 200


@pytest.mark.wide
@pytest.mark.parametrize("state", [s for s in State if s != State.DRAFT])
def test_an_idea_has_a_page_in_every_state_for_everybody_in_it(client_of, at, ann, odd, dag, cleo, state):
    idea = at(state)
    comment_of(cleo, idea.thread)
    for person in (ann, cleo):
        text = whole(client_of(person).get(f"/ideas/{idea.pk}/"))
        assert f'data-listen="thread:{idea.thread_id}"' in text
        assert (f'action="/ideas/{idea.pk}/vote/"' in text or f"/ideas/{idea.pk}/vote/" in text) is True
    with translation.override("nb"):
        assert str(State(state).label) in text


def test_the_parts_of_an_idea(client_of, at, odd, cleo):
    idea = at(State.IN_REVIEW)
    for number in range(3):
        comment_of(cleo, idea.thread, f"Svar {number}")
    client = client_of(odd)
    assert "Svar 2" in part(client.get(f"/ideas/{idea.pk}/", headers=HTMX))
    for page in ("timeline", "move"):
        whole(client.get(f"/ideas/{idea.pk}/{page}/"))
        assert f"/ideas/{idea.pk}/move/approved/" in part(client.get(f"/ideas/{idea.pk}/{page}/", headers=HTMX))


def test_the_way_here_tells_every_reason_and_what_would_change_our_mind(client_of, at, cleo):
    text = whole(client_of(cleo).get(f"/ideas/{at(State.DECLINED).pk}/"))
    assert REASON in text
    assert NO["change_of_mind"] in text
    assert "Odd Olsen" in text


def test_a_clock_says_that_nobody_did_it(client_of, ann, siv, cleo, english):
    idea = moved(idea_of(ann), None, State.OPEN, person=siv)
    cleo.language = "en"
    cleo.save()
    assert "by itself, because the time had come" in client_of(cleo).get(f"/ideas/{idea.pk}/timeline/").text


def test_a_vote_is_given_and_taken_back_with_and_without_script(client_of, ann, cleo):
    idea = idea_of(ann)
    client = client_of(cleo)
    answer = client.post(f"/ideas/{idea.pk}/vote/", {"on": "1"})
    assert (answer.status_code, answer["Location"]) == (303, f"/ideas/{idea.pk}/#support-{idea.pk}")
    assert Vote.objects.get().person == cleo
    answer = client.post(f"/ideas/{idea.pk}/vote/", {"on": "0"}, headers=HTMX)
    assert answer.status_code in (200, 204)
    assert not Vote.objects.exists()
    assert client.post(f"/ideas/{idea.pk}/vote/", {"on": "maybe"}).status_code == 404
    assert client.get(f"/ideas/{idea.pk}/vote/").status_code == 405
    anns = client_of(ann)
    assert anns.post(f"/ideas/{idea.pk}/vote/", {"on": "1"}, headers=HTMX).status_code == 403
    assert anns.post(f"/ideas/{idea.pk}/vote/", {"on": "1"}).status_code == 303
    assert "Du kan ikke stemme her" in anns.get(f"/ideas/{idea.pk}/").text
    assert not Vote.objects.exists()


MOVES = [
    ("siv", State.SUBMITTED, "open", {"person": "odd"}, {"person": "Ingen Her"}, "person"),
    ("siv", State.OPEN, "needs-info", {"note": "Hvor mange?"}, {"note": " "}, "note"),
    ("odd", State.IN_REVIEW, "approved", {"person": "@dag", "until": "2099-01-01"}, {"person": "dag", "until": "x"}, "until"),
    ("odd", State.IN_REVIEW, "declined", NO, {**NO, "reason": REASON[:60]}, "reason"),
    ("odd", State.IN_REVIEW, "parked", {**NO, "until": "soon"}, {**NO, "until": "2000-01-01"}, "until"),
    ("dag", State.IN_PROGRESS, "implemented", {"note": "Gjort.", "until": "2026-01-01"}, {"note": "Gjort."}, "until"),
    ("cleo", State.IMPLEMENTED, "confirmed", {"note": "Ingen klager."}, {"kind": "time", "unit": ""}, "actual"),
    (
        "cleo", State.IMPLEMENTED, "confirmed", {"kind": "time", "unit": "timer i uka", "actual": "7"},
        {"kind": "time", "actual": "7"}, "unit",
    ),
    ("ann", State.DECLINED, "in-review", {"note": REASON}, {"note": "Nei."}, "note"),
]  # fmt: skip


@pytest.mark.wide
@pytest.mark.parametrize(("who", "state", "to", "good", "bad", "name"), MOVES)
def test_a_move_asks_for_what_it_needs_keeps_what_was_typed_and_is_made(
    client_of, at, cast, cleo, who, state, to, good, bad, name
):
    idea = at(state)
    client, address = client_of({**vars(cast), "cleo": cleo}[who]), f"/ideas/{idea.pk}/move/{to}/"
    whole(client.get(address))
    text = whole(client.post(address, bad), status=422)
    assert f'href="#id_{name}"' in text
    assert all(value.strip() in text for value in bad.values())
    good = {key: days(30).isoformat() if value == "soon" else value for key, value in good.items()}
    answer = client.post(address, good)
    assert (answer.status_code, answer["Location"]) == (303, f"/ideas/{idea.pk}/")
    assert Idea.objects.get(pk=idea.pk).state == to
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("words", ["{}", "#{}", " http://testserver/ideas/{}/ ", "/ideas/{}"])
def test_an_idea_is_merged_into_the_one_that_a_number_or_an_address_names(client_of, at, siv, words):
    into, idea = at(State.OPEN), at(State.OPEN, title="Enda en bil fra naboen")
    answer = client_of(siv).post(f"/ideas/{idea.pk}/move/merged/", {"into": words.format(into.pk)})
    assert answer.status_code == 303
    assert Idea.objects.get(pk=idea.pk).merged_into == into


@pytest.mark.parametrize("words", ["", "x", "0", "9" * 40, "٣", "-1", "self"])
def test_a_target_that_there_is_not_is_answered_beside_the_field(client_of, at, siv, words):
    idea = at(State.OPEN)
    words = str(idea.pk) if words == "self" else words
    text = whole(client_of(siv).post(f"/ideas/{idea.pk}/move/merged/", {"into": words}), status=422)
    assert 'href="#id_into"' in text


def test_a_target_that_one_may_not_see_is_as_one_that_there_is_not(client_of, places, ann, cleo, siv):
    Campaign.objects.filter(pk=places["everyone"].pk).update(owner=None)
    idea, secret = idea_of(ann, places["everyone"]), idea_of(ann, places["secret"], "Kanarifugl i gruva")
    pages = [client_of(siv).post(f"/ideas/{idea.pk}/move/merged/", {"into": n}) for n in (secret.pk, 999_999_999)]
    assert all("Kanarifugl" not in whole(page, status=422) for page in pages)


def test_somebody_is_chosen_to_answer_or_takes_it(client_of, ann, siv, odd, cleo):
    idea = idea_of(ann)
    client, address = client_of(siv), f"/ideas/{idea.pk}/owner/"
    whole(client.get(address))
    for words in ("", "  ", "Ingen Her", "@ann"):
        assert 'href="#id_person"' in whole(client.post(address, {"do": "give", "person": words}), status=422)
    assert client.post(address, {"do": "give", "person": "Odd Olsen"}).status_code == 303
    assert Idea.objects.get().owner == odd
    assert client.post(address, {"do": "take"}).status_code == 303
    assert Idea.objects.get().owner == siv
    assert client_of(cleo).get(address).status_code == 403


def test_pages_of_what_is_mine(client_of, house, ann, ben, cleo, odd, siv):
    whole(client_of(cleo).get("/ideas/mine/"))
    mine = whole(client_of(ann).get("/ideas/mine/"))
    assert "Varmepumpe draft" in mine
    assert f'href="/ideas/new/?draft={house["draft"].pk}"' in mine
    assert "Varmepumpe declined" in mine
    assert "Varmepumpe open" in whole(client_of(odd).get("/ideas/mine/"))
    Vote.objects.create(idea=house["open"], person=ben)
    assert "Varmepumpe open" in whole(client_of(ben).get("/ideas/mine/"))


def test_the_desk_shows_the_oldest_first_to_those_who_take_ideas_in(client_of, ann, siv, cleo):
    first, second = (
        idea_of(ann, title="Varmepumpe i den første boden"),
        idea_of(ann, title="Varmepumpe i den andre boden"),
    )
    text = whole(client_of(siv).get("/desk/screening/"))
    assert text.index(first.title) < text.index(second.title)
    for to in ("open", "needs-info", "merged", "declined"):
        assert f'href="/ideas/{first.pk}/move/{to}/"' in text
    assert client_of(cleo).get("/desk/screening/").status_code == 404


def test_the_desk_says_when_nothing_waits(client_of, siv):
    assert 'href="/ideas/"' in whole(client_of(siv).get("/desk/screening/"))


def test_a_campaign_and_a_colleague_have_pages_and_parts(client_of, places, ann, cleo, mona):
    idea_of(ann, places["secret"], "Kanarifugl i gruva")
    idea_of(ann, places["open"], "Varmepumpe i boden")
    for address in ("/campaigns/hos-open/", "/people/ann/ideas/"):
        assert "Varmepumpe i boden" in whole(client_of(cleo).get(address))
        assert "Varmepumpe i boden" in part(client_of(cleo).get(address, headers=HTMX))
    assert "Kanarifugl" not in client_of(cleo).get("/people/ann/ideas/").text
    assert "Kanarifugl" in client_of(mona).get("/people/ann/ideas/").text
    assert client_of(cleo).get("/campaigns/hos-secret/").status_code == 404
    assert client_of(cleo).get("/campaigns/finnes-ikke/").status_code == 404
    assert client_of(cleo).get("/people/finnes-ikke/ideas/").status_code == 404


def test_forms_of_writing_are_pages(client_of, ann, ben, house):
    client = client_of(ann)
    for address in (
        "/ideas/new/", f"/ideas/new/?draft={house['draft'].pk}", f"/ideas/{house['open'].pk}/edit/",
        f"/ideas/{house['open'].pk}/authors/", f"/ideas/{house['open'].pk}/before/", f"/ideas/{house['draft'].pk}/delete/",
    ):  # fmt: skip
        whole(client.get(address))


def test_whoever_is_not_signed_in_finds_nothing(client, house):
    for address in ("/ideas/", "/ideas/new/", "/ideas/mine/", f"/ideas/{house['open'].pk}/", "/campaigns/always-open/"):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("state", ["draft", "submitted", "nonsense"])
def test_there_is_no_form_for_a_move_that_is_none(client_of, at, siv, ann, state):
    assert client_of(siv).get(f"/ideas/{at(State.OPEN).pk}/move/{state}/").status_code == 404
    assert client_of(ann).get(f"/ideas/{at(State.DRAFT).pk}/move/submitted/").status_code == 404
