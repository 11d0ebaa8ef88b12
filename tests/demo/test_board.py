"""The written ideas and awards of the company are complete, and every idea has what its state calls for."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from network.demo import board, prizes, texts
from network.demo.board import Written, ideas
from network.demo.cast import units
from network.demo.slots import persona_names

DEPARTMENTS = {unit.key for unit in units()}
WHO = DEPARTMENTS | set(persona_names())
BY_KEY = {idea.key: idea for idea in ideas()}
REASON = 80
KINDS = {
    "already-exists", "planned-elsewhere", "cost-too-high", "benefit-too-low", "not-feasible", "against-policy",
    "out-of-scope", "needs-other-owner", "timing",
}  # fmt: skip
GAINS = {"saving", "revenue", "time", "quality", "safety", "environment", "customer", "wellbeing"}
YES = ("approved", "in-progress", "implemented", "confirmed")
NO = ("declined", "parked")
DONE = ("implemented", "confirmed")

every_idea = pytest.mark.parametrize("idea", ideas(), ids=lambda idea: idea.key)
every_round = pytest.mark.parametrize("one", prizes.rounds(), ids=lambda one: one.key)


def said(idea: Written) -> list[str]:
    """Every text of an idea that people read."""
    steps = [step.title for step in idea.steps]
    return [idea.title, idea.problem, idea.proposal, idea.benefit, *idea.texts.values(), *steps,
            *(line.text for line in idea.lines), *([idea.gain.method] if idea.gain else [])]  # fmt: skip


def authors(idea: Written) -> set[str]:
    """The departments of those who wrote it."""
    return {idea.department, *idea.partners}


def test_every_state_is_there_in_its_number() -> None:
    assert Counter(idea.state for idea in ideas()) == {
        "draft": 2, "submitted": 3, "needs-info": 3, "open": 14, "in-review": 8, "approved": 6, "in-progress": 6,
        "implemented": 7, "confirmed": 4, "parked": 3, "declined": 6, "withdrawn": 1, "merged": 2,
    }  # fmt: skip


def test_ideas_come_from_every_department_in_both_languages_and_none_twice() -> None:
    assert {idea.department for idea in ideas()} == DEPARTMENTS
    assert len(BY_KEY) == len({idea.title for idea in ideas()}) == len(ideas())
    assert 0.25 <= sum(idea.language == "en" for idea in ideas()) / len(ideas()) <= 0.4
    assert sum(idea.is_heard for idea in ideas()) >= 5
    assert len({line.text for idea in ideas() for line in idea.lines}) == sum(len(idea.lines) for idea in ideas()) > 200


@every_idea
def test_an_idea_is_whole_and_names_only_what_there_is(idea: Written) -> None:
    assert 10 <= len(idea.title) <= 120
    assert idea.state == "draft" or min(map(len, (idea.problem, idea.proposal, idea.benefit))) >= 40
    assert authors(idea) | {idea.owner or "it"} <= WHO
    assert idea.by in {"", *persona_names()}
    assert idea.campaign in {one.slug for one in board.campaigns()}
    assert {line.speaker for line in idea.lines if not line.by_author} <= WHO
    assert not any("{" in text or "  " in text for text in said(idea))
    assert all(len(step.title) <= 120 for step in idea.steps)
    assert len(idea.organisation or idea.channel) <= 120
    assert max(map(len, said(idea))) <= 1_000


@every_idea
def test_its_days_fit_its_way_and_its_campaign(idea: Written) -> None:
    assert len(idea.days) == len(idea.way)
    assert idea.way[-1] == idea.state
    assert all(earlier > later for earlier, later in pairwise(idea.days))
    assert 0 < idea.days[-1] <= idea.days[0] < 550
    campaign = next(one for one in board.campaigns() if one.slug == idea.campaign)
    if campaign.days:
        opens, ends, _, decided_by, _ = (*campaign.days, -99)[:5]
        assert opens >= idea.days[0] > ends
        assert all(day > decided_by for state, day in zip(idea.way, idea.days, strict=True) if state in NO + YES[:1])


@every_idea
def test_it_has_what_its_state_calls_for_and_nothing_more(idea: Written) -> None:
    has = {name for name, text in idea.texts.items() if text}
    needs = {
        **dict.fromkeys(YES, {"decision", "carried"}),
        "in-progress": {"decision", "carried", "health"},
        **dict.fromkeys(DONE, {"decision", "carried", "done"}),
        "parked": {"decision", "kind", "reopen", "until"},
        "declined": {"decision", "kind", "reopen"},
        "needs-info": {"question"},
        "merged": {"decision", "into"},
        "withdrawn": {"decision"},
    }
    sometimes = (
        {"why", "moved"} if idea.state == "in-progress" else {"year", "follow-up"} if idea.state in DONE else set()
    )
    assert has - sometimes == needs.get(idea.state, set())
    assert ("why" in has) == (idea.texts.get("health", "on-track") != "on-track")
    assert bool(idea.owner) == (idea.state not in ("draft", "submitted"))
    assert bool(idea.steps) == (idea.gain is not None) == (idea.state in YES)
    assert len(idea.lines) <= (0 if idea.state == "draft" else 6)


@pytest.mark.parametrize("idea", [i for i in ideas() if i.state in NO + YES], ids=lambda idea: idea.key)
def test_every_decision_has_a_reason_worth_reading(idea: Written) -> None:
    assert len(idea.texts["decision"]) >= REASON
    if idea.state in NO:
        assert idea.texts["kind"] in KINDS
        assert len(idea.texts["reopen"]) >= REASON
    if idea.state == "declined":
        assert len(idea.texts["decision"]) >= 200
        assert idea.lines, "a no is talked about"


@pytest.mark.parametrize("idea", [i for i in ideas() if i.state in YES], ids=lambda idea: idea.key)
def test_what_was_promised_is_measured_once_it_is_confirmed(idea: Written) -> None:
    gain = idea.gain
    assert gain is not None
    assert gain.kind in GAINS
    assert 0 < len(gain.method) <= 300
    assert len(gain.unit) <= 60
    assert (gain.expected is not None) == bool(gain.unit)
    if idea.state == "confirmed":
        assert (gain.measured is not None) == bool(gain.unit), "measured, or said that nothing can be"
    assert idea.texts["carried"] in DEPARTMENTS
    due = [step.due for step in idea.steps]
    assert all(day is None for day in due) if idea.state in DONE else any(day is not None for day in due)
    assert due == sorted(due, key=lambda day: (day is not None, day or 0))


def test_what_is_merged_went_into_an_idea_that_is_not() -> None:
    for idea in ideas():
        if idea.state == "merged":
            target = BY_KEY[idea.texts["into"]]
            assert target.state not in ("merged", "draft")
            assert target.days[0] >= idea.days[-1]


def test_most_first_answers_come_within_a_week_and_most_decisions_within_a_month() -> None:
    answered = [idea.days[0] - idea.days[1] for idea in ideas() if len(idea.days) > 1]
    decided = [
        idea.days[0] - next(day for state, day in zip(idea.way, idea.days, strict=True) if state in NO + YES[:1])
        for idea in ideas()
        if idea.state in NO + YES and idea.campaign == board.BOX
    ]
    assert sum(days <= 7 for days in answered) / len(answered) >= 0.8
    assert sum(days <= 30 for days in decided) / len(decided) >= 0.8


def test_nobody_outside_the_cast_is_named() -> None:
    bank = texts.lists("names.txt")
    names = {part for written in bank.values() for name in written for part in re.split(r"[\s-]", name)}
    ordinary = {"April"}
    for idea in ideas():
        for text in said(idea):
            assert not (set(re.findall(r"(?<=[a-zæøå,] )[A-ZÆØÅ]\w+", text)) & names) - ordinary, text


@every_round
def test_a_round_has_a_jury_of_several_departments_and_words_for_everybody(one: prizes.Round) -> None:
    assert {one.chair, *one.jury} <= DEPARTMENTS
    assert len({one.chair, *one.jury}) == len(one.jury) + 1 >= 4
    assert all(earlier > later for earlier, later in pairwise(one.days))
    assert (len(one.thanks) >= REASON) == (one.state == "announced") == (one.days[-1] > 0)
    for category in one.categories:
        assert len(category.asks) >= REASON or category.kind == "peoples-choice"
        assert bool(category.winner) == (one.state == "announced")


@every_round
def test_nominees_were_carried_out_in_time_and_put_forward_by_others(one: prizes.Round) -> None:
    for category in one.categories:
        assert len({nominee.idea for nominee in category.nominees}) == len(category.nominees)
        for nominee in category.nominees:
            idea = BY_KEY[nominee.idea]
            carried_out = idea.days[idea.way.index("implemented")]
            assert carried_out > max(one.days[1], 0)
            assert len(nominee.motivation) >= REASON
            assert nominee.department not in authors(idea)


@every_round
def test_winners_were_nominated_and_three_of_the_jury_were_free_to_judge_each(one: prizes.Round) -> None:
    for category in one.categories:
        if category.winner:
            assert category.winner in {nominee.idea for nominee in category.nominees}
            assert len(category.citation) >= REASON
        for nominee in category.nominees if category.kind == "jury" else ():
            bound = {conflict.department for conflict in category.conflicts if conflict.idea == nominee.idea}
            assert len(set(one.jury) - bound) >= 3
        for conflict in category.conflicts:
            assert conflict.department in one.jury
            assert conflict.idea in {nominee.idea for nominee in category.nominees}


def test_no_idea_wins_the_same_award_twice_and_one_conflict_was_declared() -> None:
    won = [(category.key, category.winner) for one in prizes.rounds() for category in one.categories if category.winner]
    assert len(set(won)) == len(won) == 6
    assert sum(len(category.conflicts) for one in prizes.rounds() for category in one.categories) == 1
    assert [one.state for one in prizes.rounds()] == ["announced", "announced", "nominating"]
