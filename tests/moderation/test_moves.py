"""A91: of the sixty-four pairs of states only those of the table are gone, by whatever is done; else nothing is written.

The table stands here once more, as the rule has it (moderation_policy.md 6.5), and so does what each act does in each
state. The acts are the real ones, by whoever could do them, with the claim in hand: only the state is in the way.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from network.conversations.models import Restriction
from network.core.access import Refused
from network.feed.models import Post
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal, withdraw_appeal
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.deciding import approve_decision, decide_case, note_change, refuse_decision
from network.moderation.actions.desk import (
    answer_hearing,
    ask_author,
    claim_case,
    let_go_of_case,
    move,
    sort_case,
    step_aside,
    take_over_case,
    think_through,
)
from network.moderation.actions.grounds import Plan
from network.moderation.actions.reopening import reopen_case
from network.moderation.models import Appeal, Case, Decision, Hearing, LogEntry, Report
from network.moderation.states import MOVES, Level, State, Verdict
from profiles.models import Role
from tests.moderation.reported import NO, hidden, in_work, moderator, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
YES = [True, *NO[1:]]
TABLE = {
    ("new", "triaged"), ("triaged", "in-review"),
    ("in-review", "awaiting-author"), ("in-review", "awaiting-approval"), ("in-review", "decided"),
    ("awaiting-author", "in-review"), ("awaiting-author", "decided"),
    ("awaiting-approval", "in-review"), ("awaiting-approval", "decided"),
    ("decided", "appeal-open"), ("decided", "closed"),
    ("appeal-open", "decided"), ("appeal-open", "in-review"),
    ("closed", "triaged"),
}  # fmt: skip
BY_ONE_ACT = {("new", "in-review")}  # sorting it is both steps
PAIRS = [(one, other) for one in State for other in State]


@pytest.fixture
def case(post: Any, ben: Any) -> Case:
    return reported(ben, post).case


def rows() -> list[Any]:
    """Everything that a case is made of, as it stands."""
    models = (Case, Report, Decision, Hearing, Appeal, Restriction, LogEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_the_table_is_the_rule() -> None:
    assert {(str(one), str(other)) for one, others in MOVES.items() for other in others} == TABLE


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_case_moves_only_as_the_table_says(case: Case, one: State, other: State) -> None:
    case.state = one
    if (one, other) in TABLE:
        move(case, other)
        assert case.state == other
        return
    with pytest.raises(Refused):
        move(case, other)
    assert case.state == one


def brought_to(case: Case, state: State) -> None:
    """There by the shortest way of the table, past the actions."""
    ways: dict[str, list[str]] = {"new": []}
    while state not in ways:
        ways |= {to: [*ways[at], to] for at, to in sorted(TABLE) if at in ways and to not in ways}
    for step in ways[state]:
        Case.objects.filter(pk=case.pk).update(state=step)


@pytest.mark.parametrize("one", State)
def test_the_database_holds_the_table_too(case: Case, one: State) -> None:
    brought_to(case, one)
    for other in State:
        gone = False
        try:
            with transaction.atomic():
                Case.objects.filter(pk=case.pk).update(state=other)
                gone = True
                transaction.set_rollback(True)
        except DatabaseError:
            pass
        assert gone == (one == other or (one, other) in TABLE | BY_ONE_ACT), (one, other)


def test_nothing_but_the_one_move_writes_a_state() -> None:
    written = [
        f"{path.name}: {line.strip()}"
        for path in Path("network/moderation").rglob("*.py")
        if "migrations" not in path.parts
        for line in path.read_text().splitlines()
        if re.search(r"\.state = |\.update\([^)]*\bstate=", line)
    ]
    assert written == ["desk.py: case.state = to"]


class Missing(Exception):
    """There is nothing to do it with."""


def missing() -> NoReturn:
    raise Missing


class Stage:
    """A case brought to a state by what people do, and everybody who could do something."""

    def __init__(self, **people: Any) -> None:
        for name, value in people.items():
            setattr(self, name, value)
        self.other, self.lead = moderator("annen"), moderator("leder", Role.Kind.LEAD_MODERATOR)

    @property
    def now(self) -> Case:
        return Case.objects.get(pk=self.case.pk)

    @property
    def decision(self) -> Decision:
        return Decision.objects.order_by("pk").last() or missing()

    def ask(self, kind: str = "reply") -> Hearing:
        case = self.now
        return ask_author(by=self.mo, case=case, kind=Hearing.Kind(kind), text="Hva?", section=None,
                          version=case.version)  # fmt: skip

    def decide(self, level: Level, reason: str = "Ikke brudd.") -> Decision:
        case = self.now
        if level in (Level.HIDE, Level.INTERIM, Level.REMOVE):
            return hidden(self.mo, case, self.rule, level)
        return decide_case(by=self.mo, case=case, plan=Plan(level, reasoning=reason), version=case.version)

    def hold(self) -> None:
        """The claim is in hand, so that it is not what is in the way."""
        until = timezone.now() + timedelta(minutes=30)
        Case.objects.filter(pk=self.case.pk).update(claimed_by=self.mo, claimed_until=until)


def _in_review(stage: Stage, answers: list[bool] = NO) -> None:
    in_work(stage.mo, stage.now, answers=answers)


def _asked(kind: str) -> Callable[[Stage], None]:
    def build(stage: Stage) -> None:
        _in_review(stage)
        stage.ask(kind)

    return build


def _proposed(level: Level) -> Callable[[Stage], None]:
    def build(stage: Stage) -> None:
        _in_review(stage, YES)
        stage.decide(level)

    return build


def _decided(level: Level) -> Callable[[Stage], None]:
    def build(stage: Stage) -> None:
        _in_review(stage)
        stage.decide(level)

    return build


def _appealed(side: str) -> Callable[[Stage], None]:
    def build(stage: Stage) -> None:
        _decided(Level.HIDE if side == "author" else Level.NOTHING)(stage)
        by = stage.ann if side == "author" else stage.ben
        appeal_decision(by=by, decision=stage.decision, text="Nei.")

    return build


def _sorted(stage: Stage) -> None:
    Case.objects.filter(pk=stage.case.pk).update(state=State.TRIAGED)  # as when it is opened again


def _closed(stage: Stage) -> None:
    _decided(Level.HIDE)(stage)
    Decision.objects.update(appeal_by="2020-01-01")
    turn_cases()


STAGES: dict[str, tuple[State, Callable[[Stage], None]]] = {
    "new": (State.NEW, lambda stage: None),
    "sorted": (State.TRIAGED, _sorted),
    "in review": (State.IN_REVIEW, _in_review),
    "author asked": (State.AWAITING_AUTHOR, _asked("reply")),
    "change asked": (State.AWAITING_AUTHOR, _asked("edit")),
    "proposed": (State.AWAITING_APPROVAL, _proposed(Level.HIDE)),
    "proposed for the time being": (State.AWAITING_APPROVAL, _proposed(Level.INTERIM)),
    "hidden": (State.DECIDED, _decided(Level.HIDE)),
    "nothing done": (State.DECIDED, _decided(Level.NOTHING)),
    "appealed by the author": (State.APPEAL_OPEN, _appealed("author")),
    "appealed by whoever reported": (State.APPEAL_OPEN, _appealed("reporter")),
    "closed": (State.CLOSED, _closed),
}


def _hearing() -> Hearing:
    return Hearing.objects.order_by("pk").last() or missing()


def _appeal() -> Appeal:
    return Appeal.objects.order_by("pk").last() or missing()


def _answer(verdict: Verdict) -> Callable[[Stage], object]:
    return lambda stage: decide_appeal(
        by=stage.other, appeal=_appeal(), answer=Answer(verdict, "Slik er det.", Plan(Level.GUIDANCE))
    )


def _change(stage: Stage) -> None:
    Post.objects.update(edited_at=timezone.now() + timedelta(minutes=1))
    note_change(by=stage.ann, hearing=_hearing())


def _think(answers: list[bool]) -> Callable[[Stage], object]:
    def act(stage: Stage) -> None:
        case = stage.now
        think_through(by=stage.mo, case=case, answers=answers, view="Vet ikke.", version=case.version)

    return act


def _decide_by_two(stage: Stage) -> None:
    Case.objects.filter(pk=stage.case.pk).update(speech="possible")
    stage.decide(Level.HIDE)


ACTS: dict[str, Callable[[Any], object]] = {
    "claim": lambda stage: claim_case(by=stage.mo, case=stage.now),
    "take over": lambda stage: take_over_case(by=stage.lead, case=stage.now),
    "let go": lambda stage: let_go_of_case(by=stage.mo, case=stage.now),
    "step aside": lambda stage: step_aside(by=stage.other, case=stage.now),
    "sort": lambda stage: sort_case(by=stage.mo, case=stage.now, reason="spam", version=stage.now.version),
    "think": _think(NO),
    "ask": lambda stage: stage.ask(),
    "answer": lambda stage: answer_hearing(by=stage.ann, hearing=_hearing(), answer="En spøk."),
    "change": _change,
    "do nothing": lambda stage: stage.decide(Level.NOTHING),
    "guide": lambda stage: stage.decide(Level.GUIDANCE),
    "hide for the time being": lambda stage: stage.decide(Level.INTERIM),
    "hide": lambda stage: stage.decide(Level.HIDE),
    "hide by two": _decide_by_two,
    "approve": lambda stage: approve_decision(by=stage.other, decision=stage.decision),
    "refuse": lambda stage: refuse_decision(by=stage.other, decision=stage.decision, reason="Nei."),
    "author appeals": lambda stage: appeal_decision(by=stage.ann, decision=stage.decision, text="Nei."),
    "reporter appeals": lambda stage: appeal_decision(by=stage.ben, decision=stage.decision, text="Nei."),
    "withdraw": lambda stage: withdraw_appeal(
        by=stage.ann if _appeal().side == "author" else stage.ben, appeal=_appeal()
    ),
    "uphold": _answer(Verdict.UPHELD), "milder": _answer(Verdict.CHANGED), "overturn": _answer(Verdict.OVERTURNED),
    "open again": lambda stage: reopen_case(by=stage.lead, case=stage.now, because="Et nytt vitne."),
    "the clock": lambda stage: turn_cases(),
}  # fmt: skip

N, S, R, A, P, D, O, C = State  # noqa: E741
ALWAYS = {"let go", "step aside", "the clock"}
WAITING = {"claim", "take over"}
# What goes, and where it leads. All else is refused.
GOES: dict[str, dict[str, State]] = {
    "new": {"sort": R}, "sorted": {"sort": R},
    "in review": {
        "sort": R, "think": R, "ask": A, "do nothing": D, "guide": D, "hide for the time being": R, "hide": D,
        "hide by two": P,
    },
    "author asked": {"answer": R}, "change asked": {"answer": R, "change": D},
    "proposed": {"approve": D, "refuse": R}, "proposed for the time being": {"approve": R, "refuse": R},
    "hidden": {"author appeals": O, "reporter appeals": O}, "nothing done": {"reporter appeals": O},
    "appealed by the author": {"reporter appeals": O, "withdraw": D, "uphold": D, "milder": D, "overturn": D},
    "appealed by whoever reported": {"withdraw": D, "uphold": D, "overturn": R},
    "closed": {"open again": S},
}  # fmt: skip
for _name, (_state, _build) in STAGES.items():
    GOES[_name] |= dict.fromkeys(ALWAYS | (set() if _state in (D, C) else WAITING), _state)


@pytest.mark.parametrize("name", STAGES)
def test_every_act_in_every_state_does_what_the_table_says_or_nothing(  # noqa: PLR0913
    name: str, case: Case, ann: Any, ben: Any, mo: Any, rule: Any
) -> None:
    state, build = STAGES[name]
    stage = Stage(case=case, ann=ann, ben=ben, mo=mo, rule=rule)
    build(stage)
    assert stage.now.state == state
    stage.hold()
    before = rows()
    for act in ACTS:
        ended = done(stage, act, before)
        assert ended == GOES[name].get(act), act


def done(stage: Stage, act: str, before: list[Any]) -> str | None:
    """Where the act led, undone again; None where it was refused, or there was nothing to do it with."""
    led = None
    with transaction.atomic():
        try:
            ACTS[act](stage)
            led = stage.now.state
        except Missing:
            pass
        except Refused:
            Case.objects.filter(pk=stage.case.pk).update(speech=before[0][0]["speech"])  # what this test prepared
            assert rows() == before
        transaction.set_rollback(True)
    return led
