"""Sows the written ideas into the database: talk, ideas, what hangs on them, votes and readers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.utils.timezone import localdate

from ideas.actions import rebuild_terms
from ideas.models import Idea, Reader, Vote
from ideas.states import ANSWERED, State
from network.conversations.models import Thread
from network.demo.cast import Cast
from network.demo.copying import Table
from network.demo.harvest import reap
from network.demo.ledger import Ledger
from network.demo.murmur import Murmur
from network.demo.onlookers import Look
from network.demo.parts import Company
from network.demo.plots import Plot, lay_out
from network.notifications.actions import recount
from network.notifications.models import Kind, Notification
from profiles.models import Person, Role

_WRITING = timedelta(minutes=70)  # how long a draft was written on
_MONTH = 30  # days


def sow(rng: Random, cast: Cast, until: datetime) -> list[Plot]:
    """Writes every idea with all that belongs to it."""
    plots = lay_out(rng, cast, until)
    by_key = {plot.written.key: plot for plot in plots}
    ledger = Ledger()
    murmur = Murmur(rng, Company(rng, cast), ledger, until)
    for plot in plots:
        if plot.thread is not None:
            murmur.tell(plot.thread, plot.written, plot.parts.authors, plot.talk(until))
    Thread.objects.bulk_create([plot.thread for plot in plots if plot.thread is not None])
    ledger.write()
    _write_ideas(plots, by_key, until)
    rebuild_terms()  # so that they resemble what is written next
    reap(rng, plots, until)
    _write_looks(plots)
    return plots


def knock(plots: Sequence[Plot]) -> None:
    """New ideas wait in the inboxes of those who receive them; older news has been read and thrown away."""
    receivers = list(Person.objects.filter(roles__kind=Role.Kind.IDEA_OWNER).values_list("pk", flat=True))
    letters = [
        Notification(
            recipient_id=person_id,
            kind=Kind.IDEA_DUTY,
            subject=f"idea:{plot.idea.pk}",
            actors=[plot.parts.lead.pk],
            created_at=plot.moments[0],
            moment=plot.moments[0],
        )
        for person_id in receivers
        for plot in plots
        if plot.state == State.SUBMITTED and plot.parts.lead.pk != person_id
    ]
    Notification.objects.bulk_create(letters)
    recount(receivers)


def _write_ideas(plots: Sequence[Plot], by_key: dict[str, Plot], until: datetime) -> None:
    """Those that were merged last, as they name the others; then the conversations learn what they are about."""
    families = _families(plots, by_key)
    for plot in plots:
        plot.idea = _idea(plot, families[plot.written.key], until)
    merged = [plot for plot in plots if plot.state == State.MERGED]
    Idea.objects.bulk_create([plot.idea for plot in plots if plot not in merged])
    for plot in merged:
        plot.idea.merged_into = by_key[plot.written.texts["into"]].idea
    Idea.objects.bulk_create([plot.idea for plot in merged])
    threads = []
    for plot in plots:
        if plot.thread is not None:
            plot.thread.number = plot.idea.pk
            threads.append(plot.thread)
    Thread.objects.bulk_update(threads, ["number"])


def _families(plots: Sequence[Plot], by_key: dict[str, Plot]) -> dict[str, list[Look]]:
    """Who looked at an idea or at what was merged into it, but for its authors."""
    found = {plot.written.key: list(plot.looks) for plot in plots}
    for plot in plots:
        into = plot.written.texts.get("into", "")
        if into:
            found[into] += [look for look in plot.looks if look.person_id not in by_key[into].bound]
    return found


def _idea(plot: Plot, family: Sequence[Look], until: datetime) -> Idea:
    written, first, is_sent = plot.written, plot.moments[0], plot.thread is not None
    months = int(written.texts.get("until", 0))
    return Idea(
        campaign=plot.campaign,
        thread=plot.thread,
        title=written.title,
        problem=written.problem,
        proposal=written.proposal,
        benefit=written.benefit,
        language=written.language,
        department_id=plot.parts.lead.department_id if is_sent else None,
        origin=Idea.Origin.CUSTOMER if written.is_heard else Idea.Origin.EMPLOYEE,
        heard_from=written.organisation or written.channel,
        state=plot.state,
        state_since=plot.moments[-1],
        owner=plot.parts.owner,
        created_at=first - _WRITING,
        saved_at=first,
        submitted_at=first if is_sent else None,
        first_answer_at=plot.moments[1] if len(plot.moments) > 1 else None,
        decided_at=plot.moment_of(ANSWERED),
        park_until=localdate(until) + timedelta(days=_MONTH * months) if months else None,
        vote_count=len({look.person_id for look in family if look.votes}),
        reader_count=len({look.person_id for look in family}),
    )


def _write_looks(plots: Sequence[Plot]) -> None:
    readers = Table(Reader, "idea_id", "person_id", "source", "seen_at")
    votes = Table(Vote, "idea_id", "person_id", "created_at")
    for plot in plots:
        for look in plot.looks:
            source = Reader.Source.PAGE if look.votes else Reader.Source.LIST
            readers.add(plot.idea.pk, look.person_id, source, look.at)
            if look.votes:
                votes.add(plot.idea.pk, look.person_id, look.at)
    readers.write()
    votes.write()
