"""Invariants of ideas and awards that no other test sees alone: each is asked apart from the rules that lie beside it.

`make guards` takes the guards away one by one (tests/guards); these are the tests that go red where others stayed green.
"""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from ideas import access, actions
from ideas.access import winners_of
from ideas.actions import Brief
from ideas.models import (
    Award,
    AwardRound,
    Campaign,
    Conflict,
    ConflictLifted,
    CustomerVoice,
    Delivery,
    Grant,
    Idea,
    IdeaAuthor,
    JuryMember,
    RoundChange,
    TieVote,
    Winner,
)
from ideas.queries import Narrowing, Order, listed, load_desk, screening_queue, won_lately
from ideas.states import RoundState, State
from network.core.access import Refused
from network.core.clock import now
from profiles.actions import deactivate_person
from profiles.models import Person
from tests.factories import PersonFactory, comment_of, idea_of, moved, panel_for, proposal
from tests.ideas.awarded import WHY, award_of, grant_of, round_at
from tests.ideas.season import carried_out, season_of
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
R = RoundState


def fresh(idea):
    return Idea.objects.select_related("campaign", "thread").get(pk=idea.pk)


# 5 and 8: past the form, and with everything there but the right.


def test_the_budget_of_a_campaign_stays_once_somebody_has_voted_also_past_the_form(mona, ann, cleo, english):
    campaign = Campaign.objects.create(
        slug="poeng", title="Poeng", owner=mona, vote_budget=5, max_per_idea=3, submit_ends_at=now() + timedelta(days=9)
    )
    brief = partial(Brief, "Poeng", "Hva?", "", mona, submit_ends_at=campaign.submit_ends_at)
    actions.edit_campaign(by=mona, campaign=campaign, brief=brief(vote_budget=4, max_per_idea=2))
    actions.set_vote(by=cleo, idea=idea_of(ann, campaign), on=True, points=2)
    for budget, most in ((1, 1), (9, 2), (4, 1), (None, 3)):
        with pytest.raises(Refused, match="voted with these points"):
            actions.edit_campaign(by=mona, campaign=campaign, brief=brief(vote_budget=budget, max_per_idea=most))
    campaign.refresh_from_db()
    assert (campaign.vote_budget, campaign.max_per_idea) == (4, 2)


@pytest.mark.parametrize("who", ["cleo", "ann", "siv", "dag"])
def test_the_function_that_moves_asks_who_may_also_where_everything_else_is_there(at, cast, cleo, who):
    idea, by = at(State.OPEN), cleo if who == "cleo" else getattr(cast, who)
    said = actions.Said(panel=panel_for(idea))
    with pytest.raises(Refused):
        actions.move_idea(by=by, idea=idea, to=State.IN_REVIEW, said=said)
    assert fresh(idea).state == State.OPEN


# 12 and 13: whose desk it lies on.


def test_an_author_who_takes_ideas_in_takes_in_none_of_their_own(siv, ann, odd):
    own, asked = idea_of(siv), idea_of(ann, title="Varmepumpe i verkstedet")
    IdeaAuthor.objects.create(idea=asked, person=siv, state=IdeaAuthor.State.INVITED)
    other = idea_of(ann, title="Suppe på fredager")
    assert screening_queue(siv) == [asked, other]  # asked, one has not said that it is one's own
    for idea in (own, asked):
        assert not access.can_give_owner(siv, idea)
        with pytest.raises(Refused):
            actions.give_owner(by=siv, idea=idea, owner=odd)
    actions.give_owner(by=siv, idea=other, owner=odd)


def test_who_carries_it_out_now_does_not_confirm_it_though_another_made_the_moves(at, cleo, ben):
    idea = at(State.IMPLEMENTED)
    Delivery.objects.filter(idea=idea).update(owner=cleo)
    idea = fresh(idea)
    assert not access.can_move_idea(cleo, idea, State.CONFIRMED)
    assert access.can_move_idea(ben, idea, State.CONFIRMED)


UNDER_WAY = [State.SUBMITTED, State.NEEDS_INFO, State.OPEN, State.IN_REVIEW, State.APPROVED, State.IN_PROGRESS]


def homeless(*receivers):
    """Ideas under way that nobody who works here answers for and that lie on no desk of these."""
    waiting = {idea.pk for person in receivers for idea in screening_queue(person)}
    owned = Idea.objects.filter(owner__is_active=True)
    return list(Idea.objects.filter(state__in=UNDER_WAY).exclude(pk__in=waiting).exclude(pk__in=owned.values("pk")))


def test_every_idea_under_way_has_somebody_who_answers_or_lies_on_a_desk(at, siv, odd, ada):
    for state in UNDER_WAY:
        at(state, title=f"Varmepumpe {state}")
    asked = moved(idea_of(PersonFactory(), title="Suppe på fredager"), siv, State.NEEDS_INFO, note="Hvor mange?")
    assert homeless(siv) == []
    assert screening_queue(siv)[-1] == asked  # nobody answers for it yet
    deactivate_person(person=odd, by=ada)
    assert homeless(siv) == []
    assert len(screening_queue(siv)) == len(UNDER_WAY) + 1


# 15: merging asks.


def test_the_author_of_what_is_merged_becomes_an_author_by_saying_yes_and_not_before(ann, ben, siv, odd):
    stays, goes = idea_of(ben, title="Del bilene mellom depotene"), idea_of(ann)
    stays, goes = (moved(idea, siv, State.OPEN, person=odd) for idea in (stays, goes))
    moved(goes, odd, State.MERGED, into=stays)
    assert {part.person for part in stays.authors.all()} == {ben}
    actions.ask_co_author(by=ben, idea=stays, person=ann)
    assert not access.is_author(ann, stays)
    actions.answer_co_author(by=ann, idea=stays, yes=True)
    assert access.is_author(ann, stays)


# 25: what was found stays found.


def test_what_was_found_once_stays_also_when_the_tie_is_gone(siv, ann, mona):
    season = season_of(siv)
    actions.seat_member(by=siv, round=season.round, person=mona, role=JuryMember.Role.JUROR)
    nomination = season.nominate(carried_out(ann, "Lån en bil fra nabodepotet"))
    Person.objects.filter(pk=ann.pk).update(manager=None)  # mona leads her no more
    row = Conflict.objects.get(member=season.seat(mona), source=Conflict.Source.FOUND)
    assert not access.can_lift_conflict(season.chair, row)
    with pytest.raises(Refused):
        actions.lift_conflict(by=season.chair, conflict=row, reason="Hun leder henne ikke lenger.")
    ConflictLifted.objects.create(conflict=row, by=season.chair, reason="Forbi reglene.")
    AwardRound.objects.filter(pk=season.round.pk).update(state=R.JUDGING)
    assert not access.can_judge_nomination(mona, season.fresh(nomination))


def test_the_database_asks_for_the_words_of_the_chair(siv, ann):
    season = season_of(siv)
    nomination = season.nominate(carried_out(ann, "Lån en bil fra nabodepotet"))
    actions.declare_conflict(by=season.jurors[0], nomination=nomination, kind=Conflict.Kind.OTHER, note="Naboer.")
    with pytest.raises(IntegrityError, match="lifting_has_a_reason"), transaction.atomic():
        ConflictLifted.objects.create(conflict=Conflict.objects.get(), by=season.chair, reason="")
    with pytest.raises(IntegrityError, match="tie_vote_says_why"), transaction.atomic():
        TieVote.objects.create(nomination=nomination, by=season.chair, note="")


# 26 to 28: who wins what, and how often.


def test_the_database_gives_an_idea_one_grant_in_a_category_under_whatever_award(at, mona):
    idea, category = at(State.CONFIRMED), round_at("announced", mona).categories.get()
    grant_of(idea, category)
    with pytest.raises(IntegrityError, match="one_grant_an_idea_a_category"), transaction.atomic():
        grant_of(idea, category, place=2, award=award_of(name="En annen pris"))


def test_an_idea_wins_an_award_once_also_two_years_later(siv, ann, english):
    idea = carried_out(ann, "Lån en bil fra nabodepotet")
    season = season_of(siv)
    long_ago = now() - timedelta(days=730)
    old = round_at("announced", siv, "den-gang")
    before = grant_of(idea, old.categories.get(), award=season.jury.award, granted_at=long_ago)
    nomination, rival = season.nominate(idea), season.nominate(carried_out(PersonFactory(), "Noe helt annet her"))
    season.to(R.JUDGING)
    season.cast_all(nomination, 5, 5, 5)
    season.cast_all(rival, 3, 3, 3)
    season.to(R.DELIBERATING)
    with pytest.raises(Refused, match="won this award before"):
        season.choose(nomination)
    assert not Winner.objects.exists()
    actions.revoke_grant(by=siv, grant=before, reason="Tallene viste seg å være feil.")
    season.choose(nomination)


@pytest.fixture
def spot(db):
    return award_of(Award.Kind.SPOT, "Lyspunkt")


@pytest.fixture
def leaders(market):
    """Two managers outside every line here."""
    found = PersonFactory.create_batch(2, department=market)
    for leader in found:
        PersonFactory(manager=leader)
    return found


@pytest.fixture
def give(spot):
    def given(by, idea, award=spot):
        return actions.give_spot_award(by=by, idea=idea, award=award, citation=WHY)

    return given


def long_ago(grant, days):
    """The award was given so many days ago."""
    at = now() - timedelta(days=days)
    Grant.objects.filter(pk=grant.pk).update(granted_at=at, announced_at=at, month=at.date().replace(day=1))


def test_an_award_on_the_spot_is_given_to_an_idea_once_also_a_year_later(give, leaders, at, english):
    idea = at(State.IMPLEMENTED)
    long_ago(give(leaders[0], idea), 400)
    with pytest.raises(Refused, match="has this award already"):
        give(leaders[1], idea)


def test_nobody_gets_an_award_on_the_spot_twice_within_a_year(give, leaders, at, ann, dag, siv, spot, english):
    first = give(leaders[0], at(State.IMPLEMENTED))  # ann wrote it, dag carried it out
    assert won_lately(spot, [ann.pk])
    assert won_lately(spot, [dag.pk])
    written = idea_of(ann, title="Varmepumpe i verkstedet")
    carried = carried_out(PersonFactory(), "Suppe på fredager", dag)
    for idea in (written, carried):
        with pytest.raises(Refused, match="within the last twelve months"):
            give(leaders[1], idea)
    give(leaders[1], written, award_of(Award.Kind.SPOT, "En annen pris"))  # another award is another
    long_ago(first, 366)
    long_ago(Grant.objects.get(decided_by=leaders[1]), 40)
    assert give(leaders[1], carried)
    actions.revoke_grant(by=siv, grant=Grant.objects.latest("pk"), reason="Tallene viste seg å være feil.")
    assert not won_lately(spot, winners_of(carried))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_do_not_give_one_person_the_same_award_twice(give, spot, ann, field, market):
    leaders = PersonFactory.create_batch(8, department=market)
    for leader in leaders:
        PersonFactory(manager=leader)
    ideas = [idea_of(ann, title=f"Varmepumpe nummer {n}") for n in range(8)]
    went = at_once(*[partial(give, leader, idea) for leader, idea in zip(leaders, ideas, strict=True)])
    assert went.count(True) == 1
    assert Grant.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "says"), [("en", "within the last twelve months"), ("nb", "de siste tolv månedene")]
)
def test_the_form_of_an_award_on_the_spot_says_beside_the_award_that_somebody_has_it(
    give, leaders, at, ann, client_of, spot, language, says
):
    give(leaders[0], at(State.IMPLEMENTED))
    Person.objects.filter(pk=leaders[1].pk).update(language=language)
    idea = idea_of(ann, title="Varmepumpe i verkstedet")
    page = client_of(Person.objects.get(pk=leaders[1].pk)).post(
        f"/ideas/{idea.pk}/award/", {"award": spot.pk, "citation": WHY}
    )
    assert page.status_code == 422
    assert says in str(page.context["form"].errors.get("award"))
    assert says in page.text
    assert WHY[:60] in page.text  # nothing is lost
    assert Grant.objects.count() == 1


# 33: announced once.


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_three_who_announce_a_round_at_once_announce_it_once(siv, ann):
    season = season_of(siv)
    nomination = season.nominate(carried_out(ann, "Lån en bil fra nabodepotet"))
    season.to(R.JUDGING)
    season.cast_all(nomination, 4, 4, 4)
    season.to(R.DELIBERATING)
    season.choose(nomination)
    season.nobody()
    season.to(R.DECIDED)
    move = partial(actions.move_round, by=season.chair, round=season.again(), to=R.ANNOUNCED)
    assert sorted(at_once(*[move] * 3)) == [False, False, True]
    assert RoundChange.objects.filter(after=R.ANNOUNCED).count() == 1


# 35: a name and a face.


def test_who_has_not_said_yes_has_neither_name_nor_face_beside_the_award(at, mona, ann, dag):
    winners = {ann: "author", dag: "deliverer"}
    grant = grant_of(at(State.CONFIRMED), round_at("announced", mona).categories.get(), winners)
    told = {None: (None, False), False: (None, False), True: (dag, True)}
    for said, expected in told.items():
        grant.recipients.filter(person=dag).update(is_public=said)
        part = grant.recipients.select_related("person").get(person=dag)
        assert (part.shown_person, part.shown_name == "Dag Dahl") == expected


# 38: voices from outside.


def test_voices_from_outside_are_in_no_count_no_rate_and_no_bound(siv, ann, ben, cleo):
    season = season_of(siv)
    loud, quiet = carried_out(ann, "Lån en bil fra nabodepotet"), carried_out(ann, "Varmepumpe i verkstedet")
    for idea in (loud, quiet):
        Idea.objects.filter(pk=idea.pk).update(state=State.OPEN, decided_at=None)
        for person in PersonFactory.create_batch(15):
            actions.note_reading(by=person, idea=fresh(idea))
        actions.set_vote(by=ben, idea=fresh(idea), on=True)
    for number in range(9):
        actions.add_customer_voice(by=cleo, idea=fresh(loud), organisation=f"Kunde nummer {number}")
    assert CustomerVoice.objects.count() == 9
    actions.recount_votes(loud)
    counts = [(i.vote_count, i.point_count, i.reader_count) for i in (fresh(loud), fresh(quiet))]
    assert counts == [(1, 1, 16)] * 2
    Idea.objects.update(state=State.IMPLEMENTED)
    judged = listed(ben, Narrowing(order=Order.RESULTS)).judged
    assert {(entry.votes, entry.readers) for entry in judged.values()} == {(1, 16)}
    nominations = [season.nominate(fresh(idea)) for idea in (loud, quiet)]
    lines = [load_desk(season.again()).line(nomination.pk) for nomination in nominations]
    assert lines[0].rate == lines[1].rate
    assert lines[0].support == lines[1].support


# 39: the department it was sent in from.


def test_moves_an_edit_and_another_lead_leave_the_department_as_it_was(ann, cleo, siv, odd, field, market):
    idea = idea_of(ann)
    actions.ask_co_author(by=ann, idea=idea, person=cleo)
    actions.answer_co_author(by=cleo, idea=idea, yes=True)
    Person.objects.filter(pk=ann.pk).update(department=market)
    ann.refresh_from_db()
    actions.edit_idea(by=ann, idea=idea, words=proposal("Lån to biler fra nabodepotet"))
    comment_of(ann, idea.thread)
    actions.hand_over_lead(by=ann, idea=idea, person=cleo)
    idea = moved(fresh(idea), siv, State.OPEN, person=odd)
    moved(idea, odd, State.IN_REVIEW)
    assert fresh(idea).department == field
