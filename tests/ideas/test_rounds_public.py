"""The page of a round: putting ideas forward, everybody's vote, and what is told before and after."""

from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ideas import actions
from ideas.actions import answer_co_author, ask_co_author
from ideas.events import NominationChanged
from ideas.models import AwardRound, Conflict, Idea, JuryMember, Nomination, PeoplesVote
from ideas.queries import count_votes, open_rounds, peoples_counts
from ideas.states import State
from network import wiring
from network.core.access import Refused
from network.notifications.models import Kind, Notification
from profiles.actions import deactivate_person
from tests.factories import PersonFactory, idea_of
from tests.ideas.awarded import WHY, announce_now, freeze_votes, grant_of, nominated, round_at
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


@pytest.fixture
def open_round(mona):
    """Nominations are open."""
    return round_at("nominating", mona, "var")


@pytest.fixture
def voting(mona, ann, cleo, siv):
    """Everybody votes between an idea of ann's and one of siv's."""
    made = round_at("judging", mona, "var", **{"Folkets pris": "peoples-choice"})
    category = made.categories.get()
    return (
        category,
        nominated(idea_of(ann), category, cleo),
        nominated(idea_of(siv, title="Suppe på fredager"), category, cleo),
    )


def test_whoever_reads_an_idea_of_somebody_else_puts_it_forward_and_everybody_reads_why(
    open_round, ann, cleo, ben, client_of, told
):
    idea = idea_of(ann)
    page = client_of(cleo).get("/awards/var/nominate/", {"idea": idea.pk}).text
    assert f'value="{idea.pk}"' in page
    sent = {"idea": str(idea.pk), "category": open_round.categories.get().pk, "motivation": WHY}
    assert client_of(cleo).post("/awards/var/nominate/", sent).status_code == 303
    assert NominationChanged(Nomination.objects.get().pk) in told
    assert WHY[:50] in client_of(ben).get("/awards/var/").text


def test_nobody_puts_the_own_idea_forward_also_not_as_a_co_author(open_round, ann, ben, client_of):
    idea, category = idea_of(ann), open_round.categories.get()
    ask_co_author(by=ann, idea=idea, person=ben)
    for person in (ann, ben):
        with pytest.raises(Refused):
            actions.nominate(by=person, category=category, idea=idea, motivation=WHY)
        sent = {"idea": str(idea.pk), "category": category.pk, "motivation": WHY}
        assert client_of(person).post("/awards/var/nominate/", sent).status_code == 422
    assert not Nomination.objects.exists()


def test_why_takes_eighty_characters_also_in_the_database(open_round, ann, cleo, client_of):
    idea, category = idea_of(ann), open_round.categories.get()
    with pytest.raises(Refused):
        actions.nominate(by=cleo, category=category, idea=idea, motivation="Fin " * 19)
    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.create(category=category, idea=idea, by=cleo, motivation="Fin")
    sent = {"idea": str(idea.pk), "category": category.pk, "motivation": "Fin"}
    answer = client_of(cleo).post("/awards/var/nominate/", sent)
    assert answer.status_code == 422
    assert "Fin" in answer.text


def test_what_one_may_not_read_one_does_not_put_forward(open_round, ann, cleo, places):
    secret = idea_of(ann, places["secret"])
    with pytest.raises(Refused):
        actions.nominate(by=cleo, category=open_round.categories.get(), idea=secret, motivation=WHY)


def test_an_idea_is_in_a_category_once_however_many_put_it_forward_at_the_same_moment(
    open_round, ann, transactional_db
):
    idea, category = idea_of(ann), open_round.categories.get()
    people = [PersonFactory() for _number in range(20)]
    acts = [partial(actions.nominate, by=p, category=category, idea=idea, motivation=WHY) for p in people]
    assert at_once(*acts).count(True) == 1
    assert Nomination.objects.count() == 1


def test_a_form_sent_twice_puts_forward_once(open_round, ann, cleo):
    key = "6f1f6d4e-5c1d-4c52-9d0a-3f8a2f2b7d11"
    sent = {"by": cleo, "category": open_round.categories.get(), "idea": idea_of(ann), "motivation": WHY, "key": key}
    assert actions.nominate(**sent) == actions.nominate(**sent)


@pytest.mark.parametrize("state", ["planning", "judging", "decided", "announced", "cancelled"])
def test_only_while_nominations_are_open(mona, ann, cleo, state, client_of):
    made = round_at(state, mona, "var")
    with pytest.raises(Refused):
        actions.nominate(by=cleo, category=made.categories.get(), idea=idea_of(ann), motivation=WHY)
    assert client_of(cleo).get("/awards/var/nominate/").status_code == 404


def test_one_takes_back_the_own_nomination_alone_and_it_can_be_put_forward_again(open_round, ann, cleo, ben, client_of):
    idea, category = idea_of(ann), open_round.categories.get()
    made = actions.nominate(by=cleo, category=category, idea=idea, motivation=WHY)
    with pytest.raises(Refused):
        actions.withdraw_nomination(by=ben, nomination=made)
    assert client_of(cleo).post(f"/awards/var/nominations/{made.pk}/withdraw/").status_code == 303
    assert Nomination.objects.get(pk=made.pk).state == "withdrawn"
    assert actions.nominate(by=ben, category=category, idea=idea, motivation=WHY)


def test_once_the_jury_judges_nothing_is_taken_back(open_round, ann, cleo):
    made = actions.nominate(by=cleo, category=open_round.categories.get(), idea=idea_of(ann), motivation=WHY)
    AwardRound.objects.update(state="judging")
    with pytest.raises(Refused):
        actions.withdraw_nomination(by=cleo, nomination=made)


def test_authors_hear_when_they_are_nominated_and_who_put_it_forward_when_it_cannot_be(open_round, ann, cleo, mona):
    made = nominated(idea_of(ann), open_round.categories.get(), cleo, "proposed")

    def told(person):
        wiring.ideas_notices.nomination_changed(NominationChanged(made.pk))
        return list(Notification.objects.filter(recipient=person, kind=Kind.AWARD).values_list("subject", flat=True))

    assert told(ann) == []
    Nomination.objects.filter(pk=made.pk).update(state="accepted")
    assert told(ann) == [f"nomination:{made.pk}"]
    assert told(cleo) == []
    Nomination.objects.filter(pk=made.pk).update(
        state="ineligible", reason="Den er ikke gjennomført ennå.", decided_by=mona
    )
    assert told(cleo) == [f"nomination:{made.pk}"]


def test_the_idea_offers_to_nominate_while_a_round_is_open_for_it_and_not_to_its_author(
    open_round, ann, cleo, client_of
):
    idea = idea_of(ann)
    link = f"/awards/var/nominate/?idea={idea.pk}"
    assert link in client_of(cleo).get(f"/ideas/{idea.pk}/").text
    assert link not in client_of(ann).get(f"/ideas/{idea.pk}/").text
    AwardRound.objects.update(state="judging")
    assert link not in client_of(cleo).get(f"/ideas/{idea.pk}/").text


# Everybody's vote.


def test_one_vote_each_that_can_be_moved_and_taken_back(voting, ben, client_of):
    category, first, second = voting
    client, url = client_of(ben), f"/awards/var/vote/{category.pk}/"
    for nomination in (first, first, second):
        assert client.post(url, {"nomination": nomination.pk}).status_code == 303
    assert list(PeoplesVote.objects.values_list("nomination", "person")) == [(second.pk, ben.pk)]
    client.post(url, {"nomination": ""})
    assert not PeoplesVote.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_votes_at_the_same_moment_one_is_left(voting, ben):
    category, first, second = voting
    acts = [partial(actions.set_peoples_vote, by=ben, category=category, nomination=n) for n in (first, second) * 12]
    assert at_once(*acts).count(True) == 24
    assert PeoplesVote.objects.count() == 1


def test_nobody_votes_for_an_idea_that_they_wrote_or_are_asked_to(voting, ann, ben, siv, client_of):
    category, first, second = voting
    ask_co_author(by=ann, idea=first.idea, person=ben)
    for person, nomination in ((ann, first), (ben, first), (siv, second)):
        with pytest.raises(Refused):
            actions.set_peoples_vote(by=person, category=category, nomination=nomination)
    actions.set_peoples_vote(by=ann, category=category, nomination=second)
    page = client_of(ann).get("/awards/var/").text
    assert page.count(f'value="{first.pk}"') == 0


@pytest.mark.parametrize("state", ["planning", "nominating", "deliberating", "decided", "announced", "cancelled"])
def test_votes_are_given_while_it_is_judged_alone(voting, ben, state):
    category, first, _second = voting
    AwardRound.objects.update(state=state, announced_at="2026-01-01T12:00Z" if state == "announced" else None)
    with pytest.raises(Refused):
        actions.set_peoples_vote(by=ben, category=category, nomination=first)


def test_a_category_that_a_jury_decides_takes_no_votes_and_one_idea_only_its_own_category(voting, mona, ben, ann, gone):
    category, first, _second = voting
    juried = round_at("judging", mona, "host").categories.get()
    other = nominated(idea_of(ann, title="En annen idé om biler"), juried, ben)
    for where, nomination, by in ((juried, other, ben), (category, other, ben), (category, first, gone)):
        with pytest.raises(Refused):
            actions.set_peoples_vote(by=by, category=where, nomination=nomination)


def test_what_is_not_accepted_or_not_read_gets_no_vote(voting, ben, cleo, ann, places):
    category, first, _second = voting
    Nomination.objects.filter(pk=first.pk).update(state="proposed")
    hidden = nominated(idea_of(ann, places["secret"]), category, ben)
    for by, nomination in ((ben, first), (cleo, hidden)):
        with pytest.raises(Refused):
            actions.set_peoples_vote(by=by, category=category, nomination=nomination)


def test_a_vote_that_would_not_count_is_refused_and_the_page_says_why(voting, mona, cleo, client_of):
    category, first, _second = voting  # mona leads ann, who wrote it
    with pytest.raises(Refused):
        actions.set_peoples_vote(by=mona, category=category, nomination=first)
    assert not PeoplesVote.objects.exists()
    assert "leder noen som har det" in client_of(mona).get("/awards/var/").text
    assert "leder noen som har det" not in client_of(cleo).get("/awards/var/").text


def test_counts_are_told_to_nobody_before_the_winners_are(voting, ben, cleo, mona, client_of):
    category, first, _second = voting
    actions.set_peoples_vote(by=ben, category=category, nomination=first)
    for state in ("judging", "deliberating", "decided"):
        AwardRound.objects.update(state=state)
        for person in (ben, cleo, mona):
            assert "1 stemme" not in client_of(person).get("/awards/var/").text.replace("1 vote", "1 stemme")
    grant_of(first.idea, category)
    announce_now(category.round)
    assert "1 stemme" in client_of(cleo).get("/awards/var/").text


def test_votes_of_authors_and_of_jurors_in_conflict_do_not_count(voting, ben, cleo, ann, tor, mona):
    category, first, _second = voting
    seat = JuryMember.objects.create(round=category.round, person=tor)
    for person in (ben, cleo, tor):
        actions.set_peoples_vote(by=person, category=category, nomination=first)
    ask_co_author(by=ann, idea=first.idea, person=ben)
    answer_co_author(by=ben, idea=first.idea, yes=True)
    Conflict.objects.create(member=seat, idea=first.idea, kind="close", source="declared", by=tor)
    assert count_votes(category.round)[first.pk] == 1


def test_who_leaves_before_it_is_counted_has_no_vote_and_who_leaves_later_keeps_it(voting, ben, cleo, ada):
    category, first, _second = voting
    for person in (ben, cleo):
        actions.set_peoples_vote(by=person, category=category, nomination=first)
    deactivate_person(person=ben, by=ada)
    assert count_votes(category.round)[first.pk] == 1
    freeze_votes(category.round)
    AwardRound.objects.update(state="deliberating")
    deactivate_person(person=cleo, by=ada)
    assert peoples_counts(category.round)[first.pk] == 1


# The page.


def test_a_round_that_is_planned_is_known_to_nobody_but_those_who_run_it(mona, siv, cleo, client_of):
    round_at("planning", mona, "var")
    assert client_of(cleo).get("/awards/var/").status_code == 404
    assert client_of(cleo).get("/awards/nowhere/").status_code == 404
    assert client_of(siv).get("/awards/var/").status_code == 200
    assert "Runden var" not in client_of(cleo).get("/awards/").text


def test_winners_are_told_first_and_only_once_it_is_announced(mona, at, cleo, client_of):
    made = round_at("decided", mona, "var")
    idea = at(State.CONFIRMED)
    nominated(idea, made.categories.get(), cleo)
    grant_of(idea, made.categories.get())
    assert 'class="won' not in client_of(cleo).get("/awards/var/").text
    announce_now(made)
    page = client_of(cleo).get("/awards/var/").text
    assert page.index('class="won') < page.index('class="nominations')


def test_the_jurys_words_to_the_authors_are_read_by_them_alone_and_afterwards(mona, ann, cleo, ben, client_of):
    made = round_at("decided", mona, "var")
    row = nominated(idea_of(ann), made.categories.get(), cleo)
    Nomination.objects.filter(pk=row.pk).update(to_authors="Dere var nær. Vis tallene neste gang.")
    assert "Vis tallene" not in client_of(ann).get("/awards/var/").text
    announce_now(made)
    assert "Vis tallene" in client_of(ann).get("/awards/var/").text
    assert "Vis tallene" not in client_of(ben).get("/awards/var/").text


def test_nominations_of_ideas_out_of_sight_are_not_there(open_round, ann, ben, cleo, places, client_of):
    nominated(idea_of(ann, places["secret"], "Hemmelig varmepumpe"), open_round.categories.get(), ben)
    assert "Hemmelig" not in client_of(cleo).get("/awards/var/").text
    assert "Hemmelig" in client_of(ben).get("/awards/var/").text


def test_a_nominated_idea_tells_no_authors_who_are_hidden(open_round, ann, cleo, ben, client_of):
    idea = idea_of(ann)
    type(idea).objects.filter(pk=idea.pk).update(is_anonymous=True)
    nominated(idea, open_round.categories.get(), cleo)
    page = client_of(ben).get("/awards/var/").text
    assert "Lån en bil" in page
    assert "Ann Askeland" not in page


def test_the_page_costs_the_same_for_three_nominations_and_for_thirty(
    open_round, cleo, client_of, django_assert_max_num_queries
):
    category, client = open_round.categories.get(), client_of(cleo)
    for number in range(3):
        nominated(idea_of(PersonFactory(), title=f"Idé nummer {number} om biler"), category, cleo)
    client.get("/awards/var/")
    with django_assert_max_num_queries(12) as few:
        client.get("/awards/var/")
    for number in range(3, 30):
        nominated(idea_of(PersonFactory(), title=f"Idé nummer {number} om biler"), category, cleo)
    with django_assert_max_num_queries(len(few)):
        client.get("/awards/var/")


def test_where_an_idea_can_be_nominated_costs_the_same_however_many_categories_are_open(mona, at, cleo):
    idea = Idea.objects.select_related("campaign", "thread", "delivery").get(pk=at(State.CONFIRMED).pk)
    costs = []
    for number in range(2):
        round_at("nominating", mona, f"runde-{number}", **{f"Pris {number} {n}": "jury" for n in range(1 + 4 * number)})
        with CaptureQueriesContext(connection) as asked:
            assert len(open_rounds(cleo, idea)) == number + 1
        costs.append(len(asked))
    assert costs[0] == costs[1]
