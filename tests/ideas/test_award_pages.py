"""The pages of the desk: who finds them, what they tell whom, that they do what they say, and what they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas import access, actions
from ideas.live import may_listen_to_round
from ideas.models import Award, AwardRound, Ballot, Category, Conflict, Grant, JuryMember, Nomination, Prize, Winner
from ideas.states import RoundState
from tests.factories import PersonFactory
from tests.ideas.season import CITATION, carried_out, days, season_of
from tests.live.conftest import act

pytestmark = pytest.mark.django_db
R = RoundState


@pytest.fixture
def season(siv, ann):
    made = season_of(siv)
    made.nomination = made.nominate(carried_out(ann, "Lån en bil fra nabodepotet"))
    return made


@pytest.fixture
def everywhere(season):
    """Every address of the desk."""
    slug, row = season.round.slug, season.nomination.pk
    juror = season.jurors[0]
    actions.declare_conflict(by=juror, nomination=season.nomination, kind="other", note="Naboer.")
    conflict = Conflict.objects.get()
    desk = f"/desk/awards/{slug}/"
    return {
        "list": "/desk/awards/", "desk": desk, "edit": f"{desk}edit/", "categories": f"{desk}categories/",
        "jury": f"{desk}jury/", "words": f"{desk}words/", "compare": f"{desk}compare/?n={row}",
        "cancel": f"{desk}move/cancelled/", "ballots": f"{desk}ballots/", "ballot": f"/desk/awards/ballots/{row}/",
        "nomination": f"/desk/awards/nominations/{row}/", "conflict": f"/desk/awards/nominations/{row}/conflict/",
        "look": f"/desk/awards/conflicts/{conflict.pk}/", "new": "/desk/awards/new/",
        "catalogue": "/desk/awards/catalogue/", "new award": "/desk/awards/catalogue/new/",
        "award": f"/desk/awards/catalogue/{season.jury.award_id}/", "new prize": "/desk/awards/prizes/new/",
    }  # fmt: skip


ALL = {"list", "desk", "categories", "jury", "compare", "nomination"}
RUN = {"edit", "words", "cancel"}
JURY = {"ballots", "ballot", "conflict"}
KEEP = {"new", "catalogue", "new award", "award", "new prize"}


@pytest.mark.wide
def test_each_page_is_found_by_those_it_is_for_and_missing_for_all_others(
    everywhere, season, client_of, siv, ann, cleo, ada, mo
):
    manager = PersonFactory()
    secretary = PersonFactory()
    actions.seat_member(by=siv, round=season.round, person=secretary, role=JuryMember.Role.SECRETARY)
    people = {
        "chair": (season.chair, ALL | RUN | JURY | {"look"}), "juror": (season.jurors[1], ALL | JURY),
        "secretary": (secretary, ALL | RUN), "maker": (siv, ALL | RUN | KEEP), "author": (ann, set()),
        "cleo": (cleo, set()), "ada": (ada, set()), "mo": (mo, set()), "other": (manager, set()),
    }  # fmt: skip
    for name, (person, expected) in people.items():
        client = client_of(person)
        found = {page for page, url in everywhere.items() if client.get(url).status_code == 200}
        assert found == expected, name
        assert {client.get(url).status_code for page, url in everywhere.items() if page not in expected} <= {404}


def test_a_juror_who_left_finds_nothing_and_hears_nothing(season, client_of, cleo, ada, gone):
    juror, key = season.jurors[0], str(season.round.pk)
    assert may_listen_to_round(juror, key) == [f"awards:{key}"]
    for outsider in (cleo, ada, gone):
        assert may_listen_to_round(outsider, key) == []
    for wrong in ("", "x", "-1", "9" * 20, "²"):
        assert may_listen_to_round(juror, wrong) == []
    actions.leave_jury(by=juror, round=season.round, person=juror)
    assert client_of(juror).get(f"/desk/awards/{season.round.slug}/").status_code == 404
    assert may_listen_to_round(juror, key) == []


def test_nobody_reads_means_or_ballots_while_the_jury_judges(season, client_of, siv):
    season.to(R.JUDGING)
    actions.cast_ballot(
        by=season.jurors[0], nomination=season.fresh(season.nomination), comment="Hemmelig tanke",
        scores={c.pk: 5 for c in season.jury.rubric.criteria.all()},
    )  # fmt: skip
    pages = [f"/desk/awards/{season.round.slug}/", f"/desk/awards/{season.round.slug}/compare/?n={season.nomination.pk}",
             f"/desk/awards/ballots/{season.nomination.pk}/", f"/desk/awards/{season.round.slug}/jury/"]  # fmt: skip
    for person in (season.chair, season.jurors[1], siv):
        text = "".join(client_of(person).get(page).text for page in pages)
        assert "5,00" not in text
        assert "Hemmelig tanke" not in text
        assert client_of(person).get(f"/desk/awards/categories/{season.jury.pk}/winners/").status_code == 404
    assert "Hemmelig tanke" in client_of(season.jurors[0]).get(pages[2]).text


def test_from_a_plan_to_the_announcement_by_forms_alone(client_of, siv, ann, dag):
    siv_at = client_of(siv)
    made = siv_at.post("/desk/awards/catalogue/new/", {
        "name": "Det lille grepet", "description": "En liten endring.", "kind": "jury", "emblem": "spark",
    })  # fmt: skip
    assert made.status_code == 303
    siv_at.post("/desk/awards/prizes/new/", {"title": "Tur", "kind": "cash", "value": "500"})
    assert Prize.objects.get().tax_note
    chair, one, two = PersonFactory.create_batch(3)
    planned = siv_at.post("/desk/awards/new/", {
        "title": "Vårens pris", "chair": f"@{chair.handle}", "nominate_from": days(0), "nominate_until": days(4),
        "judge_until": days(8), "announce_on": days(10), "announce_time": "09:00", "min_jury": "3",
    })  # fmt: skip
    round = AwardRound.objects.get()
    assert planned["Location"] == f"/desk/awards/{round.slug}/categories/"
    desk = f"/desk/awards/{round.slug}/"
    chosen = {"award": Award.objects.get().pk, "eligible": "carried-out", "max_winners": "1",
              "prize": Prize.objects.get().pk}  # fmt: skip
    assert siv_at.post(planned["Location"], chosen).status_code == 303
    for juror in (one, two):
        siv_at.post(f"{desk}jury/", {"do": "seat", "person": f"@{juror.handle}", "role": "juror"})
    assert siv_at.post(f"{desk}move/nominating/", {"do": "move"}).status_code == 303
    category = Category.objects.get()
    row = Nomination.objects.create(category=category, idea=carried_out(ann, "Lån en bil fra naboen", dag),
                                    by=PersonFactory(), motivation=CITATION)  # fmt: skip
    assert siv_at.post(f"/desk/awards/nominations/{row.pk}/", {"do": "accept"}).status_code == 303
    assert siv_at.post(f"{desk}move/judging/", {"do": "move"}).status_code == 303
    category.refresh_from_db()
    criteria = list(category.rubric.criteria.all())
    for juror in (chair, one, two):
        page = client_of(juror)
        ballot = f"/desk/awards/ballots/{row.pk}/"
        assert page.get(f"{desk}ballots/")["Location"] == ballot
        assert page.post(ballot, {"do": "cast"}).status_code == 422
        assert page.post(ballot, {"do": "cast", **{f"c{c.pk}": "4" for c in criteria}}).status_code == 303
    chair_at = client_of(chair)
    assert chair_at.post(f"{desk}move/deliberating/", {"do": "move"}).status_code == 303
    winners = f"/desk/awards/categories/{category.pk}/winners/"
    assert "Begrunnelse" in chair_at.get(f"{winners}?n={row.pk}").text
    assert CITATION in chair_at.post(winners, {"n": row.pk, "do": "preview", "citation": CITATION}).text
    assert not Winner.objects.exists()
    assert chair_at.post(winners, {"n": row.pk, "do": "choose", "citation": CITATION}).status_code == 303
    assert client_of(one).post(f"{desk}move/decided/").status_code == 404
    assert chair_at.post(f"{desk}words/", {"thanks": "Takk.", f"to-{row.pk}": "Fint."}).status_code == 303
    assert chair_at.post(f"{desk}move/decided/", {"do": "move"}).status_code == 303
    assert chair_at.post(f"{desk}move/announced/", {"do": "move"}).status_code == 303
    grant = Grant.objects.get()
    assert grant.announced_at
    assert chair_at.post(f"/desk/awards/grants/{grant.pk}/", {"reason": ""}).status_code == 422
    assert chair_at.post(f"/desk/awards/grants/{grant.pk}/", {"reason": "En feil."}).status_code == 303
    assert "En feil." in siv_at.get(desk).text


def test_what_is_left_to_do_is_a_list_of_links(season, client_of, english):
    season.to(R.JUDGING)
    client = client_of(season.chair)
    text = client.get(f"/desk/awards/{season.round.slug}/").text
    found = re.findall(r'<a href="([^"]+)">(\d stemmesedler mangler)</a>', text)
    assert found == [(f"/desk/awards/{season.round.slug}/jury/", "3 stemmesedler mangler")]
    season.cast_all(season.nomination, 4, 4, 4)
    season.to(R.DELIBERATING)
    text = client.get(f"/desk/awards/{season.round.slug}/").text
    links = re.findall(r'<a href="(/desk/awards/[^"]+winners/)">(Ingen vinner valgt[^<]+)</a>', text)
    assert {url for url, _w in links} == {
        f"/desk/awards/categories/{c.pk}/winners/" for c in (season.jury, season.people)
    }
    assert "move/decided" not in text


def test_an_announce_button_is_there_only_when_nothing_is_open(season, client_of):
    season.to(R.JUDGING)
    season.cast_all(season.nomination, 4, 4, 4)
    season.to(R.DELIBERATING)
    season.choose(season.nomination)
    season.nobody()
    season.to(R.DECIDED)
    client, desk = client_of(season.chair), f"/desk/awards/{season.round.slug}/"
    assert "move/announced" in client.get(desk).text
    actions.revoke_grant(by=season.chair, grant=Grant.objects.get(), reason="Feil.")
    assert "move/announced" not in client.get(desk).text
    assert client.post(f"{desk}move/announced/", {"do": "move"}).status_code == 422


def test_bad_input_keeps_what_was_typed_and_says_what_is_wrong(season, client_of, siv):
    client = client_of(siv)
    given = {"title": "Vårens pris", "nominate_from": days(5), "nominate_until": days(2), "judge_until": days(8),
             "announce_on": days(1), "announce_time": "09:00", "min_jury": "3"}  # fmt: skip
    answer = client.post("/desk/awards/new/", given)
    assert answer.status_code == 422
    assert "Vårens pris" in answer.text
    assert client.post(f"/desk/awards/{season.round.slug}/edit/", given).status_code == 422
    assert (
        client.post(
            f"/desk/awards/{season.round.slug}/jury/", {"do": "seat", "person": "qqxx", "role": "juror"}
        ).status_code
        == 422
    )
    assert client.post("/desk/awards/catalogue/", {"kroner": "-1"}).status_code == 422
    assert client.post("/desk/awards/catalogue/new/", {}).status_code == 422
    assert client.post(f"/desk/awards/nominations/{season.nomination.pk}/", {"do": "refuse"}).status_code == 422
    cancel = f"/desk/awards/{season.round.slug}/move/cancelled/"
    assert client.post(cancel, {"do": "move"}).status_code == 422


def test_drafts_abstentions_and_conflicts_are_given_on_the_page(season, client_of):
    season.to(R.JUDGING)
    juror = season.jurors[0]
    ballot = f"/desk/awards/ballots/{season.nomination.pk}/"
    first = season.jury.rubric.criteria.first()
    client_of(juror).post(ballot, {"do": "draft", f"c{first.pk}": "3", "comment": "Et utkast"})
    assert Ballot.objects.get().state == Ballot.State.DRAFT
    assert "Et utkast" in client_of(juror).get(ballot).text
    assert "Et utkast" not in client_of(season.chair).get(ballot).text
    client_of(juror).post(ballot, {"do": "abstain"})
    assert Ballot.objects.get().state == Ballot.State.ABSTAINED
    seat = season.seat(season.jurors[1])
    said = {"member": seat.pk, "kind": "close", "note": "Gift."}
    assert client_of(juror).post(f"/desk/awards/nominations/{season.nomination.pk}/conflict/", said).status_code == 303
    conflict = Conflict.objects.get()
    assert conflict.source == Conflict.Source.CHALLENGED
    look = f"/desk/awards/conflicts/{conflict.pk}/"
    assert client_of(juror).get(look).status_code == 404
    assert client_of(season.chair).post(look, {"do": "lift"}).status_code == 422
    assert client_of(season.chair).post(look, {"do": "lift", "reason": "De er skilt."}).status_code == 303
    assert access.can_judge_nomination(season.jurors[1], season.fresh(season.nomination))


@pytest.mark.wide
def test_the_desk_costs_the_same_for_two_and_for_twelve(season, client_of, ann):
    def grow(times):
        for number in range(times):
            idea = carried_out(PersonFactory(), f"Varmepumpe nummer {number} i huset")
            season.nominate(idea)
            season.put_forward(carried_out(ann, f"Vindu nummer {number} i huset"), season.people)

    client = client_of(season.jurors[0])
    pages = {"desk": f"/desk/awards/{season.round.slug}/", "list": "/desk/awards/",
             "jury": f"/desk/awards/{season.round.slug}/jury/"}  # fmt: skip

    def cost():
        found = {}
        for name, url in pages.items():
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found[name] = len(asked)
        return found

    grow(2)
    few = cost()
    grow(10)
    assert cost() == few
    assert few["desk"] <= 38
    assert few["list"] <= 8
    assert few["jury"] <= 32


async def test_open_desks_are_told_to_load_afresh_and_nothing_of_a_ballot_goes_over_the_wire(
    page_of, act_season, ben, cleo
):
    season = act_season
    topic = f"awards:{season.round.pk}"
    jurors, cleos = await page_of(season.jurors[1], topic), await page_of(cleo, topic)
    await act(season.cast)(season.jurors[0], season.nomination, 5)
    frame = await jurors.until(lambda f: f.get("target") == f"round-{season.round.pk}-desk")
    assert (frame["verb"], "html" in frame) == ("refresh", False)
    assert await cleos.hears() == []


@pytest.fixture
def act_season(everybody, siv, ann):
    """Made before the event loop runs."""
    made = season_of(siv)
    made.nomination = made.nominate(carried_out(ann, "Lån en bil fra nabodepotet"))
    made.to(R.JUDGING)
    return made
