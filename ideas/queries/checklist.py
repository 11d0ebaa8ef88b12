"""What is left to do in a round: the list that its desk shows, and what stands in the way of each move."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from ideas.models import Conflict
from ideas.models.grants import CITATION
from ideas.queries.rounds import Desk, Panel
from ideas.queries.winning import faults
from ideas.states import RoundState

S = RoundState


@dataclass(frozen=True)
class Point:
    """One thing left to do. `blocks`: the round does not go on before it is done."""

    kind: str
    count: int
    sentence: str
    url: str
    blocks: bool = True


def open_points(desk: Desk) -> list[Point]:
    """Everything left to do where the round stands now, what blocks first."""
    found = {
        S.PLANNING: _planning,
        S.NOMINATING: _nominating,
        S.JUDGING: _judging,
        S.DELIBERATING: _deliberating,
        S.DECIDED: _decided,
    }
    points = found.get(S(desk.round.state), lambda _desk: iter(()))(desk)
    return sorted(points, key=lambda point: not point.blocks)


def blocking(desk: Desk) -> list[Point]:
    """What stands in the way of the next state."""
    return [point for point in open_points(desk) if point.blocks]


def _at(desk: Desk, name: str = "award_desk", anchor: str = "") -> str:
    return reverse(f"ideas:{name}", args=[desk.round.slug]) + (f"#{anchor}" if anchor else "")


def _settling(panel: Panel) -> str:
    return reverse("ideas:category_winners", args=[panel.category.pk])


def _planning(desk: Desk) -> Iterator[Point]:
    if not desk.panels:
        yield Point("categories", 1, gettext("No category yet"), _at(desk, "round_categories"))
    short = desk.round.min_jury - len(desk.voting)
    if short > 0 and any(panel.is_jury for panel in desk.panels):
        words = ngettext("%(n)s juror missing", "%(n)s jurors missing", short) % {"n": short}
        yield Point("jury", short, words, _at(desk, "round_jury"), blocks=False)


def _nominating(desk: Desk) -> Iterator[Point]:
    waiting = sum(len(panel.waiting) for panel in desk.panels)
    if waiting:
        words = ngettext("%(n)s nomination waits for a yes or no", "%(n)s nominations wait for a yes or no", waiting)
        yield Point("waiting", waiting, words % {"n": waiting}, _at(desk, anchor="waiting"))
    thin = [line for p in desk.panels if p.is_jury for line in p.lines if line.able < desk.round.min_jury]
    if thin:
        words = ngettext("%(n)s nomination has too few jurors", "%(n)s nominations have too few jurors", len(thin))
        yield Point("jury", len(thin), words % {"n": len(thin)}, _at(desk, "round_jury"))
    empty = [panel for panel in desk.panels if not panel.lines]
    if empty:
        words = ngettext("%(n)s category without a nominee", "%(n)s categories without a nominee", len(empty))
        nobody = len(empty) == len(desk.panels)
        yield Point("empty", len(empty), words % {"n": len(empty)}, _at(desk, anchor="categories"), blocks=nobody)
    yield from _challenges(desk)


def _judging(desk: Desk) -> Iterator[Point]:
    if desk.owed:
        words = ngettext("%(n)s ballot missing", "%(n)s ballots missing", desk.owed) % {"n": desk.owed}
        yield Point("ballots", desk.owed, words, _at(desk, "round_jury"), localdate() <= desk.round.judge_until)
    yield from _challenges(desk)


def _challenges(desk: Desk, *, blocks: bool = False) -> Iterator[Point]:
    """What a juror has pointed out and the chair has not looked at; about the chair it simply stands."""
    open_ones = [
        c
        for c in desk.conflicts
        if c.source == Conflict.Source.CHALLENGED
        and c.member.person_id != desk.round.chair_id
        and not hasattr(c, "lifted")
        and not hasattr(c, "upheld")
    ]
    if count := len(open_ones):
        words = ngettext("%(n)s conflict to look at", "%(n)s conflicts to look at", count) % {"n": count}
        yield Point("conflicts", count, words, _at(desk, "round_jury", "conflicts"), blocks)


def _deliberating(desk: Desk) -> Iterator[Point]:
    yield from _challenges(desk, blocks=True)
    kept = faults(desk)
    for panel in desk.panels:
        yield from _unsettled(panel)
        for line in panel.winners:
            if (fault := kept.get(line.nomination.pk)) is not None:
                yield Point("rules", 1, f"{line.idea.title}: {fault}", _settling(panel))
    few = sum(len(panel.ranking.unranked) for panel in desk.panels if panel.is_jury)
    if few:
        words = ngettext("%(n)s idea has too few ballots to be ranked", "%(n)s ideas have too few ballots", few)
        yield Point("unranked", few, words % {"n": few}, _at(desk, anchor="categories"), blocks=False)
    yield from _thanks(desk)


def _unsettled(panel: Panel) -> Iterator[Point]:
    name, url = panel.category.award.name, _settling(panel)
    if ties := len(panel.ties):
        words = ngettext("%(n)s tie in “%(award)s”", "%(n)s ties in “%(award)s”", ties)
        yield Point("ties", ties, words % {"n": ties, "award": name}, url)
    winners = panel.winners
    if not winners and not panel.category.no_winner:
        yield Point("winners", 1, gettext("No winner chosen in “%(award)s”") % {"award": name}, url)
    for line in winners:
        if any(bar.member.person_id == line.nomination.winner.chosen_by_id for bar in line.bars):
            words = gettext("“%(title)s” was chosen by somebody with a conflict") % {"title": line.idea.title}
            yield Point("conflicts", 1, words, url)
    missing = sum(len(line.nomination.winner.citation) < CITATION for line in winners)
    if missing:
        words = ngettext("%(n)s citation missing in “%(award)s”", "%(n)s citations missing in “%(award)s”", missing)
        yield Point("citations", missing, words % {"n": missing, "award": name}, url)


def _decided(desk: Desk) -> Iterator[Point]:
    """Nothing but what has changed since the decision can stand in the way; an unanswered name is simply not told."""
    for panel in desk.panels:
        standing = [grant for grant in panel.grants if grant.revoked_at is None]
        if not standing and not panel.category.no_winner:
            words = gettext("No winner chosen in “%(award)s”") % {"award": panel.category.award.name}
            yield Point("winners", 1, words, _at(desk, anchor="grants"))
        hidden = {nomination.idea_id for nomination in panel.hidden} & {grant.idea_id for grant in standing}
        if hidden:
            words = ngettext("%(n)s winning idea is hidden", "%(n)s winning ideas are hidden", len(hidden))
            yield Point("hidden", len(hidden), words % {"n": len(hidden)}, _at(desk, anchor="grants"))
        silent = sum(r.is_public is None for grant in standing for r in grant.recipients.all())
        if silent:
            words = ngettext(
                "%(n)s recipient has not answered on publicity",
                "%(n)s recipients have not answered on publicity",
                silent,
            )
            yield Point("publicity", silent, words % {"n": silent}, _at(desk, anchor="grants"), blocks=False)
    yield from _thanks(desk)


def _thanks(desk: Desk) -> Iterator[Point]:
    if not desk.round.thanks and any(panel.lines for panel in desk.panels):
        yield Point("thanks", 1, gettext("No words yet to everybody nominated"), _at(desk, "round_words"), blocks=False)
