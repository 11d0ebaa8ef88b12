"""Who judges: conflicts found, declared and pointed out, ballots that are secret, and nobody on their own idea."""

from random import Random

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from ideas import access, actions
from ideas.models import (
    AwardRound,
    Ballot,
    BallotScore,
    Conflict,
    ConflictLifted,
    ConflictUpheld,
    Idea,
    IdeaAuthor,
    JuryMember,
    PeoplesVote,
    StatusChange,
)
from ideas.queries import load_desk
from ideas.queries.counting import count_votes
from ideas.states import RoundState, State
from network.core.access import Refused
from profiles.models import Person
from tests.factories import PersonFactory, idea_of
from tests.ideas.season import carried_out, season_of

pytestmark = pytest.mark.django_db
R, C = RoundState, Conflict.Kind


@pytest.fixture
def season(siv):
    return season_of(siv)


@pytest.fixture
def idea(ann):
    return carried_out(ann, "Lån en bil fra nabodepotet")


def kinds(season, person):
    return set(Conflict.objects.filter(member=season.seat(person)).values_list("kind", "source"))


def line_of(season, nomination):
    return load_desk(season.again()).line(nomination.pk)


# Found by Glød.


def test_each_tie_to_an_idea_is_found_when_it_is_accepted(season, ann, ben, mona):
    chief = PersonFactory()
    Person.objects.filter(pk=mona.pk).update(manager=chief)
    one, two, three, four = (PersonFactory() for _n in range(4))
    jurors = {"author": ann, "invited": ben, "manager": mona, "chief": chief, "deliverer": one, "owner": two,
              "decider": three, "merged": four}  # fmt: skip
    for person in jurors.values():
        actions.seat_member(by=season.maker, round=season.round, person=person, role=JuryMember.Role.JUROR)
    idea = carried_out(ann, "Lån en bil fra nabodepotet", one, owner=two)
    IdeaAuthor.objects.create(idea=idea, person=ben)
    StatusChange.objects.create(idea=idea, before=State.IN_REVIEW, after=State.APPROVED, by=three)
    merged = idea_of(four, None, "Del bilene mellom depotene")
    Idea.objects.filter(pk=merged.pk).update(state=State.MERGED, merged_into=idea)
    season.nominate(idea)
    found = {name: {kind for kind, _s in kinds(season, person)} for name, person in jurors.items()}
    assert found == {
        "author": {C.AUTHOR}, "invited": {C.AUTHOR}, "manager": {C.LINE_MANAGER}, "chief": {C.LINE_MANAGER},
        "deliverer": {C.DELIVERER}, "owner": {C.SPONSOR}, "decider": {C.SPONSOR}, "merged": {C.AUTHOR},
    }  # fmt: skip
    assert kinds(season, season.jurors[0]) == set()


def test_they_are_found_again_when_the_jury_changes(season, idea, mona):
    season.nominate(idea)
    actions.seat_member(by=season.maker, round=season.round, person=mona, role=JuryMember.Role.JUROR)
    assert kinds(season, mona) == {(C.LINE_MANAGER, Conflict.Source.FOUND)}


def test_nobody_judges_what_they_wrote_lead_carried_out_or_decided(season, idea, ann, mona, dag, odd):
    Idea.objects.filter(pk=idea.pk).update(owner=odd)
    actions.seat_member(by=season.maker, round=season.round, person=dag, role=JuryMember.Role.JUROR)
    for person in (ann, mona, odd):
        actions.seat_member(by=season.maker, round=season.round, person=person, role=JuryMember.Role.JUROR)
    nomination = season.nominate(idea)
    season.to(R.JUDGING)
    nomination = season.fresh(nomination)
    assert access.can_judge_nomination(dag, nomination)
    for person in (ann, mona, odd):
        assert not access.can_judge_nomination(person, nomination)
        with pytest.raises(Refused):
            season.cast(person, nomination, 5)
        with pytest.raises(Refused):
            actions.abstain(by=person, nomination=nomination, comment="")


def test_who_becomes_the_manager_of_an_author_after_casting_counts_no_more(season, idea, ann):
    nomination = season.nominate(idea)
    season.to(R.JUDGING)
    season.cast_all(nomination, 5, 3, 3)
    assert len(line_of(season, nomination).tally.scores) == 3
    Person.objects.filter(pk=ann.pk).update(manager=season.chair)
    assert [float(score) for score in line_of(season, nomination).tally.scores] == [3, 3]


def test_a_faulty_chart_that_leads_in_a_ring_comes_to_an_end(ann, ben):
    Person.objects.filter(pk=ann.pk).update(manager=ben)
    Person.objects.filter(pk=ben.pk).update(manager=ann)
    assert access.lines_of([ann.pk])[ann.pk] == {ann.pk, ben.pk}


@pytest.mark.parametrize("seed", range(6))
def test_on_any_chart_no_juror_in_an_authors_line_ever_counts(siv, seed):
    rng = Random(seed)
    people = PersonFactory.create_batch(14)
    above = {people[0].pk: None}
    for number, person in enumerate(people[1:], 1):
        above[person.pk] = people[rng.randrange(number)]
        Person.objects.filter(pk=person.pk).update(manager=above[person.pk])

    def line(person):
        found, boss = set(), above[person.pk]
        while boss is not None:
            found, boss = found | {boss.pk}, above[boss.pk]
        return found

    authors = rng.sample(people, k=2)
    season = season_of(siv, min_jury=1)
    for person in rng.sample(people, k=9):
        actions.seat_member(by=siv, round=season.round, person=person, role=JuryMember.Role.JUROR)
    idea = carried_out(authors[0], "Lån en bil fra nabodepotet")
    IdeaAuthor.objects.create(idea=idea, person=authors[1], state=IdeaAuthor.State.ACCEPTED)
    nomination = season.nominate(idea)
    season.to(R.JUDGING)
    barred = {person.pk for person in authors} | line(authors[0]) | line(authors[1])
    seats = JuryMember.objects.filter(round=season.round).select_related("person")
    for seat in seats:
        able = access.can_judge_nomination(seat.person, season.fresh(nomination))
        assert able is (seat.person_id not in barred)
        if able:
            season.cast(seat.person, nomination, 3)
    counted = {ballot.member.person_id for ballot in line_of(season, nomination).ballots}
    assert counted == {seat.person_id for seat in seats} - barred


# Declared, pointed out, and looked at by the chair.


def test_a_juror_declares_and_is_left_out_of_the_mean_also_afterwards(season, idea):
    nomination = season.nominate(idea)
    season.to(R.JUDGING)
    season.cast_all(nomination, 1, 5, 5)
    nomination = season.fresh(nomination)
    actions.declare_conflict(by=season.chair, nomination=nomination, kind=C.CLOSE, note="Vi er søsken.")
    assert float(line_of(season, nomination).tally.mean) == 5
    with pytest.raises(Refused):
        actions.declare_conflict(by=season.chair, nomination=nomination, kind=C.CLOSE, note="Igjen.")


def test_another_juror_points_one_out_with_words_and_never_about_themselves(season, idea, cleo):
    nomination = season.nominate(idea)
    one, other = season.jurors
    said = {"nomination": nomination, "kind": C.SAME_TEAM}
    actions.challenge_conflict(by=one, member=season.seat(other), note="Samme lag.", **said)
    assert kinds(season, other) == {(C.SAME_TEAM, Conflict.Source.CHALLENGED)}
    for by, member, note in (
        (one, one, "Jeg"),
        (cleo, one, "Han"),
        (one, season.chair, "  "),
        (siv_of(season), one, "X"),
    ):
        with pytest.raises(Refused):
            actions.challenge_conflict(by=by, member=season.seat(member), note=note, **said)


def siv_of(season):
    return season.maker  # made the round, and has no seat


def test_only_the_chair_lifts_what_was_declared_with_a_reason_and_once(season, idea, cleo, ada):
    nomination = season.nominate(idea)
    juror, other = season.jurors
    actions.declare_conflict(by=juror, nomination=nomination, kind=C.OTHER, note="Vi spiser lunsj.")
    row = Conflict.objects.get(member=season.seat(juror))
    for by in (juror, other, season.maker, cleo, ada):
        assert not access.can_lift_conflict(by, row)
        with pytest.raises(Refused):
            actions.lift_conflict(by=by, conflict=row, reason="Det er ingenting.")
    with pytest.raises(Refused):
        actions.lift_conflict(by=season.chair, conflict=row, reason=" ")
    actions.lift_conflict(by=season.chair, conflict=row, reason="Å spise lunsj sammen er ingen binding.")
    season.to(R.JUDGING)
    assert access.can_judge_nomination(juror, season.fresh(nomination))
    with pytest.raises(Refused):
        actions.lift_conflict(by=season.chair, conflict=row, reason="Igjen.")


def test_the_chair_never_lifts_their_own(season, idea):
    nomination = season.nominate(idea)
    actions.declare_conflict(by=season.chair, nomination=nomination, kind=C.OTHER, note="Naboer.")
    row = Conflict.objects.get(member=season.seat(season.chair))
    with pytest.raises(Refused):
        actions.lift_conflict(by=season.chair, conflict=row, reason="Det går bra.")


def test_what_glod_has_found_is_never_lifted_not_even_where_it_was_declared_too(season, idea, mona):
    actions.seat_member(by=season.maker, round=season.round, person=mona, role=JuryMember.Role.JUROR)
    nomination = season.nominate(idea)
    actions.declare_conflict(by=mona, nomination=nomination, kind=C.LINE_MANAGER, note="Jeg er sjefen.")
    for row in Conflict.objects.filter(member=season.seat(mona)):
        assert not access.can_lift_conflict(season.chair, row)
        with pytest.raises(Refused):
            actions.lift_conflict(by=season.chair, conflict=row, reason="Det går bra.")
    # also a row that slipped past the actions waives nothing
    found = Conflict.objects.get(member=season.seat(mona), source=Conflict.Source.FOUND)
    ConflictLifted.objects.create(conflict=found, by=season.chair, reason="Forbi.")
    AwardRound.objects.filter(pk=season.round.pk).update(state=R.JUDGING)
    assert not access.can_judge_nomination(mona, season.fresh(nomination))


def test_what_a_juror_points_out_stops_the_decision_until_the_chair_has_looked(season, idea):
    nomination = season.nominate(idea)
    extra = PersonFactory()
    actions.seat_member(by=season.maker, round=season.round, person=extra, role=JuryMember.Role.JUROR)
    one, other = season.jurors
    season.to(R.JUDGING)
    for juror in (season.chair, one, other, extra):
        season.cast(juror, nomination, 4)
    actions.challenge_conflict(
        by=one, nomination=season.fresh(nomination), member=season.seat(extra), kind=C.CLOSE, note="Gift."
    )
    season.to(R.DELIBERATING)
    season.choose(nomination)
    season.nobody()
    with pytest.raises(Refused):
        actions.move_round(by=season.chair, round=season.again(), to=R.DECIDED)
    row = Conflict.objects.get(source=Conflict.Source.CHALLENGED)
    with pytest.raises(Refused):
        actions.uphold_conflict(by=one, conflict=row)
    actions.uphold_conflict(by=season.chair, conflict=row)
    assert len(line_of(season, nomination).tally.scores) == 3
    actions.move_round(by=season.chair, round=season.again(), to=R.DECIDED)


@pytest.mark.parametrize("model", [Conflict, ConflictLifted, ConflictUpheld])
def test_conflicts_are_never_changed_or_deleted(season, idea, model):
    nomination = season.nominate(idea)
    actions.declare_conflict(by=season.jurors[0], nomination=nomination, kind=C.OTHER, note="Naboer.")
    conflict = Conflict.objects.get()
    if model == ConflictUpheld:
        ConflictUpheld.objects.create(conflict=conflict, by=season.chair)
    else:
        actions.lift_conflict(by=season.chair, conflict=conflict, reason="Byen er full av naboer.")
    row = model.objects.get()
    for way in (row.save, row.delete, lambda: model.objects.update(created_at=None)):
        with pytest.raises(DatabaseError), transaction.atomic():
            way()


# Ballots.


@pytest.fixture
def judged(season, idea):
    season.nomination = season.nominate(idea)
    season.to(R.JUDGING)
    season.nomination = season.fresh(season.nomination)
    return season


def test_a_ballot_is_cast_once_and_never_changed(judged):
    juror = judged.jurors[0]
    judged.cast(juror, judged.nomination, 4)
    for again in (lambda: judged.cast(juror, judged.nomination, 5),
                  lambda: actions.abstain(by=juror, nomination=judged.nomination, comment="")):  # fmt: skip
        with pytest.raises(Refused):
            again()
    ballot = Ballot.objects.get()
    score = ballot.scores.first()
    for way in (ballot.save, ballot.delete, score.save, score.delete,
                lambda: BallotScore.objects.create(ballot=ballot, criterion=score.criterion, value=1)):  # fmt: skip
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            way()


def test_a_ballot_has_a_score_for_every_criterion_on_the_scale(judged):
    juror, criteria = judged.jurors[0], list(judged.nomination.category.rubric.criteria.all())
    said = {"by": juror, "nomination": judged.nomination, "comment": ""}
    for scores in ({}, {criteria[0].pk: 4}, {c.pk: 6 for c in criteria}, {c.pk: 0 for c in criteria}):
        with pytest.raises(Refused):
            actions.cast_ballot(scores=scores, **said)
    criteria[1].may_skip = True
    criteria[1].save()
    actions.cast_ballot(scores={criteria[0].pk: 4}, **said)
    assert [float(score) for score in line_of(judged, judged.nomination).tally.scores] == [4]


def test_a_draft_counts_for_nothing_and_a_cast_ballot_freezes_the_rubric(judged):
    juror, criteria = judged.jurors[0], list(judged.nomination.category.rubric.criteria.all())
    said = {"by": juror, "nomination": judged.nomination, "comment": ""}
    actions.save_ballot(scores={criteria[0].pk: 5}, **said)
    assert line_of(judged, judged.nomination).tally.scores == ()
    assert judged.nomination.category.rubric.frozen_at is None
    actions.cast_ballot(scores={c.pk: 2 for c in criteria}, **said)
    judged.nomination.category.rubric.refresh_from_db()
    assert judged.nomination.category.rubric.frozen_at is not None


def test_an_abstention_is_not_a_zero(judged):
    judged.cast(judged.chair, judged.nomination, 4)
    judged.cast(judged.jurors[0], judged.nomination, 4)
    actions.abstain(by=judged.jurors[1], nomination=judged.nomination, comment="Kjenner det ikke.")
    line = line_of(judged, judged.nomination)
    assert (float(line.tally.mean), line.owing) == (4, [])


def test_the_secretary_and_outsiders_have_no_ballot(judged, cleo, ada, mo, siv):
    secretary = PersonFactory()
    actions.seat_member(by=siv, round=judged.round, person=secretary, role=JuryMember.Role.SECRETARY)
    for person in (secretary, cleo, ada, mo, siv):
        assert not access.can_judge_nomination(person, judged.nomination)
        with pytest.raises(Refused):
            judged.cast(person, judged.nomination, 5)


@pytest.mark.parametrize("state", [R.NOMINATING, R.DELIBERATING, R.DECIDED, R.ANNOUNCED, R.CANCELLED])
def test_no_ballot_is_given_or_changed_but_while_the_jury_judges(judged, state):
    criteria = list(judged.nomination.category.rubric.criteria.all())
    said = {"by": judged.chair, "nomination": judged.nomination, "comment": ""}
    actions.save_ballot(scores={c.pk: 5 for c in criteria}, **said)
    announced = {"announced_at": "2026-01-01T12:00Z"} if state == R.ANNOUNCED else {}
    AwardRound.objects.filter(pk=judged.round.pk).update(state=state, **announced)
    with pytest.raises(Refused):
        actions.cast_ballot(scores={c.pk: 5 for c in criteria}, **said)
    draft = Ballot.objects.get()
    with pytest.raises(DatabaseError, match="while the jury judges"), transaction.atomic():
        draft.save()
    with pytest.raises(DatabaseError, match="while the jury judges"), transaction.atomic():
        Ballot.objects.create(nomination=judged.nomination, member=judged.seat(judged.jurors[0]))


SEEN = {
    R.JUDGING: set(),
    R.DELIBERATING: {"chair", "juror", "secretary"},
    R.DECIDED: {"chair", "juror", "secretary", "maker"},
    R.ANNOUNCED: {"chair", "juror", "secretary", "maker"},
}


def test_ballots_are_nobodys_while_judged_and_the_jurys_while_it_talks(judged, siv, cleo, ada, ann):
    secretary = PersonFactory()
    actions.seat_member(by=siv, round=judged.round, person=secretary, role=JuryMember.Role.SECRETARY)
    people = {"chair": judged.chair, "juror": judged.jurors[0], "secretary": secretary, "maker": siv, "cleo": cleo,
              "ada": ada, "author": ann}  # fmt: skip
    for judged.round.state, expected in SEEN.items():  # only in memory: what the predicate reads
        assert {name for name, person in people.items() if access.can_see_ballots(person, judged.round)} == expected


# Seats.


def test_seats_are_given_by_who_runs_the_round_until_the_jury_talks_it_over(judged, siv, cleo, gone):
    seat = {"round": judged.round, "role": JuryMember.Role.JUROR}
    for by, person in ((cleo, cleo), (judged.jurors[0], cleo), (siv, gone)):
        with pytest.raises(Refused):
            actions.seat_member(by=by, person=person, **seat)
    with pytest.raises(Refused):  # the chair has no other part before there is another chair
        actions.seat_member(by=siv, person=judged.chair, **seat)
    with pytest.raises(Refused):
        actions.leave_jury(by=judged.chair, round=judged.round, person=judged.chair)
    actions.seat_member(by=siv, round=judged.round, person=judged.jurors[0], role=JuryMember.Role.CHAIR)
    assert judged.again().chair == judged.jurors[0]
    actions.leave_jury(by=judged.chair, round=judged.round, person=judged.chair)
    assert access.seat_in(judged.chair, judged.round) is None
    AwardRound.objects.filter(pk=judged.round.pk).update(state=R.DELIBERATING)
    with pytest.raises(Refused):
        actions.seat_member(by=siv, person=cleo, **{**seat, "round": judged.again()})


# Nominations, and people's votes.


def test_nobody_says_yes_to_their_own_and_only_what_is_eligible_is_nominated(season, ann, siv, cleo, dag):
    own = season.put_forward(carried_out(siv, "Varmepumpe i verkstedet"))
    with pytest.raises(Refused):
        actions.accept_nomination(by=siv, nomination=own)
    actions.accept_nomination(by=season.chair, nomination=own)
    carried = season.put_forward(carried_out(ann, "Varmepumpe i kantina", siv))
    with pytest.raises(Refused):
        actions.refuse_nomination(by=siv, nomination=carried, reason="Nei.")
    open_idea = season.put_forward(idea_of(ann))
    with pytest.raises(Refused):
        actions.accept_nomination(by=siv, nomination=open_idea)
    with pytest.raises(Refused):
        actions.refuse_nomination(by=siv, nomination=open_idea, reason="  ")
    with pytest.raises(Refused):
        actions.refuse_nomination(by=cleo, nomination=open_idea, reason="Nei.")
    actions.refuse_nomination(by=siv, nomination=open_idea, reason="Er ikke gjennomført.")


def test_who_may_nominate_what(season, ann, ben, cleo, dag, gone, places, secret_group):
    idea = carried_out(ann, "Lån en bil fra nabodepotet", dag)
    IdeaAuthor.objects.create(idea=idea, person=ben)
    able = {p.handle for p in (ann, ben, cleo, dag, gone) if access.can_nominate(p, idea, season.jury)}
    assert able == {"cleo"}
    in_group = idea_of(ann, places["secret"])
    Idea.objects.filter(pk=in_group.pk).update(state=State.IMPLEMENTED)
    assert not access.can_nominate(ben, Idea.objects.get(pk=in_group.pk), season.jury)
    assert not access.can_nominate(cleo, idea_of(ann), season.jury)
    season.put_forward(idea)
    assert not access.can_nominate(cleo, idea, season.jury)
    AwardRound.objects.filter(pk=season.round.pk).update(state=R.JUDGING)
    season.again()
    assert not access.can_nominate(cleo, idea, season.people)


def test_votes_of_authors_their_line_who_carried_it_out_and_barred_jurors_are_not_counted(
    season, idea, ann, mona, cleo, gone
):
    nomination = season.nominate(idea, season.people)
    juror = season.jurors[0]
    actions.declare_conflict(by=juror, nomination=nomination, kind=C.CLOSE, note="Gift.")
    for person in (ann, mona, juror, cleo, gone, season.jurors[1]):
        PeoplesVote.objects.create(category=season.people, person=person, nomination=nomination)
    assert count_votes(season.round) == {nomination.pk: 2}
    assert not access.can_vote_for(cleo, nomination)  # not before it is judged
    AwardRound.objects.filter(pk=season.round.pk).update(state=R.JUDGING)
    nomination = season.fresh(nomination)
    able = {p.handle for p in (ann, mona, cleo, gone) if access.can_vote_for(p, nomination)}
    assert able == {"cleo"}


def test_the_votes_stand_as_they_are_when_judging_ends(season, idea, ann, cleo):
    nomination = season.nominate(idea, season.people)
    PeoplesVote.objects.create(category=season.people, person=cleo, nomination=nomination)
    season.to(R.DELIBERATING)
    for person in PersonFactory.create_batch(2):
        PeoplesVote.objects.create(category=season.people, person=person, nomination=nomination)
    Person.objects.filter(pk=cleo.pk).update(is_active=False)
    assert line_of(season, nomination).tally.votes == 1
