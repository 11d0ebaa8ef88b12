"""Rounds of awards: every pair of states, the guards of each move, the days, and the catalogue."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ideas import access, actions
from ideas.actions.rounds import CategoryPlan, Plan
from ideas.models import Award, AwardRound, AwardRules, Category, Grant, JuryMember, Prize, RoundChange
from ideas.states import ROUND_MOVES, RoundState
from network.core.access import Refused
from network.core.clock import now
from tests.factories import PersonFactory
from tests.ideas.season import CITATION, WHY, carried_out, days, season_of

pytestmark = pytest.mark.django_db
R = RoundState


@pytest.fixture
def season(siv):
    return season_of(siv)


@pytest.fixture
def ready(season, ann):
    """One idea nominated by the jury category; with it the round can go all the way."""
    season.nomination = season.nominate(carried_out(ann, "Lån en bil fra nabodepotet"))
    return season


def at(season, state):
    """The round in the state, by moves that the table allows."""
    if state in (R.PLANNING, R.CANCELLED):
        AwardRound.objects.filter(pk=season.round.pk).update(state=R.PLANNING)
        if state == R.CANCELLED:
            actions.move_round(by=season.chair, round=season.again(), to=R.CANCELLED, reason="For få.")
        return season.again()
    if state in (R.DELIBERATING, R.DECIDED, R.ANNOUNCED, R.CLOSED):
        season.to(R.JUDGING)
        season.cast_all(season.nomination, 4, 4, 4)
        season.to(R.DELIBERATING)
    if state in (R.DECIDED, R.ANNOUNCED, R.CLOSED):
        season.choose(season.nomination)
        season.nobody()
    return season.to(state) if state != R.NOMINATING else season.again()


ALLOWED = {
    ("planning", "nominating"), ("nominating", "judging"), ("judging", "deliberating"), ("deliberating", "decided"),
    ("decided", "announced"), ("announced", "closed"), ("planning", "cancelled"), ("nominating", "cancelled"),
    ("judging", "cancelled"), ("deliberating", "cancelled"), ("decided", "cancelled"),
}  # fmt: skip


@pytest.mark.parametrize("before", R)
def test_a_round_goes_where_the_table_says_and_nowhere_else(ready, before):
    at(ready, before)
    AwardRound.objects.filter(pk=ready.round.pk).update(
        nominate_from=days(-9), nominate_until=days(-8), judge_until=days(-1)
    )
    for after in R:
        went = True
        with transaction.atomic():
            try:
                actions.move_round(by=ready.chair, round=ready.again(), to=after, reason="Alt er gjort.")
            except Refused:
                went = False
            assert ready.again().state == (after if went else before)
            transaction.set_rollback(True)
        # from deliberating and planning the guard may say no, so only what is allowed is looked at there
        if (before, after) not in ALLOWED:
            assert not went, (before, after)
    assert set(ROUND_MOVES) == {(R(a), R(b)) for a, b in ALLOWED}


@pytest.mark.parametrize(("before", "after"), sorted(ALLOWED))
def test_each_move_of_the_table_is_made_by_the_chair_and_written_down(ready, before, after):
    at(ready, R(before))
    if after == "decided":
        ready.choose(ready.nomination)
        ready.nobody()
    if after == "deliberating":
        ready.cast_all(ready.nomination, 4, 4, 4)
    change = actions.move_round(by=ready.chair, round=ready.again(), to=R(after), reason="Alt er gjort.")
    assert ready.again().state == after
    assert (change.before, change.after, change.by) == (before, after, ready.chair)


def test_a_round_is_moved_by_who_runs_it_and_by_nobody_else(season, siv, cleo, ada, mo, gone):
    secretary = PersonFactory()
    actions.seat_member(by=siv, round=season.round, person=secretary, role=JuryMember.Role.SECRETARY)
    manager = PersonFactory()
    people = {"chair": season.chair, "secretary": secretary, "maker": siv, "juror": season.jurors[0], "cleo": cleo,
              "ada": ada, "mo": mo, "gone": gone, "other": manager}  # fmt: skip
    able = {name for name, p in people.items() if access.can_move_round(p, season.round, R.JUDGING)}
    assert able == {"chair", "secretary", "maker"}
    AwardRound.objects.filter(pk=season.round.pk).update(state=R.DELIBERATING)
    able = {name for name, p in people.items() if access.can_move_round(p, season.again(), R.DECIDED)}
    assert able == {"chair"}
    for person in (cleo, ada, season.jurors[0]):
        with pytest.raises(Refused):
            actions.move_round(by=person, round=season.round, to=R.CANCELLED, reason="Nei.")


def test_cancelling_says_why_and_a_move_is_never_changed(season):
    with pytest.raises(Refused):
        actions.move_round(by=season.chair, round=season.round, to=R.CANCELLED, reason="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundChange.objects.create(round=season.round, before=R.JUDGING, after=R.CANCELLED, by=season.chair)
    row = RoundChange.objects.filter(round=season.round).first()
    for way in (row.save, row.delete, lambda: RoundChange.objects.update(reason="x")):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            way()


def test_judging_opens_with_enough_jurors_for_each_nominated_idea_and_no_earlier(season, ann):
    idea = carried_out(ann, "Lån en bil fra nabodepotet", season.jurors[0])  # who carried it out cannot judge it
    nomination = season.nominate(idea)
    with pytest.raises(Refused, match="jurymedlemmer|jurors"):
        actions.move_round(by=season.chair, round=season.round, to=R.JUDGING)
    actions.seat_member(by=season.maker, round=season.round, person=PersonFactory(), role=JuryMember.Role.JUROR)
    season.put_forward(carried_out(ann, "Varmepumpe i verkstedet"))
    with pytest.raises(Refused):  # one waits for a yes or no
        actions.move_round(by=season.chair, round=season.round, to=R.JUDGING)
    waiting = season.jury.nominations.exclude(pk=nomination.pk).get()
    actions.refuse_nomination(by=season.maker, nomination=season.fresh(waiting), reason="Er ikke i drift ennå.")
    actions.move_round(by=season.chair, round=season.round, to=R.JUDGING)


def test_judging_ends_when_all_have_said_something_or_its_last_day_is_over(ready):
    ready.to(R.JUDGING)
    with pytest.raises(Refused):
        actions.move_round(by=ready.chair, round=ready.again(), to=R.DELIBERATING)
    ready.cast(ready.chair, ready.nomination, 3)
    ready.cast(ready.jurors[0], ready.nomination, 3)
    actions.abstain(by=ready.jurors[1], nomination=ready.fresh(ready.nomination), comment="")
    actions.move_round(by=ready.chair, round=ready.again(), to=R.DELIBERATING)


def test_days_stand_in_their_order_and_only_change_until_they_have_passed(season):
    moment = now() + timedelta(days=30)

    def edit(*given):
        actions.edit_round(by=season.chair, round=season.again(), plan=Plan("Ny tittel", season.chair, *given, moment))

    edit(days(0), days(11), days(21))
    assert season.again().nominate_until == days(11)
    for wrong in ((days(0), days(25), days(21)), (days(0), days(-1), days(21)), (days(5), days(2), days(3))):
        with pytest.raises(Refused):
            edit(*wrong)
    AwardRound.objects.filter(pk=season.round.pk).update(nominate_from=days(-5), nominate_until=days(-2))
    for wrong in ((days(-5), days(3), days(21)), (days(0), days(0), days(21))):
        with pytest.raises(Refused):
            edit(*wrong)
    edit(days(-5), days(-2), days(22))
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardRound.objects.filter(pk=season.round.pk).update(judge_until=days(-30))


def test_the_same_form_sent_twice_plans_one_round(siv, cleo):
    key = "0190b5a6-0000-7000-8000-000000000001"
    plan = Plan("Glødprisen", cleo, days(0), days(1), days(2), now() + timedelta(days=3))
    one, other = (actions.plan_round(by=siv, plan=plan, key=key) for _n in "12")
    assert one == other
    assert one.slug != actions.plan_round(by=siv, plan=plan).slug
    with pytest.raises(Refused):
        actions.plan_round(by=cleo, plan=plan)


def test_what_is_judged_is_settled_before_ideas_are_nominated(season):
    award = Award.objects.create(name="På tvers", description="For flere.", kind=Award.Kind.JURY)
    with pytest.raises(Refused):
        actions.add_category(by=season.maker, round=season.round, plan=CategoryPlan(award))
    with pytest.raises(Refused):
        actions.drop_category(by=season.maker, category=season.jury)
    AwardRound.objects.filter(pk=season.round.pk).update(state=R.PLANNING)
    actions.add_category(by=season.maker, round=season.again(), plan=CategoryPlan(award, max_winners=2))
    with pytest.raises(Refused):
        actions.add_category(by=season.maker, round=season.again(), plan=CategoryPlan(award))
    with pytest.raises(IntegrityError), transaction.atomic():
        Category.objects.create(round=season.round, award=award)


def test_awards_rounds_and_grants_are_never_deleted(ready):
    at(ready, R.ANNOUNCED)
    grant = Grant.objects.get()
    for row in (grant, ready.round, ready.jury.award, grant.recipients.first(), ready.nomination,
                ready.round.jury.first()):  # fmt: skip
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            connection.cursor().execute(f"DELETE FROM {row._meta.db_table} WHERE id = {row.pk}")  # noqa: S608
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        Award.objects.create(name="Ingen har fått den", description="x", kind=Award.Kind.SPOT).delete()


# Prizes and their tax.


@pytest.mark.parametrize(
    ("kind", "value", "noted"),
    [("cash", 1, True), ("cash", 0, True), ("goods", 5000, False), ("goods", 5001, True), ("gift-card", 6000, True),
     ("symbolic", 9000, False), ("none", 0, False), ("donation", 9000, False)],
)  # fmt: skip
def test_money_and_gifts_above_the_limit_set_their_tax_note_by_themselves(siv, kind, value, noted):
    prize = actions.save_prize(by=siv, words=actions.PrizeWords("Gavekort", kind, value))
    assert bool(prize.tax_note) is noted


def test_the_limit_is_a_number_that_who_keeps_the_catalogue_sets(siv, cleo, ada):
    assert actions.award_rules().gift_limit == 5000
    for outsider in (cleo, ada):
        with pytest.raises(Refused):
            actions.set_gift_limit(by=outsider, kroner=9000)
    actions.set_gift_limit(by=siv, kroner=9000)
    assert AwardRules.objects.get().gift_limit == 9000
    assert not actions.save_prize(by=siv, words=actions.PrizeWords("Tur", Prize.Kind.GOODS, 8000)).tax_note
    own = actions.PrizeWords("Tur", Prize.Kind.GOODS, 9500, "Avtalt med lønn.")
    assert actions.save_prize(by=siv, words=own).tax_note == "Avtalt med lønn."


def test_the_catalogue_is_kept_by_the_role_and_an_award_given_once_stays_decided_the_same_way(siv, cleo, ada, season):
    words = actions.AwardWords("Lyset", "For lys.", Award.Kind.JURY)
    for outsider in (cleo, ada):
        with pytest.raises(Refused):
            actions.save_award(by=outsider, words=words)
    award = actions.save_award(by=siv, words=words)
    with pytest.raises(Refused):
        actions.save_award(by=siv, words=words)
    actions.save_award(by=siv, award=award, words=actions.AwardWords("Lyset", "For lys.", Award.Kind.PEOPLES_CHOICE))
    used = season.jury.award
    changed = actions.AwardWords(used.name, "x", Award.Kind.PEOPLES_CHOICE)
    with pytest.raises(Refused):
        actions.save_award(by=siv, award=used, words=changed)
    actions.archive(by=siv, kept=award, on=True)
    assert Award.objects.get(pk=award.pk).archived_at is not None
    actions.archive(by=siv, kept=award, on=False)
    with pytest.raises(Refused):
        actions.archive(by=cleo, kept=award, on=True)


def test_words_long_enough_are_used_here():
    assert len(WHY) >= 80
    assert len(CITATION) >= 80


def test_no_pair_outside_the_table_is_open_to_anybody(season):
    for before, after in product(R, R):
        season.round.state = before  # only in memory: what the predicate reads
        people = (season.chair, season.maker, None)
        able = [person for person in people if access.can_move_round(person, season.round, after)]
        assert bool(able) is ((before, after) in ROUND_MOVES), (before, after)
