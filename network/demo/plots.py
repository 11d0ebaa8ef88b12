"""What is to be sown: each written idea with its people, the moments of its way, and who read it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from ideas.models import Campaign, Idea
from ideas.states import OVER, UNDECIDED, State
from network.conversations.models import Thread
from network.core.clock import is_working_day
from network.core.ids import new_id
from network.demo import board
from network.demo.board import Written
from network.demo.cast import Cast
from network.demo.onlookers import Look, silent, watch
from network.demo.parts import Company, Parts
from profiles.models import Person

YES = frozenset({State.APPROVED, State.IN_PROGRESS, State.IMPLEMENTED, State.CONFIRMED})
BOX_SLUG = "always-open"  # as ideas.actions.open_box calls it
_TALK = timedelta(days=9)  # how long people go on talking once the last word is said


@dataclass
class Plot:
    """One idea on its way into the database."""

    written: Written
    campaign: Campaign
    parts: Parts
    moments: list[datetime]  # of each state on its way
    looks: list[Look] = field(default_factory=list)
    invited: list[int] = field(default_factory=list)  # asked to be co-authors, and have not answered
    thread: Thread | None = None
    idea: Idea = field(default_factory=Idea)

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.written.state)

    @property
    def way(self) -> tuple[State, ...]:
        """The states it came through."""
        return tuple(State(state) for state in self.written.way)

    @property
    def bound(self) -> set[int]:
        """Those who neither vote on it nor count as its readers."""
        return {*(person.pk for person in self.parts.authors), *self.invited}

    def moment_of(self, states: frozenset[State]) -> datetime | None:
        """When it first came into one of these states."""
        return next((at for state, at in zip(self.way, self.moments, strict=True) if state in states), None)

    def talk(self, until: datetime) -> tuple[datetime, datetime]:
        """From when to when people talk about it: a no, a question or a merge is talked about once it is there."""
        goes_on = self.state in YES or self.state in UNDECIDED - {State.NEEDS_INFO}
        first = self.moments[1] if goes_on and len(self.moments) > 1 else self.moments[-1]
        return first, until if self.state in UNDECIDED else min(until, self.moments[-1] + _TALK)


def lay_out(rng: Random, cast: Cast, until: datetime) -> list[Plot]:
    """Every written idea, the oldest first."""
    company = Company(rng, cast)
    campaigns = open_campaigns(company, until)
    oldest_first = sorted(board.ideas(), key=lambda written: -written.days[0])
    plots = [_plot(rng, company, written, campaigns[written.campaign], until) for written in oldest_first]
    by_key = {plot.written.key: plot for plot in plots}
    for plot in plots:
        if target := by_key.get(plot.written.texts.get("into", "")):
            _ask_to_join(target, plot.parts.lead)
    mute = silent(cast)
    for plot in plots:
        if plot.thread is not None:
            ends = [until, plot.moment_of(OVER), plot.campaign.vote_ends_at]
            span = (plot.moments[0], min(filter(None, ends)))
            plot.looks = watch(rng, cast, span, liked=plot.state in YES, but=plot.bound, mute=mute)
    return plots


def _ask_to_join(target: Plot, lead: Person) -> None:
    """Whose idea was merged is asked to be co-author of the other, as long as that is undecided."""
    if target.state in UNDECIDED and lead != target.parts.owner and lead.pk not in target.bound:
        target.invited.append(lead.pk)


def open_campaigns(company: Company, until: datetime) -> dict[str, Campaign]:
    """Writes the campaigns. The box has no owner: those with the role of idea owner receive what is sent there."""
    rows = {written.slug: _campaign(company, written, until) for written in board.campaigns()}
    Campaign.objects.bulk_create(rows.values())
    return rows


def _campaign(company: Company, written: board.Campaign, until: datetime) -> Campaign:
    row = Campaign(
        slug=BOX_SLUG if written.slug == board.BOX else written.slug,
        kind=written.kind,
        title=written.title,
        question=written.question,
        brief=written.brief,
        answer=written.answer,
        created_at=until - timedelta(days=540),
    )
    if written.days:
        row.owner = company.leader(written.owner)
        opens, ends, votes, decided, *closed = (day_before(until, ago) for ago in written.days)
        row.opens_at = row.created_at = moment_on(opens, 7)
        row.submit_ends_at, row.vote_ends_at = moment_on(ends, 23), moment_on(votes, 23)
        row.closed_at = moment_on(closed[0], 12) if closed else None
        row.decide_by, row.decision_days = decided, (decided - opens).days
        row.counts = Campaign.Counts.VOTED
    return row


def _plot(rng: Random, company: Company, written: Written, campaign: Campaign, until: datetime) -> Plot:
    moments: list[datetime] = []
    for ago in written.days:
        at = moment_on(day_before(until, ago), rng.randrange(8, 16), rng.randrange(60), rng.randrange(60))
        soon = timedelta(minutes=rng.randint(10, 50))
        moments.append(max(at, moments[-1] + soon) if moments else at)
    plot = Plot(written, campaign, company.give_parts(written, moments[0]), moments)
    if plot.state != State.DRAFT:
        lead, at = plot.parts.lead, moments[0]
        plot.thread = Thread(id=new_id(at), author=lead, department_id=lead.department_id, created_at=at)
        plot.thread.page = "ideas:idea"
    return plot


def day_before(until: datetime, ago: int) -> date:
    """So many days ago, or the last working day before that; what lies ahead keeps its day."""
    day = until.astimezone(_zone()).date() - timedelta(days=ago)
    while ago > 0 and not is_working_day(day):
        day -= timedelta(days=1)
    return day


def moment_on(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A time of that day where the company is."""
    return datetime.combine(day, time(hour, minute, second), tzinfo=_zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
