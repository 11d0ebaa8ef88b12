"""Sows the rounds of awards: categories, juries, conflicts, nominations, ballots, people's votes and grants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.utils.text import slugify

from ideas import ranking
from ideas.access import found_conflicts
from ideas.actions import tax_note
from ideas.actions.rubrics import house_rubric
from ideas.models import (
    Award,
    AwardRound,
    Ballot,
    BallotScore,
    Category,
    Conflict,
    Grant,
    JuryMember,
    Nomination,
    PeoplesVote,
    Prize,
    Recipient,
    RoundChange,
    Rubric,
)
from ideas.queries import receiving
from ideas.states import RoundState
from network.core.text import fold
from network.demo import prizes
from network.demo.cast import Cast
from network.demo.parts import Company
from network.demo.plots import Plot, day_before, moment_on
from profiles.models import Person

MAKER = "mona"  # has the role of idea owner
_WAY = (RoundState.NOMINATING, RoundState.JUDGING, RoundState.DELIBERATING, RoundState.DECIDED, RoundState.ANNOUNCED)
_EMBLEMS = {"grep": Award.Emblem.WINDOW, "patvers": Award.Emblem.BRIDGE, "kunden": Award.Emblem.LIGHTHOUSE}
_VOTERS = 60


@dataclass
class Podium:
    """What the rounds share."""

    rng: Random
    company: Company
    cast: Cast
    plots: dict[str, Plot]
    until: datetime
    rubric: Rubric = field(default_factory=house_rubric)

    @property
    def maker(self) -> Person:
        """Who plans them."""
        return self.cast.by_handle[MAKER]


def award(rng: Random, cast: Cast, plots: Sequence[Plot], until: datetime) -> int:
    """Writes every round of words/awards.txt; how many there are."""
    podium = Podium(rng, Company(rng, cast), cast, {plot.written.key: plot for plot in plots}, until)
    for written in prizes.rounds():
        _sow(podium, written)
    return len(prizes.rounds())


def _sow(podium: Podium, written: prizes.Round) -> None:
    days = [day_before(podium.until, ago) for ago in written.days]
    moments = [moment_on(day, 9) for day in days]
    ideas = {nominee.idea for category in written.categories for nominee in category.nominees}
    tied = {person for person, _i, _k in found_conflicts({podium.plots[key].idea.pk for key in ideas})}
    jury = _jury(podium, written, moments[0], tied)
    round = AwardRound.objects.create(
        slug=slugify(fold(written.title)),
        title=written.title,
        state=RoundState.JUDGING,  # until the ballots are in, which are given at no other time
        chair=jury[0],
        made_by=podium.maker,
        nominate_from=days[0],
        nominate_until=days[1],
        judge_until=days[3],
        announce_at=moments[4],
        thanks=written.thanks,
        created_at=moments[0] - timedelta(days=14),
    )
    roles = (JuryMember.Role.CHAIR, *[JuryMember.Role.JUROR] * (len(jury) - 1))
    seats = [
        JuryMember(round=round, person=person, role=role, created_at=round.created_at)
        for person, role in zip(jury, roles, strict=True)
    ]
    JuryMember.objects.bulk_create(seats)
    by_department = dict(zip((written.chair, *written.jury), seats, strict=True))
    for position, category in enumerate(written.categories, 1):
        _Stage(podium, round, seats, by_department, moments).sow(category, position)
    is_over = written.state == RoundState.ANNOUNCED
    AwardRound.objects.filter(pk=round.pk).update(state=written.state, announced_at=moments[4] if is_over else None)
    RoundChange.objects.bulk_create(_way(round, written.state, moments))


def _jury(podium: Podium, written: prizes.Round, at: datetime, tied: set[int]) -> list[Person]:
    """The chair first; of each department somebody who has no part in anything nominated."""
    jury: list[Person] = []
    for key in (written.chair, *written.jury):
        jury.append(podium.company.somebody(key, at, tied | {person.pk for person in jury} | {podium.maker.pk}))
    return jury


def _way(round: AwardRound, state: str, moments: Sequence[datetime]) -> Iterator[RoundChange]:
    """Nominating opens, closes, the jury judges until its day and decides, and it is announced."""
    before = RoundState.PLANNING
    talked = moments[3] + timedelta(days=1)
    for after, at in zip(_WAY, (moments[0], moments[2], talked, talked + timedelta(hours=4), moments[4]), strict=True):
        by = round.chair if after in (RoundState.DELIBERATING, RoundState.DECIDED) else None
        yield RoundChange(round=round, before=before, after=after, by=by, created_at=at)
        before = after
        if after == state:
            return


@dataclass
class _Stage:
    """One category of a round."""

    podium: Podium
    round: AwardRound
    seats: list[JuryMember]
    by_department: dict[str, JuryMember]
    moments: list[datetime]

    def sow(self, written: prizes.Category, position: int) -> None:
        """With everything that was said in it."""
        category = self._category(written, position)
        rows = {nominee.idea: self._nomination(category, nominee) for nominee in written.nominees}
        Nomination.objects.bulk_create(rows.values())
        barred = {self._conflict(said, rows[said.idea]) for said in written.conflicts}
        if self.round.announce_at > self.podium.until:
            return
        if category.award.kind == Award.Kind.JURY:
            self._judge(rows, written.winner, barred)
        else:
            self._vote(category, rows, written.winner)
        if written.winner:
            self._grant(category, rows[written.winner], written.citation)

    def _category(self, written: prizes.Category, position: int) -> Category:
        kept = {"description": written.asks, "kind": written.kind, "created_at": self.round.created_at}
        kept["emblem"] = _EMBLEMS.get(written.key, Award.Emblem.SPARK)
        award = Award.objects.get_or_create(name=written.title, defaults=kept)[0]
        prize = Prize.objects.get_or_create(
            title=written.prize,
            kind=written.prize_kind,
            defaults={"tax_note": tax_note(kind=written.prize_kind, value=0)},
        )[0]
        rubric = self.podium.rubric if written.kind == Award.Kind.JURY else None
        return Category.objects.create(round=self.round, award=award, position=position, prize=prize, rubric=rubric)

    def _nomination(self, category: Category, nominee: prizes.Nominee) -> Nomination:
        plot = self.podium.plots[nominee.idea]
        bound = plot.bound | ({plot.parts.deliverer.pk} if plot.parts.deliverer else set())
        jury = {seat.person_id for seat in self.seats}
        idea = plot.idea
        over = self.round.announce_at <= self.podium.until
        at = self.moments[0] + (min(self.moments[1], self.podium.until) - self.moments[0]) * self.podium.rng.random()
        return Nomination(
            category=category,
            idea=idea,
            by=self.podium.company.somebody(nominee.department, self.moments[0], bound | jury),
            motivation=nominee.motivation,
            state=Nomination.State.ACCEPTED,
            decided_by=self.round.chair,
            support=ranking.wilson(idea.vote_count, idea.reader_count)[0] if over else None,
            created_at=at,
        )

    def _conflict(self, said: prizes.Conflict, nomination: Nomination) -> tuple[int, int]:
        seat = self.by_department[said.department]
        Conflict.objects.create(
            member=seat,
            idea=nomination.idea,
            kind=said.kind,
            source=Conflict.Source.DECLARED,
            note=said.said,
            by=seat.person,
            created_at=self.moments[2],
        )
        return seat.pk, nomination.pk

    def _judge(self, rows: dict[str, Nomination], winner: str, barred: set[tuple[int, int]]) -> None:
        """The winner's ballots lie above the others', which differ as people do."""
        ballots, scores = [], []
        for key, nomination in rows.items():
            for seat in self.seats:
                if (seat.pk, nomination.pk) in barred:
                    continue
                at = self.moments[2] + (self.moments[3] - self.moments[2]) * self.podium.rng.random()
                ballots.append(Ballot(nomination=nomination, member=seat, state=Ballot.State.DRAFT, saved_at=at))
                scores.append((4, 5) if key == winner else (2, 3, 4))
        Ballot.objects.bulk_create(ballots)
        criteria = list(self.podium.rubric.criteria.all())
        BallotScore.objects.bulk_create(
            BallotScore(ballot=ballot, criterion=criterion, value=self.podium.rng.choice(scale))
            for ballot, scale in zip(ballots, scores, strict=True)
            for criterion in criteria
        )
        for ballot in ballots:
            ballot.state, ballot.cast_at = Ballot.State.CAST, ballot.saved_at
        Ballot.objects.bulk_update(ballots, ["state", "cast_at"])
        Rubric.objects.filter(pk=self.podium.rubric.pk, frozen_at=None).update(frozen_at=self.moments[2])

    def _vote(self, category: Category, rows: dict[str, Nomination], winner: str) -> None:
        """Every second voter wants the winner, the others what they like; nobody what they have a part in."""
        tied = {(who, idea) for who, idea, _kind in found_conflicts({n.idea_id for n in rows.values()})}
        here = [person for person in self.podium.cast.people if person.created_at <= self.moments[2]]
        votes = []
        for number, person in enumerate(self.podium.rng.sample(here, k=min(_VOTERS, len(here)))):
            wanted = rows[winner] if number % 2 else self.podium.rng.choice(list(rows.values()))
            if (person.pk, wanted.idea_id) not in tied:
                votes.append(
                    PeoplesVote(category=category, person=person, nomination=wanted, created_at=self.moments[3])
                )
        PeoplesVote.objects.bulk_create(votes)
        for nomination in rows.values():
            nomination.counted_votes = sum(vote.nomination == nomination for vote in votes)
        Nomination.objects.bulk_update(rows.values(), ["counted_votes"])

    def _grant(self, category: Category, nomination: Nomination, citation: str) -> None:
        decided = self.moments[3] + timedelta(days=1, hours=4)
        grant = Grant.objects.create(
            category=category,
            award=category.award,
            idea=nomination.idea,
            citation=citation,
            decided_by=self.round.chair,
            granted_at=decided,
            announced_at=self.moments[4],
        )
        people = receiving([nomination.idea_id])[nomination.idea_id]
        each, rest = divmod(100, len(people))
        names = dict(Person.objects.get_queryset().filter(pk__in=people).values_list("pk", "name"))
        Recipient.objects.bulk_create(
            Recipient(
                grant=grant,
                person_id=pk,
                part=part,
                name_as_printed=names[pk],
                share=each + (number < rest),
                is_public=True,
                answered_at=decided,
            )
            for number, (pk, part) in enumerate(people.items())
        )
