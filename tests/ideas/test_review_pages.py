"""Pages of those who judge and decide: what they show, what they never show, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.actions import house_rubric, note_talk, write_rubric
from ideas.models import Assignment, Campaign, Idea, Review, Rubric
from ideas.states import State
from tests.factories import DepartmentFactory, PersonFactory, comment_of, idea_of, moved, panel_for
from tests.ideas.judges import asked, criteria_of, judged, opinion
from tests.ideas.staged import NO, days
from tests.ideas.test_rubrics import TWO
from tests.ideas.test_views import HTMX, part, whole

pytestmark = pytest.mark.django_db
CANARY = "Kanarine Fuglesang"


@pytest.fixture
def idea(at):
    return at(State.IN_REVIEW)


@pytest.fixture
def first(idea):
    return asked(idea)[0].reviewer


def address(idea, tail=""):
    return f"/desk/review/{idea.pk}/{tail}"


def filled(idea, value="4", **more):
    scores = {f"score_{criterion.pk}": value for criterion in criteria_of(idea)}
    return {**scores, "verdict": "go", "do": "hand-in", **more}


def test_a_review_is_written_kept_and_handed_in_without_script(client_of, idea, first):
    client, url = client_of(first), address(idea)
    text = whole(client.get(url))
    assert all(f'name="score_{c.pk}"' in text and c.shown_anchors[4] in text for c in criteria_of(idea))
    first_criterion = criteria_of(idea)[0]
    answer = client.post(address(idea, "draft/"), {f"score_{first_criterion.pk}": "2", "to_owner": "Hm."})
    assert (answer.status_code, answer["Location"]) == (303, url)
    assert client.post(address(idea, "draft/"), {"to_owner": "Hm, ja."}, headers=HTMX).status_code == 204
    assert "Hm, ja." in whole(client.get(url))
    answer = client.post(url, filled(idea))
    assert (answer.status_code, answer["Location"]) == (303, "/desk/review/")
    assert Review.objects.get().submitted_at is not None
    text = whole(client.get(url))
    assert "score_" not in text
    assert client.post(url, filled(idea)).status_code == 303


def test_what_is_not_judged_yet_is_named_and_what_was_written_stays(client_of, idea, first):
    criteria = criteria_of(idea)
    sent = {
        f"score_{criteria[0].pk}": "5",
        f"note_{criteria[0].pk}": "Stolpen står",
        "to_authors": "Bra",
        "do": "hand-in",
    }
    text = whole(client_of(first).post(address(idea), sent), status=422)
    assert f'href="#id_score_{criteria[0].pk}"' not in text
    for criterion in criteria[1:]:
        assert f'href="#id_score_{criterion.pk}"' in text
        assert f"Ikke vurdert ennå: {criterion.shown_name}." in text
    assert 'href="#id_verdict"' in text
    assert "Stolpen står" in text
    assert "Bra</textarea>" in text
    assert not Review.objects.exists()


def test_the_queue_says_which_of_how_many_and_leads_on(client_of, at, cast, idea, first):
    panel = tuple(row.reviewer for row in asked(idea))
    others = [at(State.OPEN, title=f"Varmepumpe nummer {number}") for number in range(2)]
    for other in others:
        moved(other, cast.odd, State.IN_REVIEW, panel=panel)
    client = client_of(first)
    text = whole(client.get(address(others[0])))
    assert "2 av 3" in text
    assert f'rel="prev" href="{address(idea)}"' in text
    assert f'rel="next" href="{address(others[1])}"' in text
    answer = client.post(address(others[0]), filled(others[0]))
    assert answer["Location"] == address(others[1])
    text = whole(client.get("/desk/review/"))
    assert text.index(others[1].title) < text.index(others[0].title), "what waits, then what is handed in"
    assert "1 av 2" in whole(client.get(address(idea)))


def test_stepping_back_asks_why(client_of, idea, first):
    client, url = client_of(first), address(idea, "step-back/")
    whole(client.get(url))
    assert 'href="#id_reason"' in whole(client.post(url, {"reason": " "}), status=422)
    assert client.post(url, {"reason": "Jeg hjalp til."})["Location"] == "/desk/review/"
    for gone in (url, address(idea), address(idea, "draft/")):
        assert client.post(gone, {"reason": "Igjen."}).status_code == 404


# Invariants 16 and 19: what the screen never tells.


@pytest.fixture
def blind(cast, siv):
    """An idea of somebody whose name, handle, address, title and department are looked for, with talk under it."""
    unit = DepartmentFactory(name="Kanarifeltet", slug="kanarifeltet")
    author = PersonFactory(
        handle="kanarine", name=CANARY, email="kanarine@glod.example", department=unit, title="Fuglesjef"
    )
    idea = moved(idea_of(author, title="Modne ost i tunnelen"), siv, State.OPEN, person=cast.odd)
    comment_of(author, idea.thread, "Kanarifuglene sang.")
    panel = (PersonFactory(department=unit), *PersonFactory.create_batch(3))
    return moved(idea, cast.odd, State.IN_REVIEW, panel=panel)


def test_no_page_of_the_queue_tells_who_wrote_it(client_of, blind):
    unit = blind.department
    person = next(row.reviewer for row in asked(blind) if row.reviewer.department_id != unit.pk)
    client = client_of(person)
    pages = {
        "desk": client.get("/desk/review/"), "screen": client.get(address(blind)),
        "faulty": client.post(address(blind), {"do": "hand-in"}), "step back": client.get(address(blind, "step-back/")),
        "inbox": client.get("/notifications/"),
    }  # fmt: skip
    client.post(address(blind), filled(blind))
    pages |= {"handed in": client.get(address(blind)), "desk afterwards": client.get("/desk/review/")}
    words = (CANARY, "kanarine", "Kanarifeltet", "Fuglesjef", "Kanarifuglene")
    assert {name for name, page in pages.items() if any(word in page.text for word in words)} == set()
    assert all("Modne ost" in pages[name].text for name in ("desk", "screen", "faulty", "handed in"))
    assert f'href="{blind.get_absolute_url()}"' not in pages["screen"].text, "nor does it lead to where it is told"


def test_nobody_sees_what_others_say_before_the_own_review_is_in(client_of, blind):
    *others, mine = asked(blind)
    words = {"to_owner": "Kunngjøring til eieren", "to_authors": "Kunngjøring til forfatterne"}
    judged(blind, 1, 5, 5, **words)
    client = client_of(mine.reviewer)
    for page in (client.get("/desk/review/"), client.get(address(blind)), client.get(blind.get_absolute_url())):
        assert "Kunngjøring" not in page.text
        assert 'class="scores"' not in page.text
        assert "Omstridt" not in page.text
    assert client.get(address(blind, "panel/")).status_code == 404
    client.post(address(blind), filled(blind))
    text = whole(client.get(address(blind)))
    assert 'class="scores"' in text
    assert "Kunngjøring" not in text, "their words are for whoever decides"
    assert not any(row.reviewer.name in text for row in others)


def test_fewer_than_three_show_no_score_to_anybody(client_of, cast, idea):
    people = judged(idea, 5, 5)
    for client, url in ((client_of(cast.odd), address(idea, "panel/")), (client_of(people[0]), address(idea))):
        assert 'class="scores"' not in whole(client.get(url))
    judged(idea, 5)
    for client, url in ((client_of(cast.odd), address(idea, "panel/")), (client_of(people[0]), address(idea))):
        assert 'class="scores"' in whole(client.get(url))


# Whoever decides.


def test_the_page_of_whoever_decides_shows_dots_words_and_where_they_differ(client_of, cast, idea):
    client, url = client_of(cast.odd), address(idea, "panel/")
    whole(client.get(url))
    judged(idea, 1, 3, 5, to_owner="Jeg tviler på været.")
    text = whole(client.get(url))
    assert text.count("<i></i>") == 3 * len(criteria_of(idea))
    assert "Omstridt" in text
    assert "3,0" in text
    assert "Jeg tviler på været." in text
    assert all(row.reviewer.name in text for row in idea.assignments.select_related("reviewer"))
    assert f'href="{address(idea, "talk/")}"' in text
    assert f'id="panel-{idea.pk}"' in part(client.get(url, headers=HTMX))
    assert client.get(address(idea))["Location"] == url
    note_talk(by=cast.odd, idea=idea, note="Været er vurdert.")
    text = whole(client.get(url))
    assert "Været er vurdert." in text
    assert f'href="{address(idea, "talk/")}"' not in text


def test_the_talk_is_noted_on_its_page_or_with_the_decision(client_of, cast, idea):
    judged(idea, 1, 3, 5)
    client, url = client_of(cast.odd), address(idea, "talk/")
    whole(client.get(url))
    assert 'href="#id_note"' in whole(client.post(url, {"note": " "}), status=422)
    move = f"/ideas/{idea.pk}/move/declined/"
    assert 'name="talk"' in whole(client.get(move))
    assert 'href="#id_talk"' in whole(client.post(move, NO), status=422)
    assert client.post(url, {"note": "Vi snakket."})["Location"] == address(idea, "panel/")
    assert 'name="talk"' not in whole(client.get(move))
    assert client.post(move, NO).status_code == 303


def test_one_more_is_asked_or_somebody_else_and_faults_stand_beside_the_name(client_of, cast, idea, ann, first):
    client, url = client_of(cast.odd), address(idea, "ask/")
    text = whole(client.get(f"{url}?instead={first.pk}"))
    assert f'value="{first.pk}" selected' in text
    for words in ("", "Ingen Her", "@ann", f"@{first.handle}"):
        assert 'href="#id_person"' in whole(client.post(url, {"person": words}), status=422)
    other = PersonFactory(name="Ny Dommer", department=first.department)
    answer = client.post(url, {"person": "Ny Dommer", "instead_of": first.pk})
    assert (answer.status_code, answer["Location"]) == (303, address(idea, "panel/"))
    assert other in [row.reviewer for row in asked(idea)]


def test_the_move_proposes_three_says_why_and_takes_others(client_of, cast, at):
    idea = at(State.OPEN)
    panel = panel_for(idea)
    client, url = client_of(cast.odd), f"/ideas/{idea.pk}/move/in-review/"
    text = whole(client.get(url))
    assert sum(f'value="@{person.handle}"' in text for person in panel) >= 1
    assert "arbeider der ideen kommer fra" in text
    assert "ser den fra en annen avdeling" in text
    wrong = {"panel_0": f"@{panel[0].handle}", "panel_1": "@ann", "panel_2": f"@{panel[2].handle}"}
    text = whole(client.post(url, wrong), status=422)
    assert 'href="#id_panel_1"' in text
    assert 'href="#id_panel_0"' not in text
    assert 'href="#id_panel_0"' in whole(client.post(url, {"panel_0": f"@{panel[0].handle}"}), status=422)
    sent = {f"panel_{place}": f"@{person.handle}" for place, person in enumerate(panel)}
    assert client.post(url, sent).status_code == 303
    assert {row.reviewer for row in asked(idea)} == set(panel)


def test_the_authors_read_the_words_for_them_on_the_page_when_it_is_decided(client_of, cast, idea, ann, cleo):
    people = judged(idea, 4, 4, to_authors="Ta med brannvesenet.", to_owner="Jeg tviler.")
    moved(idea, cast.odd, State.APPROVED, person=cast.dag, until=days(60))
    text = whole(client_of(ann).get(f"/ideas/{idea.pk}/"))
    assert text.count("Ta med brannvesenet.") == 2
    assert "Jeg tviler." not in text
    assert not any(person.name in text for person in people)
    assert "Ta med brannvesenet." not in whole(client_of(cleo).get(f"/ideas/{idea.pk}/"))
    assert "Ta med brannvesenet." in whole(client_of(cast.odd).get(f"/ideas/{idea.pk}/"))


def test_ways_to_the_desk(client_of, idea, first, cast, siv):
    assert f'href="{address(idea)}"' in whole(client_of(first).get("/ideas/mine/"))
    assert f'href="{address(idea)}"' in whole(client_of(first).get(f"/ideas/{idea.pk}/"))
    assert f'href="{address(idea, "panel/")}"' in whole(client_of(cast.odd).get(f"/ideas/{idea.pk}/"))
    assert f'href="{address(idea, "panel/")}"' in whole(client_of(cast.odd).get("/desk/review/"))
    assert 'href="/desk/review/"' in whole(client_of(siv).get("/desk/screening/"))


# Access.


def test_who_is_not_asked_and_takes_nothing_in_finds_nothing_there(client_of, idea, cleo, ann, gone):
    for person in (cleo, ann):
        client = client_of(person)
        for tail in ("", "panel/", "step-back/", "ask/", "talk/"):
            assert client.get(address(idea, tail)).status_code == 404, tail
        for tail in ("", "draft/", "step-back/", "ask/", "talk/"):
            assert client.post(address(idea, tail), {}).status_code == 404, tail
        for url in ("/desk/review/", "/desk/review/rubrics/", "/desk/review/rubrics/new/"):
            assert client.get(url).status_code == 404
    assert not Assignment.objects.exclude(state="open").exists()


def test_a_reviewer_who_may_no_longer_read_it_finds_nothing(client_of, places, ann, mona, closed_group):
    idea = moved(idea_of(ann, places["closed"]), mona, State.OPEN, person=mona)
    panel = panel_for(idea)
    idea = moved(idea, mona, State.IN_REVIEW, panel=panel)
    client = client_of(panel[1])
    whole(client.get(address(idea)))
    closed_group.memberships.filter(person=panel[1]).delete()
    assert client.get(address(idea)).status_code == 404
    assert idea.title not in client.get("/desk/review/").text


# Rubrics.


def test_rubrics_are_listed_read_written_changed_and_put_away(client_of, siv, cleo):
    client = client_of(siv)
    text = whole(client.get("/desk/review/rubrics/"))
    assert "Husets kriterier" in text
    house = house_rubric()
    text = whole(client.get(f"/desk/review/rubrics/{house.pk}/"))
    assert "Det kan prøves neste uke" in text
    assert client.get(f"/desk/review/rubrics/{house.pk}/edit/").status_code == 403
    assert "Nytte" in whole(client.get(f"/desk/review/rubrics/new/?from={house.pk}"))
    sent = {"name": "Våre", "c-TOTAL_FORMS": "8", "c-INITIAL_FORMS": "0"}
    for place, one in enumerate(TWO):
        sent |= {f"c-{place}-name": one.name, f"c-{place}-weight": str(one.weight)}
        sent |= {f"c-{place}-anchor_{step}": text for step, text in enumerate(one.anchors, 1)}
    text = whole(client.post("/desk/review/rubrics/new/", {**sent, "c-1-weight": "39"}), status=422)
    assert "100 til sammen" in text
    text = whole(client.post("/desk/review/rubrics/new/", {**sent, "c-1-anchor_3": ""}), status=422)
    assert 'id="id_c-1-anchor_3_error"' in text
    made = client.post("/desk/review/rubrics/new/", sent)
    own = Rubric.objects.get(is_house=False)
    assert made["Location"] == f"/desk/review/rubrics/{own.pk}/"
    whole(client.get(made["Location"]))
    whole(client.get(f"/desk/review/rubrics/{own.pk}/edit/"))
    assert client.post(f"/desk/review/rubrics/{own.pk}/edit/", {**sent, "name": "Våre egne"}).status_code == 303
    assert client_of(cleo).get(f"/desk/review/rubrics/{own.pk}/").status_code == 404
    assert client.post(f"/desk/review/rubrics/{own.pk}/archive/").status_code == 303
    assert Rubric.objects.get(pk=own.pk).archived_at is not None
    assert client.get("/desk/review/rubrics/999999/").status_code == 404


def test_a_campaign_chooses_its_rubric_and_shows_it_before_anything_is_sent_in(client_of, siv, cleo):
    own = write_rubric(by=siv, name="Våre egne", questions=TWO)
    client = client_of(siv)
    assert "Husets kriterier" in whole(client.get("/campaigns/new/"))
    sent = {
        "title": "Skrue", "question": "Hva?", "submit_ends": days(9).isoformat(), "identity": "named", "counts": "voted",
        "rubric": str(own.pk),
    }  # fmt: skip
    assert client.post("/campaigns/new/", sent).status_code == 303
    assert Campaign.objects.get(slug="skrue").rubric == own
    text = whole(client_of(cleo).get("/campaigns/skrue/"))
    assert "Nytte" in text
    assert "teller 60 %" in text
    assert "Alt" in text
    assert "selected" in whole(client.get("/campaigns/skrue/edit/"))


# What it costs.


@pytest.mark.wide
def test_the_pages_cost_the_same_however_much_waits_and_is_said(client_of, at, cast, idea, first):
    panel = tuple(row.reviewer for row in asked(idea))
    owner, judge = client_of(cast.odd), client_of(first)
    most = {"/desk/review/": 10, address(idea): 14, "/ideas/mine/": 17}

    def cost(client, url):
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    few = {url: cost(judge, url) for url in most}
    panel_cost = cost(owner, address(idea, "panel/"))
    for number in range(5):
        other = moved(at(State.OPEN, title=f"Varmepumpe nummer {number}"), cast.odd, State.IN_REVIEW, panel=panel)
        judged(other, 4, 3)
    assert {url: cost(judge, url) for url in most} == few
    assert {url: count for url, count in few.items() if count > most[url]} == {}
    judged(idea, *[4] * 3)
    assert cost(owner, address(idea, "panel/")) - panel_cost <= 3, "scores are read once there are three"
    assert panel_cost <= 19


def test_an_opinion_of_a_test_is_whole(idea):
    assert set(opinion(idea, 4).answers) == {c.pk for c in criteria_of(Idea.objects.get(pk=idea.pk))}
