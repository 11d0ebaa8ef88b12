"""A round as its desk shows it: categories, nominated ideas, jury, conflicts, ballots and ranking."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch, Q

from ideas import ranking
from ideas.access import found_conflicts
from ideas.access.juries import LOOKED_AT, VOTES
from ideas.models import (
    Award,
    AwardRound,
    Ballot,
    Benefit,
    Category,
    Conflict,
    Criterion,
    Grant,
    Idea,
    IdeaAuthor,
    JuryMember,
    Nomination,
)
from ideas.placing import Placed, Ranking, Tally, rank, weighted
from ideas.queries.counting import count_votes, usual_rate
from ideas.states import RoundState
from network.conversations.models import unrestricted
from profiles.models import Person


@dataclass
class Bar:
    """Why a juror does not judge a nomination."""

    member: JuryMember
    conflicts: list[Conflict]  # empty: found this moment, and not written down yet
    kinds: list[str]


@dataclass
class Line:
    """One nominated idea on the desk."""

    nomination: Nomination
    tally: Tally
    bars: list[Bar]
    owing: list[JuryMember]  # jurors who have not said anything yet
    able: int  # jurors without a conflict
    ballots: list[Ballot]
    rate: float | None  # A; None while the number of votes is told nobody
    placed: Placed | None = None

    @property
    def idea(self) -> Idea:
        """What is nominated."""
        return self.nomination.idea

    @property
    def support(self) -> float | None:
        """W, as it was when judging ended, or is now."""
        return None if self.rate is None else self.tally.support

    def bar_of(self, seat: JuryMember) -> Bar | None:
        """Why this juror does not judge it."""
        return next((bar for bar in self.bars if bar.member.pk == seat.pk), None)

    @property
    def benefit(self) -> Benefit | None:
        """The first that somebody has confirmed."""
        return next((b for b in self.idea.benefits.all() if b.confirmed_at is not None and b.actual is not None), None)


@dataclass
class Panel:
    """One category on the desk."""

    category: Category
    criteria: list[Criterion]
    lines: list[Line] = field(default_factory=list)
    waiting: list[Nomination] = field(default_factory=list)  # put forward, and not decided on
    refused: list[Nomination] = field(default_factory=list)
    hidden: list[Nomination] = field(default_factory=list)  # accepted, and a moderator has hidden the idea since
    grants: list[Grant] = field(default_factory=list)
    ranking: Ranking = field(default_factory=lambda: Ranking((), ()))

    @property
    def is_jury(self) -> bool:
        """A jury decides."""
        return self.category.award.kind == Award.Kind.JURY

    @property
    def in_order(self) -> list[Line]:
        """As they are ranked, those without a place last."""
        return sorted(self.lines, key=lambda line: line.placed.place if line.placed else len(self.lines) + 1)

    @property
    def winners(self) -> list[Line]:
        """Those chosen so far, in the order of the ranking."""
        return [line for line in self.in_order if hasattr(line.nomination, "winner")]

    @property
    def expected(self) -> set[int]:
        """The nominations that the ranking lets win."""
        return {one.tally.nomination for one in self.ranking.winning(self.category.max_winners)}

    @property
    def ties(self) -> list[list[Line]]:
        """Groups on a winning place that nothing tells apart, and of which some win and some do not, or none yet."""
        by_id = {line.nomination.pk: line for line in self.lines}
        chosen = {line.nomination.pk for line in self.winners}
        groups = self.ranking.ties(self.category.max_winners)
        return [[by_id[pk] for pk in group] for group in groups if not chosen.issuperset(group)]


@dataclass
class Desk:
    """Everything about a round, for its desk, its guards and its list of what is left to do."""

    round: AwardRound
    seats: list[JuryMember]
    panels: list[Panel]
    conflicts: list[Conflict]

    @cached_property
    def voting(self) -> list[JuryMember]:
        """The seats that have a vote."""
        return [seat for seat in self.seats if seat.role in VOTES]

    @property
    def lines(self) -> Iterable[Line]:
        """Every nominated idea of every category."""
        return (line for panel in self.panels for line in panel.lines)

    @property
    def owed(self) -> int:
        """How many ballots nobody has given yet."""
        return sum(len(line.owing) for line in self.lines)

    @property
    def owing(self) -> set[int]:
        """The seats with a ballot left to give, once the jury judges."""
        judging = self.round.state == RoundState.JUDGING
        return {seat.pk for line in self.lines for seat in line.owing} if judging else set()

    def line(self, nomination: int) -> Line:
        """The line of a nomination. Raises StopIteration where there is none."""
        return next(line for line in self.lines if line.nomination.pk == nomination)

    def panel(self, category: int) -> Panel:
        """The panel of a category."""
        return next(panel for panel in self.panels if panel.category.pk == category)


def load_desk(round: AwardRound) -> Desk:
    """Reads a round whole; the number of queries does not grow with what is in it."""
    criteria = Prefetch("rubric__criteria", Criterion.objects.order_by("position"), to_attr="ordered")
    categories = round.categories.select_related("award", "prize", "rubric", "campaign").prefetch_related(criteria)
    seats = list(round.jury.filter(left_at=None).select_related("person__department"))
    panels = [Panel(c, c.rubric.ordered if c.rubric else []) for c in categories]  # type: ignore[attr-defined]
    conflicts = list(
        Conflict.objects.filter(member__round=round).select_related("lifted", "upheld", "member__person", "idea", "by")
    )
    desk = Desk(round, seats, panels, conflicts)
    _fill(desk, _nominations(round))
    for grant in _grants(round):
        desk.panel(grant.category_id or 0).grants.append(grant)
    return desk


def _nominations(round: AwardRound) -> list[Nomination]:
    authors = IdeaAuthor.objects.standing().select_related("person").order_by("-role", "pk")
    rows = Nomination.objects.filter(category__round=round).exclude(state=Nomination.State.WITHDRAWN)
    rows = rows.annotate(is_open=unrestricted("idea__thread_id"))
    rows = rows.select_related("idea__campaign", "idea__department", "by", "winner__chosen_by", "tie_vote")
    return list(
        rows.prefetch_related(Prefetch("idea__authors", authors, to_attr="standing_authors"), "idea__benefits")
        .defer("idea__search")
        .order_by("pk")
    )


def _grants(round: AwardRound) -> Iterable[Grant]:
    rows = Grant.objects.filter(category__round=round).select_related("idea", "decided_by", "revoked_by")
    return rows.defer("idea__search").prefetch_related("recipients").order_by("place", "pk")


def _fill(desk: Desk, nominations: list[Nomination]) -> None:
    """Puts every nomination where it belongs, with who judges it and what they said."""
    state, judged = Nomination.State, [n for n in nominations if n.state == Nomination.State.ACCEPTED]
    bars, ballots = _bars(desk, judged), _ballots(desk.round)
    votes = count_votes(desk.round) if any(not panel.is_jury for panel in desk.panels) else {}
    usual = usual_rate()
    for panel in desk.panels:
        for nomination in (n for n in nominations if n.category_id == panel.category.pk):
            if nomination.state == state.PROPOSED:
                panel.waiting.append(nomination)
            elif nomination.state == state.INELIGIBLE:
                panel.refused.append(nomination)
            elif not nomination.is_open:  # type: ignore[attr-defined]
                panel.hidden.append(nomination)
            else:
                barred = bars[nomination.idea_id]
                said = ballots[nomination.pk]
                line = _line(desk, panel, nomination, barred, said)
                line.tally = _tally(panel, line, votes.get(nomination.pk, 0))
                idea = nomination.idea
                line.rate = None if idea.hides_counts else ranking.rate(idea.vote_count, idea.reader_count, usual)
                panel.lines.append(line)
        panel.ranking = rank([line.tally for line in panel.lines], fewest=desk.round.min_jury)
        for line in panel.lines:
            line.placed = panel.ranking.of(line.nomination.pk)


def _line(desk: Desk, panel: Panel, nomination: Nomination, barred: list[Bar], said: list[Ballot]) -> Line:
    """What the jury has to do there, and has done; a conflicted juror's ballot stays and does not count."""
    out = {bar.member.pk for bar in barred}
    able = [seat for seat in desk.voting if seat.pk not in out] if panel.is_jury else []
    given = {ballot.member_id for ballot in said}
    owing = [seat for seat in able if seat.pk not in given]
    counted = [b for b in said if b.state == Ballot.State.CAST and b.member_id not in out]
    return Line(nomination, Tally(nomination.pk), barred, owing, len(able), counted, None)


def _tally(panel: Panel, line: Line, votes: int) -> Tally:
    nomination, idea = line.nomination, line.nomination.idea
    weights = {criterion.pk: criterion.weight for criterion in panel.criteria}
    first = panel.criteria[0].pk if panel.criteria else 0
    scores = [{score.criterion_id: score.value for score in ballot.scores.all()} for ballot in line.ballots]
    bound = ranking.wilson(idea.vote_count, idea.reader_count)[0] if idea.reader_count or idea.vote_count else 0.0
    frozen = nomination.counted_votes
    return Tally(
        nomination.pk,
        tuple(weighted(given, weights) for given in scores),
        tuple(given[first] for given in scores if first in given),
        None if panel.is_jury else (votes if frozen is None else frozen),
        bound if nomination.support is None else nomination.support,
        hasattr(nomination, "tie_vote"),
    )


def _bars(desk: Desk, nominations: list[Nomination]) -> dict[int, list[Bar]]:
    """By idea: who does not judge it. While a round is judged also what is found this moment counts."""
    ideas = {nomination.idea_id for nomination in nominations}
    by_pair: dict[tuple[int, int], list[Conflict]] = defaultdict(list)
    for conflict in desk.conflicts:
        if conflict.source == Conflict.Source.FOUND or not hasattr(conflict, "lifted"):
            by_pair[conflict.idea_id, conflict.member_id].append(conflict)
    kinds: dict[tuple[int, int], set[str]] = defaultdict(set)
    seats = {seat.person_id: seat for seat in desk.seats}
    if desk.round.state in LOOKED_AT and ideas:
        for person, idea, kind in found_conflicts(ideas):
            if person in seats:
                kinds[idea, seats[person].pk].add(kind)
    members = {c.member_id: c.member for c in desk.conflicts} | {seat.pk: seat for seat in desk.seats}
    found: dict[int, list[Bar]] = defaultdict(list)
    for idea, member in sorted({*by_pair, *kinds}):
        rows = by_pair[idea, member]
        every = sorted(kinds[idea, member] | {row.kind for row in rows})
        found[idea].append(Bar(members[member], rows, [str(Conflict.Kind(kind).label) for kind in every]))
    return found


def _ballots(round: AwardRound) -> dict[int, list[Ballot]]:
    found: dict[int, list[Ballot]] = defaultdict(list)
    rows = Ballot.objects.filter(member__round=round).exclude(state=Ballot.State.DRAFT)
    for ballot in rows.select_related("member__person").prefetch_related("scores").order_by("pk"):
        found[ballot.nomination_id].append(ballot)
    return found


def own_ballots(person: Person, round: AwardRound) -> dict[int, Ballot]:
    """The person's own, drafts too, by nomination."""
    rows = Ballot.objects.filter(Q(member__person=person), member__round=round).prefetch_related("scores")
    return {ballot.nomination_id: ballot for ballot in rows}


def nominated_in(desk: Desk) -> list[Line]:
    """Every nominated idea, category by category."""
    return list(desk.lines)


def to_judge(desk: Desk) -> list[Line]:
    """Those that a jury judges, in the order in which a juror goes through them."""
    return [line for panel in desk.panels if panel.is_jury for line in panel.lines]
