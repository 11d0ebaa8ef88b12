"""Which move is whose: the table of states, asked for every pair of them and every kind of person."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction

from ideas.access import can_move_idea, moves_for
from ideas.actions import Said, edit_idea, give_owner, lacking, move_idea, set_vote
from ideas.models import Benefit, Idea, IdeaAuthor, IdeaRevision, StatusChange
from ideas.states import ReasonKind, State
from network.core.access import Refused
from network.core.clock import now
from profiles.models import Role
from tests.factories import REASON, PersonFactory, idea_of, moved, panel_for, proposal
from tests.ideas.staged import NO, complete, days

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
ROOT = Path(__file__).resolve().parents[2]

# state -> where to -> who. "owner" answers for the idea, "screener" takes ideas in for its campaign, "lead" is the author
# who speaks for the others, "deliverer" carries it out, "clock" is nobody, "witness" is whoever has no part in it.
# A question goes back to where it was asked and a merger to where it was: here both came from "open".
TABLE = {
    "draft": {"submitted": "lead"},
    "submitted": {
        "open": "screener owner clock", "declined": "screener owner", "needs-info": "screener owner",
        "withdrawn": "lead", "merged": "screener owner",
    },
    "needs-info": {
        "open": "lead screener owner", "parked": "clock", "withdrawn": "lead", "merged": "screener owner",
    },
    "open": {
        "in-review": "owner clock", "needs-info": "screener owner", "withdrawn": "lead", "merged": "screener owner",
    },
    "in-review": {
        "approved": "owner", "parked": "owner", "declined": "owner", "needs-info": "screener owner",
        "withdrawn": "lead", "merged": "screener owner",
    },
    "approved": {"in-progress": "deliverer"},
    "in-progress": {"implemented": "deliverer", "parked": "owner", "declined": "owner"},
    "implemented": {"confirmed": "witness owner screener"},
    "confirmed": {},
    "parked": {"in-review": "owner clock"},
    "declined": {"in-review": "lead"},
    "withdrawn": {},
    "merged": {"open": "screener owner"},
}  # fmt: skip
PART = {
    "ann": "lead", "ben": "co-author", "pia": "asked", "odd": "owner", "siv": "screener", "dag": "deliverer",
    "cleo": "witness", "mo": "witness", "ada": "witness", "gone": "nobody", "": "clock",
}  # fmt: skip


@pytest.fixture
def people(ann, ben, pia, odd, siv, dag, cleo, mo, ada, gone):
    for person in (ben, gone):  # an author may have the role too, and somebody who has left may have had it
        Role.objects.create(person=person, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
    found = {person.handle: person for person in (ann, ben, pia, odd, siv, dag, cleo, mo, ada, gone)}
    return {**found, "": None}


@pytest.fixture
def staffed(at, people):
    """An idea in a state with somebody in every part of it."""

    def made(state):
        idea = at(State(state))
        IdeaAuthor.objects.create(idea=idea, person=people["ben"], state=IdeaAuthor.State.ACCEPTED)
        IdeaAuthor.objects.create(idea=idea, person=people["pia"], state=IdeaAuthor.State.INVITED)
        if state == "submitted":
            Idea.objects.filter(pk=idea.pk).update(owner=people["odd"])
        return Idea.objects.select_related("campaign", "thread").get(pk=idea.pk)

    return made


def parts(person_handle, state):
    """What the person is to an idea in this state: only what is carried out has a deliverer, others are bystanders."""
    part = PART[person_handle]
    if part == "deliverer" and state not in ("approved", "in-progress", "implemented", "confirmed"):
        return "witness"
    return part


def test_the_table_speaks_of_every_state():
    assert set(TABLE) == {str(state) for state in State}


@pytest.mark.parametrize("state", TABLE)
def test_a_move_belongs_to_exactly_those_in_the_table(state, staffed, people):
    idea = staffed(state)
    wrong = []
    for to in State:
        for handle, person in people.items():
            expected = parts(handle, state) in TABLE[state].get(to, "").split()
            if can_move_idea(person, idea, to) != expected:
                wrong.append((state, str(to), handle, expected))
    assert wrong == []
    for handle, person in people.items():
        mine = {to for to, whose in TABLE[state].items() if parts(handle, state) in whose.split()}
        assert person is None or set(moves_for(person, idea)) == mine, handle


@pytest.mark.parametrize("state", TABLE)
def test_the_action_refuses_what_the_table_does_not_allow_and_nothing_is_changed(state, staffed, people, cast):
    idea = staffed(state)
    said = complete(idea, cast)
    before = (idea.changes.count(), idea.version)
    for to in State:
        for handle in ("ann", "odd", ""):
            if parts(handle, state) in TABLE[state].get(to, "").split():
                continue
            with pytest.raises(Refused):
                move_idea(by=people[handle], idea=idea, to=to, said=Said(**said.get(to, {})))
    idea.refresh_from_db()
    assert (idea.state, idea.changes.count(), idea.version) == (state, *before)


@pytest.mark.parametrize("state", TABLE)
def test_the_action_makes_every_move_of_the_table_and_writes_down_who(state, staffed, people, cast, at):
    at(State.OPEN, title="En annen idé å slå sammen med")
    idea = staffed(state)
    said = complete(idea, cast)
    for to, whose in TABLE[state].items():
        for handle in (h for h in people if parts(h, state) in whose.split()):
            mark = transaction.savepoint()
            change = move_idea(by=people[handle], idea=idea, to=State(to), said=Said(**said.get(State(to), {})))
            idea.refresh_from_db()
            assert (idea.state, change.before, change.after, change.by) == (to, state, to, people[handle])
            transaction.savepoint_rollback(mark)
            idea.refresh_from_db()


def test_whoever_cannot_read_the_idea_moves_nothing(places, ann, siv, mona, closed_group):
    idea = idea_of(ann, places["closed"])
    Idea.objects.filter(pk=idea.pk).update(owner=siv)
    idea.refresh_from_db()
    assert moves_for(siv, idea) == []
    assert State.OPEN in moves_for(mona, idea)
    closed_group.memberships.filter(person=mona).delete()
    assert moves_for(mona, idea) == []


LACKING = [
    ({"reason_kind": ""}, "reason_kind"),
    ({"reason": REASON[:79]}, "reason"),
    ({"reason": " " * 200}, "reason"),
    ({"change_of_mind": " \n "}, "change_of_mind"),
]


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.IN_PROGRESS])
def test_a_no_a_parking_and_a_reversal_need_kind_eighty_characters_and_what_would_change_our_mind(at, odd, state):
    idea = at(state)
    for to in (State.PARKED, State.DECLINED):
        for missing, name in LACKING:
            said = Said(**{**NO, "until": days(30), **missing})
            assert set(lacking(idea, to, said)) == {name}
            with pytest.raises(Refused):
                move_idea(by=odd, idea=idea, to=to, said=said)
    idea.refresh_from_db()
    assert idea.state == state


def test_a_no_to_a_new_idea_needs_its_reason_too(at, siv):
    idea = at(State.SUBMITTED)
    for missing, name in LACKING:
        assert set(lacking(idea, State.DECLINED, Said(**{**NO, **missing}))) == {name}


def test_exactly_eighty_characters_are_a_reason(at, odd):
    change = move_idea(by=odd, idea=at(State.IN_REVIEW), to=State.DECLINED, said=Said(**{**NO, "reason": "æ" * 80}))
    assert len(change.reason) == 80


@pytest.mark.parametrize("after", [State.DECLINED, State.PARKED])
def test_the_database_refuses_a_no_without_a_reason(at, odd, after):
    idea = at(State.SUBMITTED)
    for missing in ({"reason_kind": ""}, {"reason": "æ" * 79}, {"change_of_mind": ""}):
        given = {**NO, **missing}
        with pytest.raises(IntegrityError, match="no_without_a_reason"), transaction.atomic():
            StatusChange.objects.create(idea=idea, before=State.IN_REVIEW, after=after, by=odd, **given)
        with pytest.raises(IntegrityError, match="no_without_a_reason"), transaction.atomic(), connection.cursor() as c:
            c.execute(
                "INSERT INTO ideas_statuschange (idea_id, before, after, by_id, reason_kind, reason, change_of_mind,"
                " note, created_at) VALUES (%s, 'in-review', %s, %s, %s, %s, %s, '', now())",
                [idea.pk, after, odd.pk, given["reason_kind"], given["reason"], given["change_of_mind"]],
            )
    StatusChange.objects.create(idea=idea, before=State.IN_REVIEW, after=after, by=odd, **NO)


NEEDED = [
    (State.SUBMITTED, State.OPEN, {"person": None}, "person"),
    (State.OPEN, State.NEEDS_INFO, {"note": " "}, "note"),
    (State.OPEN, State.IN_REVIEW, {"panel": ()}, "panel_0"),
    (State.IN_REVIEW, State.APPROVED, {"person": None}, "person"),
    (State.IN_REVIEW, State.APPROVED, {"until": None}, "until"),
    (State.IN_REVIEW, State.APPROVED, {"until": "today"}, "until"),
    (State.IN_REVIEW, State.PARKED, {"until": None}, "until"),
    (State.IN_REVIEW, State.PARKED, {"until": "today"}, "until"),
    (State.IN_REVIEW, State.PARKED, {"until": "in a year and a day"}, "until"),
    (State.IN_PROGRESS, State.IMPLEMENTED, {"note": ""}, "note"),
    (State.IN_PROGRESS, State.IMPLEMENTED, {"until": None}, "until"),
    (State.IN_PROGRESS, State.IMPLEMENTED, {"until": "tomorrow"}, "until"),
    (State.IMPLEMENTED, State.CONFIRMED, {"note": "", "benefits": ()}, "note"),
    (State.DECLINED, State.IN_REVIEW, {"note": "æ" * 79}, "note"),
    (State.OPEN, State.MERGED, {"into": None}, "into"),
]
DAYS = {"today": 0, "tomorrow": 1, "in a year and a day": 367}


@pytest.mark.parametrize("state", sorted({state for state, *_rest in NEEDED}))
def test_a_move_without_what_it_needs_is_refused_and_the_field_is_named(at, cast, state):
    at(State.OPEN, title="En annen idé å slå sammen med")
    idea = at(state)
    whole = complete(idea, cast)
    makers = {State.OPEN: cast.siv, State.IMPLEMENTED: cast.dag}
    for to, missing, name in (rest for one, *rest in NEEDED if one == state):
        by = cast.ann if state == State.DECLINED else makers.get(to, cast.odd)
        lost = {key: days(DAYS[value]) if value in DAYS else value for key, value in missing.items()}
        said = Said(**{**whole[to], **lost})
        assert list(lacking(idea, to, said)) == [name]
        with pytest.raises(Refused):
            move_idea(by=by, idea=idea, to=to, said=said)
        assert lacking(idea, to, Said(**whole[to])) == {}


def test_a_measured_effect_is_enough_to_confirm_and_is_signed(at, cleo):
    idea = at(State.IMPLEMENTED)
    benefit = Benefit(kind=Benefit.Kind.TIME, unit="timer i uka", actual=7)
    move_idea(by=cleo, idea=idea, to=State.CONFIRMED, said=Said(benefits=(benefit,)))
    kept = idea.benefits.get()
    assert (kept.confirmed_by, kept.actual) == (cleo, 7)


@pytest.mark.parametrize("role", ["author", "asked", "gone", "outside"])
def test_nobody_answers_for_an_idea_who_wrote_it_or_cannot_read_it(places, ann, ben, mona, cleo, gone, role):
    idea = idea_of(ann, places["closed"])
    IdeaAuthor.objects.create(idea=idea, person=ben, state=IdeaAuthor.State.INVITED)
    person = {"author": ann, "asked": ben, "gone": gone, "outside": cleo}[role]
    with pytest.raises(Refused):
        moved(idea, mona, State.OPEN, person=person)
    with pytest.raises(Refused):
        give_owner(by=mona, idea=idea, owner=person)


def test_an_idea_is_carried_out_by_somebody_who_can_read_it(places, cast, mona, cleo):
    idea = moved(idea_of(cast.ann, places["closed"]), mona, State.OPEN, State.IN_REVIEW)
    with pytest.raises(Refused):
        moved(idea, mona, State.APPROVED, person=cleo, until=days(9))


# Appeals.


def test_an_appeal_is_made_once_within_thirty_days_and_decided_by_somebody_else(at, cast, siv, mo):
    with time_machine.travel("2026-09-01T08:00Z", tick=False):
        idea = at(State.DECLINED)
    with time_machine.travel("2026-10-02T08:00Z", tick=False):
        assert not can_move_idea(cast.ann, idea, State.IN_REVIEW)
    with time_machine.travel("2026-10-01T08:00Z", tick=False):
        idea = moved(idea, cast.ann, State.IN_REVIEW, note=REASON)
        assert idea.owner is None
        assert moves_for(cast.odd, idea) == []
        with pytest.raises(Refused):
            give_owner(by=siv, idea=idea, owner=cast.odd)
        give_owner(by=siv, idea=idea, owner=mo)
        idea = moved(idea, mo, State.DECLINED, **NO)
        assert not can_move_idea(cast.ann, idea, State.IN_REVIEW)


def test_a_screener_who_said_no_does_not_decide_the_appeal(cast, siv):
    idea = moved(idea_of(cast.ann), siv, State.DECLINED, **NO)
    idea = moved(idea, cast.ann, State.IN_REVIEW, note=REASON)
    assert moves_for(siv, idea) == []
    with pytest.raises(Refused):
        give_owner(by=siv, idea=idea, owner=siv)


# Questions.


@pytest.mark.parametrize("state", [State.SUBMITTED, State.OPEN, State.IN_REVIEW])
def test_an_answer_goes_back_to_where_it_was_asked_and_nowhere_else(at, cast, siv, state):
    idea = moved(at(state), siv, State.NEEDS_INFO, note="Hvor mange?")
    for person in (cast.ann, siv):
        assert {to for to in moves_for(person, idea) if to not in (State.WITHDRAWN, State.MERGED)} == {state}
    assert moved(idea, cast.ann, state).state == state


def test_a_second_question_goes_back_to_where_the_second_was_asked(at, cast, siv):
    idea = moved(at(State.SUBMITTED), siv, State.NEEDS_INFO, note="Hvor?")
    idea = moved(moved(idea, cast.ann, State.SUBMITTED), siv, State.OPEN, person=cast.odd)
    idea = moved(idea, cast.odd, State.NEEDS_INFO, note="Hvem?")
    assert can_move_idea(cast.ann, idea, State.OPEN)
    assert not can_move_idea(cast.ann, idea, State.SUBMITTED)


# History that stays.


@pytest.mark.parametrize("model", [StatusChange, IdeaRevision])
def test_what_was_decided_and_what_was_written_is_never_changed_or_deleted(at, ann, model):
    idea = at(State.SUBMITTED)
    edit_idea(by=ann, idea=idea, words=proposal("Lån to biler fra nabodepotet"))
    row, table = model.objects.get(idea=idea), model._meta.db_table
    ways = [
        row.save,
        row.delete,
        lambda: model.objects.filter(pk=row.pk).update(idea=idea),
        lambda: model.objects.filter(pk=row.pk).delete(),
        lambda: connection.cursor().execute(f"UPDATE {table} SET idea_id = idea_id"),  # noqa: S608
        lambda: connection.cursor().execute(f"DELETE FROM {table}"),  # noqa: S608
    ]
    for way in ways:
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            way()
    assert model.objects.filter(idea=idea).count() == 1


def _assigns_state(path):
    """Lines that set the state of an idea past the one function that may: `x.state = …` and `update(state=…)`."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        flat = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            for target in flat:
                if isinstance(target, ast.Attribute) and target.attr == "state":
                    yield f"{path.relative_to(ROOT)}:{node.lineno}"
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            names = {keyword.arg for keyword in node.keywords}
            sets = called.rpartition(".")[2] in ("update", "create", "bulk_update", "Idea", "update_or_create")
            other = "IdeaAuthor" in called or "Assignment" in called or called.startswith("asked.")
            if sets and "state" in names and not other:
                yield f"{path.relative_to(ROOT)}:{node.lineno}"
            if called == "setattr" and len(node.args) > 1 and getattr(node.args[1], "value", "") == "state":
                yield f"{path.relative_to(ROOT)}:{node.lineno}"


def test_nobody_but_the_moves_sets_the_state_of_an_idea():
    rooms = [*ROOT.glob("ideas/**/*.py"), *ROOT.glob("network/**/*.py"), *ROOT.glob("profiles/**/*.py")]
    rooms = [path for path in rooms if "demo" not in path.parts]  # writes a past that nobody lived
    speaking = [
        p for p in rooms if "migrations" not in p.parts and (p.parts[-3:][0] == "ideas" or "ideas" in p.read_text())
    ]
    found = {line.partition(":")[0] for path in speaking for line in _assigns_state(path)}
    # what else has a state: parts of authors and assignments (above), rows of rooms that do not speak of ideas, and
    # rounds, nominations and ballots, each in its own place
    others = {"ideas/actions/rounds.py", "ideas/actions/eligibility.py", "ideas/actions/ballots.py",
              "ideas/actions/nominations.py"}  # fmt: skip
    assert found - others == {"ideas/actions/moves.py"}


def test_every_kind_of_reason_is_offered():
    assert set(ReasonKind) == {
        "already-exists", "planned-elsewhere", "cost-too-high", "benefit-too-low", "not-feasible", "against-policy",
        "out-of-scope", "needs-other-owner", "timing",
    }  # fmt: skip


def test_a_change_bears_the_moment_and_raises_the_version(at, cast):
    idea = at(State.OPEN)
    change = move_idea(by=cast.odd, idea=idea, to=State.IN_REVIEW, said=Said(panel=panel_for(idea)))
    moved_on = Idea.objects.get(pk=idea.pk)
    assert moved_on.version > idea.version
    assert moved_on.state_since == change.created_at
    assert now() - change.created_at < timedelta(minutes=1)


def test_a_yes_that_is_taken_back_is_marked_as_such(at, odd):
    idea = moved(at(State.IN_PROGRESS), odd, State.PARKED, **NO, until=days(30))
    assert [c.is_reversal for c in idea.changes.all()] == [False] * 5 + [True]
    first_no = moved(at(State.IN_REVIEW, title="En helt annen idé"), odd, State.DECLINED, **NO)
    assert not any(change.is_reversal for change in first_no.changes.all())


def test_people_who_are_new_here_can_confirm_an_effect_but_the_deliverer_cannot(at, dag):
    idea = at(State.IMPLEMENTED)
    assert can_move_idea(PersonFactory(), idea, State.CONFIRMED)
    assert not can_move_idea(dag, idea, State.CONFIRMED)


def test_a_vote_does_not_make_anybody_less_of_a_witness(at, cleo):
    idea = at(State.IN_PROGRESS)
    set_vote(by=cleo, idea=idea, on=True)
    idea = moved(idea, idea.delivery.owner, State.IMPLEMENTED, note="Gjort.", until=days(0))
    assert can_move_idea(cleo, idea, State.CONFIRMED)
