"""Who wins: the ranking, each step of the tie rule, and the rules that keep an idea from winning."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from ideas import access, actions
from ideas.models import AwardRound, Conflict, Grant, IdeaAuthor, Nomination, PeoplesVote, Recipient, Winner
from ideas.placing import Step, Tally, rank, weighted
from ideas.queries import blocking, load_desk
from ideas.states import RoundState
from network.core.access import Refused
from network.core.clock import now
from tests.factories import PersonFactory
from tests.ideas.season import CITATION, carried_out, season_of

R = RoundState


# The arithmetic, without a database.


def tally(pk, *scores, firsts=(), support=0.0, votes=None, chairs=False):
    return Tally(pk, tuple(Fraction(s) for s in scores), tuple(firsts or scores), votes, support, chairs)


def order(*tallies, fewest=3):
    found = rank(tallies, fewest=fewest)
    return [(one.tally.nomination, one.place) for one in found.placed]


def test_a_ballot_is_the_mean_by_weight_and_what_was_skipped_leaves_its_weight_to_the_others():
    assert weighted({1: 5, 2: 3}, {1: 60, 2: 40}) == Fraction(21, 5)
    assert weighted({1: 5}, {1: 60, 2: 40}) == 5
    assert weighted({}, {1: 60}) == 0


def test_the_spread_is_that_of_a_sample():
    assert tally(1, 2, 4).spread == pytest.approx(2**0.5)
    assert tally(1, 3).spread == 0


TIES = {
    # what tells them apart: the tallies in the order in which they must stand, and the places
    "mean": ([tally(1, 5, 5, 4), tally(2, 5, 4, 4)], [1, 2], ()),
    "support": ([tally(2, 4, 4, 4, support=0.5), tally(1, 3, 4, 5, support=0.4)], [1, 2], (Step.SUPPORT,)),
    "agreement": ([tally(2, 4, 4, 4, support=0.5), tally(1, 3, 4, 5, support=0.5)], [1, 2], (Step.AGREEMENT,)),
    "first": (
        [tally(2, 4, 4, 4, firsts=(5, 4, 4)), tally(1, 4, 4, 4, firsts=(4, 4, 4))], [1, 2], (Step.FIRST,),
    ),
    "chair": ([tally(2, 4, 4, 4, chairs=True), tally(1, 4, 4, 4)], [1, 2], (Step.CHAIR,)),
    "shared": ([tally(1, 4, 4, 4), tally(2, 4, 4, 4), tally(3, 3, 3, 3)], [1, 1, 3], (Step.SHARED,)),
    "two of three": (
        [tally(3, 4, 4, 4, support=0.9), tally(1, 4, 4, 4), tally(2, 4, 4, 4), tally(4, 1, 1, 1)], [1, 2, 2, 4],
        (Step.SUPPORT,),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TIES)
def test_each_step_of_the_tie_rule_in_its_turn(name):
    tallies, places, told = TIES[name]
    found = rank(reversed(tallies), fewest=3)
    assert [(one.tally.nomination, one.place) for one in found.placed] == list(
        zip([t.nomination for t in tallies], places, strict=True)
    )
    assert found.placed[0].told_apart == told


def test_an_earlier_step_goes_before_a_later_one():
    low, high = tally(1, 4, 4, 4, support=0.1, chairs=True), tally(2, 3, 4, 5, support=0.2)
    assert order(low, high) == [(2, 1), (1, 2)]


def test_too_few_ballots_are_listed_apart_and_never_before_anything():
    found = rank([tally(1, 5, 5), tally(2, 1, 1, 1)], fewest=3)
    assert [one.tally.nomination for one in found.placed] == [2]
    assert [one.nomination for one in found.unranked] == [1]


def test_where_everybody_decides_the_spread_of_no_panel_counts_and_no_vote_is_no_place():
    one, other = tally(1, 5, 1, votes=7), tally(2, 3, 3, votes=7)
    assert order(one, other, tally(3, votes=0)) == [(1, 1), (2, 1)]
    assert order(one, tally(2, votes=7, support=0.1), tally(4, votes=9)) == [(4, 1), (2, 2), (1, 3)]


# With people, ballots and rows.


@pytest.fixture
def season(siv):
    return season_of(siv)


@pytest.fixture
def two(season, ann, cleo):
    """Two nominated ideas of different authors."""
    return [
        season.nominate(carried_out(author, title))
        for author, title in ((ann, "Lån en bil fra nabodepotet"), (cleo, "Varmepumpe i verkstedet"))
    ]


def judged(season, *rows):
    """Each nomination with what each judge says of it, and the jury talks it over."""
    season.to(R.JUDGING)
    for nomination, values in rows:
        season.cast_all(nomination, *values)
    season.to(R.DELIBERATING)


@pytest.mark.django_db
def test_the_best_wins_with_equal_shares_for_authors_and_who_carried_it_out(season, ann, ben, dag, cleo):
    idea = carried_out(ann, "Lån en bil fra nabodepotet", dag)
    IdeaAuthor.objects.create(idea=idea, person=ben, state=IdeaAuthor.State.ACCEPTED)
    IdeaAuthor.objects.create(idea=idea, person=cleo)  # asked, and has not answered
    nomination = season.nominate(idea)
    judged(season, (nomination, (5, 4, 4)))
    season.choose(nomination)
    season.nobody()
    season.to(R.DECIDED)
    grant = Grant.objects.get()
    assert (grant.place, grant.shared, grant.citation, grant.decided_by) == (1, False, CITATION, season.chair)
    got = {(r.person.handle, r.part, r.share, r.name_as_printed, r.is_public) for r in grant.recipients.all()}
    assert got == {
        ("ann", "author", 34, "Ann Askeland", None), ("ben", "author", 33, "Ben Berge", None),
        ("dag", "deliverer", 33, "Dag Dahl", None),
    }  # fmt: skip
    assert grant.announced_at is None
    season.to(R.ANNOUNCED)
    grant.refresh_from_db()
    assert grant.announced_at == season.again().announced_at is not None


@pytest.mark.django_db
def test_who_departs_from_the_ranking_writes_why(season, two):
    judged(season, (two[0], (5, 5, 5)), (two[1], (3, 3, 3)))
    with pytest.raises(Refused):
        season.choose(two[1])
    season.choose(two[1], departure="Den første er alt hedret av bransjen, og vi vil løfte fram den andre.")
    assert Winner.objects.get().nomination == two[1]
    with pytest.raises(Refused):  # one wins here
        season.choose(two[0])


@pytest.mark.django_db
def test_what_too_few_have_judged_cannot_win(season, two):
    season.to(R.JUDGING)
    season.cast_all(two[0], 3, 3, 3)
    season.cast(season.chair, two[1], 5)
    season.to(R.DELIBERATING)
    with pytest.raises(Refused):
        season.choose(two[1], departure="Den er best.")
    season.choose(two[0])


@pytest.mark.django_db
def test_nobody_chooses_what_they_have_a_conflict_with(season, two, ann, cleo, ada):
    for one in two:
        actions.declare_conflict(by=season.chair, nomination=one, kind=Conflict.Kind.CLOSE, note="Familie.")
    extra = PersonFactory()
    actions.seat_member(by=season.maker, round=season.round, person=extra, role="juror")
    season.to(R.JUDGING)
    for one in two:
        for juror in (*season.jurors, extra):
            season.cast(juror, one, 4 if one == two[0] else 3)
    season.to(R.DELIBERATING)
    for person in (season.chair, season.maker, cleo, ada):
        with pytest.raises(Refused):
            season.choose(two[0], by=person)
    season.choose(two[0], by=season.jurors[0])  # the chair has a conflict there, so a juror who has none may
    assert Winner.objects.get().chosen_by == season.jurors[0]
    with pytest.raises(Refused):
        actions.say_no_winner(by=season.chair, category=season.people, reason="Ingen.") or season.choose(two[1])


@pytest.mark.django_db
def test_a_juror_does_not_choose_where_the_chair_is_free_to(season, two):
    judged(season, (two[0], (5, 5, 5)), (two[1], (3, 3, 3)))
    with pytest.raises(Refused):
        season.choose(two[0], by=season.jurors[0])


@pytest.mark.django_db
def test_a_round_is_not_decided_with_a_tie_a_missing_citation_or_an_unsettled_category(season, two):
    judged(season, (two[0], (4, 4, 4)), (two[1], (4, 4, 4)))
    kinds = lambda: {point.kind for point in blocking(load_desk(season.again()))}  # noqa: E731
    assert kinds() == {"ties", "winners"}
    season.choose(two[0], citation="For kort.")
    season.nobody()
    assert kinds() == {"ties", "citations"}
    with pytest.raises(Refused):
        actions.move_round(by=season.chair, round=season.again(), to=R.DECIDED)
    actions.vote_on_tie(by=season.chair, nomination=season.fresh(two[0]), note="Den virker flere steder.")
    assert kinds() == {"citations"}
    with pytest.raises(Refused):
        actions.move_round(by=season.chair, round=season.again(), to=R.DECIDED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(category=season.jury, award=season.jury.award, idea=two[0].idea, citation="For kort.",
                             decided_by=season.chair, code="x")  # fmt: skip
    season.choose(two[0])
    assert kinds() == set()
    with pytest.raises(Refused):
        actions.move_round(by=season.chair, round=season.again(), to=R.ANNOUNCED)
    season.to(R.DECIDED)
    assert "Den virker flere steder." in Grant.objects.get().tie_note


@pytest.mark.django_db
def test_a_round_is_not_decided_while_who_chose_has_a_conflict_with_the_winner(season, two):
    extra = PersonFactory()
    actions.seat_member(by=season.maker, round=season.round, person=extra, role="juror")
    season.to(R.JUDGING)
    for juror in (*season.judges, extra):
        season.cast(juror, two[0], 4)
        season.cast(juror, two[1], 3)
    season.to(R.DELIBERATING)
    season.choose(two[0])
    season.nobody()
    actions.declare_conflict(by=season.chair, nomination=season.fresh(two[0]), kind=Conflict.Kind.CLOSE, note="Venn.")
    with pytest.raises(Refused):
        actions.move_round(by=season.chair, round=season.again(), to=R.DECIDED)
    season.choose(two[0], by=extra)
    season.to(R.DECIDED)


@pytest.mark.django_db
def test_all_of_a_tie_share_the_place_when_all_are_chosen(season, two):
    judged(season, (two[0], (4, 4, 4)), (two[1], (4, 4, 4)))
    season.choose(two[0])
    season.choose(two[1])
    season.nobody()
    season.to(R.DECIDED)
    assert {(g.place, g.shared) for g in Grant.objects.all()} == {(1, True)}
    assert all(grant.tie_note for grant in Grant.objects.all())


@pytest.mark.django_db
def test_the_tie_note_says_in_words_what_told_them_apart(season, two):
    judged(season, (two[0], (3, 4, 5)), (two[1], (4, 4, 4)))
    season.choose(two[1])
    season.nobody()
    season.to(R.DECIDED)
    assert Grant.objects.get().tie_note.startswith("Skilt") or "agreed" in Grant.objects.get().tie_note


@pytest.mark.django_db
def test_the_chairs_vote_needs_a_note_a_tie_and_no_conflict_and_can_be_taken_back(season, two, siv):
    judged(season, (two[0], (4, 4, 4)), (two[1], (4, 4, 4)))
    one = season.fresh(two[0])
    for by, note in ((season.jurors[0], "Bedre."), (siv, "Bedre."), (season.chair, "  ")):
        with pytest.raises(Refused):
            actions.vote_on_tie(by=by, nomination=one, note=note)
    actions.vote_on_tie(by=season.chair, nomination=one, note="Bedre.")
    with pytest.raises(Refused):  # there is no tie any more
        actions.vote_on_tie(by=season.chair, nomination=season.fresh(two[1]), note="Bedre.")
    actions.drop_tie_vote(by=season.chair, nomination=one)
    actions.declare_conflict(by=season.chair, nomination=season.fresh(two[1]), kind=Conflict.Kind.CLOSE, note="Venn.")
    assert not access.can_vote_on_tie(season.chair, season.fresh(two[0]))


# Rules 26 to 28.


def other_season(siv, award, winner=None):
    """Another round with the same award; its jury category is won by the nomination of `winner`."""
    season = season_of(siv, state=R.PLANNING)
    assert season.jury.award == award
    season.to(R.NOMINATING)
    return season


@pytest.mark.django_db
def test_an_idea_wins_the_same_award_once_ever_and_a_category_once(season, two, siv):
    judged(season, (two[0], (5, 5, 5)), (two[1], (3, 3, 3)))
    season.choose(two[0])
    season.nobody()
    season.to(R.DECIDED)
    later = other_season(siv, season.jury.award)
    again, fresh = later.nominate(two[0].idea), later.nominate(carried_out(PersonFactory(), "Noe helt annet her"))
    judged(later, (again, (5, 5, 5)), (fresh, (3, 3, 3)))
    with pytest.raises(Refused):
        later.choose(again)
    for category in (later.jury, season.jury):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.create(category=category, award=category.award, idea=two[0].idea, citation=CITATION,
                                 decided_by=siv, code=f"x{category.pk}", place=2)  # fmt: skip


@pytest.mark.django_db
def test_an_idea_wins_at_most_two_categories_of_a_round(season, siv, ann):
    AwardRound.objects.filter(pk=season.round.pk).update(state=R.PLANNING)
    for name in "AB":
        award = actions.save_award(by=siv, words=actions.AwardWords(f"Pris {name}", "For alle."))
        plan = actions.CategoryPlan(award, rubric=season.jury.rubric)
        setattr(season, name, actions.add_category(by=siv, round=season.again(), plan=plan))
    season.to(R.NOMINATING)
    idea = carried_out(ann, "Lån en bil fra nabodepotet")
    rows = [season.nominate(idea, category) for category in (season.jury, season.A, season.B)]
    judged(season, *[(row, (4, 4, 4)) for row in rows])
    season.choose(rows[0])
    season.choose(rows[1])
    with pytest.raises(Refused):
        season.choose(rows[2])


@pytest.mark.django_db
def test_a_person_wins_the_same_award_once_in_a_year_unless_nobody_else_can(season, two, siv, ann):
    judged(season, (two[0], (5, 5, 5)), (two[1], (3, 3, 3)))
    season.choose(two[0])
    season.nobody()
    season.to(R.DECIDED)
    later = other_season(siv, season.jury.award)
    new = later.nominate(carried_out(ann, "En helt ny idé av samme person"))
    rival = later.nominate(carried_out(PersonFactory(), "Noe helt annet her"))
    judged(later, (new, (5, 5, 5)), (rival, (3, 3, 3)))
    with pytest.raises(Refused):
        later.choose(new, repeat="Den er likevel best.")
    Nomination.objects.filter(pk=rival.pk).update(state=Nomination.State.INELIGIBLE, reason="Trukket.")
    with pytest.raises(Refused):
        later.choose(new)
    later.choose(new, repeat="Ingen andre er igjen.")
    later.nobody()
    later.to(R.DECIDED)
    assert Recipient.objects.filter(person=ann).count() == 2


@pytest.mark.django_db
def test_a_year_later_the_same_person_wins_again(season, two, siv, ann):
    judged(season, (two[0], (5, 5, 5)), (two[1], (3, 3, 3)))
    season.choose(two[0])
    season.nobody()
    season.to(R.DECIDED)
    Grant.objects.update(granted_at=now() - timedelta(days=366))
    later = other_season(siv, season.jury.award)
    new = later.nominate(carried_out(ann, "En helt ny idé av samme person"))
    rival = later.nominate(carried_out(PersonFactory(), "Noe helt annet her"))
    judged(later, (new, (5, 5, 5)), (rival, (3, 3, 3)))
    later.choose(new)


# Where everybody decides, and what is taken back.


@pytest.mark.django_db
def test_the_most_votes_that_count_win_where_everybody_decides(season, two, ann, cleo, mona):
    one, other = (season.nominate(row.idea, season.people) for row in two)
    for person, choice in ((ann, one), (mona, one), (PersonFactory(), other)):  # ann wrote it, mona leads her
        PeoplesVote.objects.create(category=season.people, person=person, nomination=choice)
    judged(season, (two[0], (4, 4, 4)), (two[1], (3, 3, 3)))
    with pytest.raises(Refused):
        season.choose(one)
    season.choose(other)


@pytest.mark.django_db
def test_nobody_wins_with_a_reason_and_not_beside_a_winner(season, two, siv):
    judged(season, (two[0], (4, 4, 4)), (two[1], (3, 3, 3)))
    said = {"category": season.jury, "reason": "Ingen av dem nådde fram."}
    for by in (siv, season.jurors[0]):
        with pytest.raises(Refused):
            actions.say_no_winner(by=by, **said)
    with pytest.raises(Refused):
        actions.say_no_winner(by=season.chair, category=season.jury, reason=" ")
    season.choose(two[0])
    with pytest.raises(Refused):
        actions.say_no_winner(by=season.chair, **said)
    actions.drop_winner(by=season.chair, nomination=season.fresh(two[0]))
    actions.say_no_winner(by=season.chair, **said)


@pytest.mark.django_db
def test_a_grant_is_taken_back_with_a_reason_and_its_row_stays(season, two, siv, ann, cleo, ada):
    judged(season, (two[0], (4, 4, 4)), (two[1], (3, 3, 3)))
    season.choose(two[0])
    season.nobody()
    season.to(R.DECIDED)
    grant = Grant.objects.select_related("category__round", "idea").get()
    for by, reason in ((ann, "Feil."), (cleo, "Feil."), (ada, "Feil."), (siv, "  ")):
        with pytest.raises(Refused):
            actions.revoke_grant(by=by, grant=grant, reason=reason)
    actions.revoke_grant(by=siv, grant=grant, reason="Idéen var tatt fra et annet firma.")
    grant.refresh_from_db()
    assert (grant.revoked_by, grant.citation) == (siv, CITATION)
    with pytest.raises(Refused):
        actions.revoke_grant(by=siv, grant=grant, reason="Igjen.")
    with pytest.raises(Refused):  # somebody has to say that nobody wins there
        actions.move_round(by=season.chair, round=season.again(), to=R.ANNOUNCED)
    actions.say_no_winner(by=season.chair, category=season.jury, reason="Den som vant, ble tatt tilbake.")
    actions.move_round(by=season.chair, round=season.again(), to=R.ANNOUNCED)
    grant.refresh_from_db()
    assert grant.announced_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(revoked_reason="")
