"""The one place where an idea changes state. Each move is in the table, complete, and written down with who and why."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ideas.access import can_move_idea, can_own_idea, can_see_idea, panel_faults
from ideas.actions import clocks, panels
from ideas.actions.counts import recount_votes
from ideas.actions.likeness import UNLISTED, index_idea
from ideas.actions.voting import release_points
from ideas.events import IdeaMoved, IdeaOwned
from ideas.models import Benefit, Delivery, Idea, IdeaAuthor, StatusChange
from ideas.queries import owes_talk
from ideas.states import ANSWERED, LONGEST_PARK, MOVES, OVER, REASON, RELEASING, Need, State
from network.conversations.files import move_files
from network.conversations.models import Thread
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line, clean_text
from profiles.models import Person

NO_SUCH_MOVE = _("The idea cannot go there from where it stands now, or it is not yours to move.")
FOLLOW_UP = timedelta(days=90)


@dataclass(frozen=True)
class Said:
    """What goes with a move; which parts are needed the table says."""

    reason_kind: str = ""
    reason: str = ""
    change_of_mind: str = ""
    note: str = ""
    until: date | None = None
    person: Person | None = None  # who answers for it, or who carries it out
    into: Idea | None = None
    benefits: tuple[Benefit, ...] = field(default_factory=tuple)
    panel: tuple[Person | None, ...] = ()  # those who are asked to judge it; None: a field left empty
    talk: str = ""  # what came of talking, where those who judged it see it differently


SILENT = Said()


def lacking(idea: Idea, to: State, said: Said) -> dict[str, "str | Promise"]:
    """What the move still needs: the part's name and a sentence about how to mend it. Empty when it is complete."""
    faults: dict[str, str | Promise] = {}
    for need in MOVES[(State(idea.state), to)].needs:
        faults |= _CHECKS[need](idea, said)
    return faults


def _reason(idea: Idea, said: Said) -> "dict[str, str | Promise]":
    faults: dict[str, str | Promise] = {}
    if not said.reason_kind:
        faults["reason_kind"] = _("Choose what kind of reason it is.")
    if len(clean_text(said.reason)) < REASON:
        faults["reason"] = _("Write at least 80 characters: the authors are to understand why.")
    if not clean_text(said.change_of_mind):
        faults["change_of_mind"] = _("Say what would have to be different.")
    return faults


def _owner(idea: Idea, said: Said) -> "dict[str, str | Promise]":
    person = said.person or idea.owner
    if person is None:
        return {"person": _("Choose who answers for the idea.")}
    if not can_own_idea(person, idea):
        return {
            "person": _("This colleague cannot answer for it: they wrote it, cannot read it, or said no to it before.")
        }
    return {}


def _date(idea: Idea, said: Said) -> "dict[str, str | Promise]":
    if said.until is None or said.until <= localdate():
        return {"until": _("Choose a day to come.")}
    if said.until > localdate() + timedelta(days=LONGEST_PARK):
        return {"until": _("An idea is parked for at most a year.")}
    return {}


def _delivery(idea: Idea, said: Said) -> "dict[str, str | Promise]":
    faults: dict[str, str | Promise] = {}
    if said.person is None or not can_see_idea(said.person, idea):
        faults["person"] = _("Choose who carries it out: somebody who can read the idea.")
    if said.until is None or said.until <= localdate():
        faults["until"] = _("Choose a day to come.")
    return faults


def _outcome(idea: Idea, said: Said) -> "dict[str, str | Promise]":
    faults: dict[str, str | Promise] = {}
    if not clean_text(said.note):
        faults["note"] = _("Write what was done.")
    if said.until is None or said.until > localdate():
        faults["until"] = _("Choose the day on which it was in place, not one to come.")
    return faults


def _effect(idea: Idea, said: Said) -> "dict[str, str | Promise]":
    measured = any(benefit.actual is not None for benefit in said.benefits) or is_measured(idea)
    if measured or clean_text(said.note):
        return {}
    return {"note": _("Enter a measured effect, or write why none can be measured.")}


def is_measured(idea: Idea) -> bool:
    """Whoever carried it out or answers for it has entered what it gave, or why nothing can be measured."""
    return Delivery.objects.filter(idea=idea, measured_at__isnull=False).exists()


def _news(idea: Idea, said: Said) -> "dict[str, str | Promise]":
    short = len(clean_text(said.note)) < REASON
    return {"note": _("Write at least 80 characters about what is new since the answer.")} if short else {}


def _question(idea: Idea, said: Said) -> "dict[str, str | Promise]":
    return {} if clean_text(said.note) else {"note": _("Write what you need to know.")}


def _into(idea: Idea, said: Said) -> "dict[str, str | Promise]":
    target = said.into
    if target is None or target.pk == idea.pk or target.state in (State.DRAFT, State.MERGED, State.WITHDRAWN):
        return {"into": _("Choose another idea that is on the board, and is not itself merged into one.")}
    if target.thread is None or idea.thread is None or target.thread.group_id != idea.thread.group_id:
        return {"into": _("Both must be read by the same people.")}
    return {}


def _panel(idea: Idea, said: Said) -> "dict[str, str | Promise]":
    return {f"panel_{place}": sentence for place, sentence in panel_faults(idea, said.panel).items()}


def _talk(idea: Idea, said: Said) -> "dict[str, str | Promise]":
    if clean_text(said.talk) or not owes_talk(idea):
        return {}
    return {"talk": _("Those who judged it see it differently. Talk for fifteen minutes, and write what came of it.")}


_CHECKS = {
    Need.REASON: _reason, Need.OWNER: _owner, Need.DATE: _date, Need.DELIVERY: _delivery, Need.OUTCOME: _outcome,
    Need.EFFECT: _effect, Need.NEWS: _news, Need.QUESTION: _question, Need.INTO: _into,
    Need.PANEL: _panel, Need.TALK: _talk,
}  # fmt: skip


@transaction.atomic
def move_idea(*, by: Person | None, idea: Idea, to: State, said: Said = SILENT) -> StatusChange:
    """Moves an idea as the table allows, under its lock; by nobody (None) when a date went by."""
    if said.into is not None:  # both, in their order: two mergers at once do not wait for each other
        list(Idea.objects.select_for_update(of=("self",)).filter(pk__in=[idea.pk, said.into.pk]).order_by("pk"))
    locked = Idea.objects.select_for_update(of=("self",)).select_related("campaign__group", "thread").get(pk=idea.pk)
    return move(by=by, idea=locked, to=to, said=said)


def move(*, by: Person | None, idea: Idea, to: State, said: Said = SILENT) -> StatusChange:
    """The same, for a caller that holds the lock."""
    require(can_move_idea(by, idea, to), NO_SUCH_MOVE)
    if said.into is not None:
        said_into = Idea.objects.select_for_update(of=("self",)).select_related("thread").get(pk=said.into.pk)
        said = Said(**{**vars(said), "into": said_into})
    if by is not None or {Need.OWNER, Need.PANEL} & set(MOVES[(State(idea.state), to)].needs):
        for sentence in lacking(idea, to, said).values():
            require(False, sentence)
    before, owner = State(idea.state), idea.owner_id
    family = [idea, target] if (target := said.into or idea.merged_into) else []
    if before == State.DRAFT:
        _publish(idea)
    change = StatusChange.objects.create(
        idea=idea,
        before=before,
        after=to,
        by=by,
        reason_kind=said.reason_kind,
        reason=clean_text(said.reason),
        change_of_mind=clean_line(said.change_of_mind)[:1_000],
        note=clean_text(said.note),
        until=said.until,
    )
    _settle(idea, before, to, said, by)
    _judge(idea, before, to, said, by)
    clocks.turn(idea, before, to, by)
    idea.state, idea.state_since, idea.version = to, change.created_at, idea.version + 1
    idea.save()
    if (before in UNLISTED) != (to in UNLISTED):
        index_idea(idea)
    for one in family:
        recount_votes(one)
    announce(IdeaMoved(idea.pk, change.pk))
    if idea.owner_id is not None and idea.owner_id != owner:
        announce(IdeaOwned(idea.pk, idea.owner_id, by.pk if by else None))
    return change


def _publish(idea: Idea) -> None:
    """From now on there is a conversation about it; what figures need of its authors is frozen."""
    lead = IdeaAuthor.objects.select_related("person").get(idea=idea, role=IdeaAuthor.Role.LEAD).person
    kept = idea.place
    idea.department_id, idea.submitted_at = lead.department_id, now()
    idea.thread = Thread.objects.create(
        group=idea.campaign.group,
        author=lead,
        department_id=None if idea.hides_authors else lead.department_id,
        hides_author=idea.hides_authors,
        created_at=idea.submitted_at,
        page="ideas:idea",
        number=idea.pk,
    )
    move_files(draft=kept.draft, thread_id=idea.thread.pk)


def _settle(idea: Idea, before: State, to: State, said: Said, by: Person | None) -> None:
    """What the new state keeps beside itself."""
    kept: dict[State, Any] = {
        State.OPEN: lambda: _own(idea, said),
        State.PARKED: lambda: setattr(idea, "park_until", said.until or _clock_park()),
        State.APPROVED: lambda: _deliver(idea, said),
        State.IMPLEMENTED: lambda: _implement(idea, said),
        State.CONFIRMED: lambda: _confirm(idea, said, by),
        State.MERGED: lambda: setattr(idea, "merged_into", said.into),
    }
    if to in RELEASING:
        release_points(idea)
    if before == State.PARKED:
        idea.park_until = None
    if before == State.MERGED:
        idea.merged_into = None
    if before == State.DECLINED:
        idea.owner = None  # an appeal is decided by somebody else
    if to in ANSWERED and idea.decided_at is None:
        idea.decided_at = now()
        Thread.objects.filter(idea=idea).update(hides_author=False, department_id=idea.department_id)
    elif to == State.IN_REVIEW and before in (State.PARKED, State.DECLINED):
        idea.decided_at = None
    if to in kept:
        kept[to]()


def _judge(idea: Idea, before: State, to: State, said: Said, by: Person | None) -> None:
    """Whom the move asks to judge the idea, and whom it asks no more."""
    if to == State.IN_REVIEW and before == State.OPEN:
        panels.ask_panel(idea=idea, people=said.panel, by=by)
    elif to == State.IN_REVIEW and before in (State.PARKED, State.DECLINED):
        panels.ask_anew(idea=idea)
    elif to == State.IN_REVIEW and before == State.NEEDS_INFO:
        panels.resume_panel(idea=idea)
    elif to == State.IN_REVIEW and before == State.MERGED:
        panels.reopen_panel(idea=idea, left_at=idea.state_since)
    elif to in ANSWERED or to in OVER:
        if by is not None and clean_text(said.talk):
            panels.keep_talk(idea=idea, note=said.talk, by=by)
        panels.close_panel(idea=idea)


def _own(idea: Idea, said: Said) -> None:
    if said.person is not None:
        idea.owner = said.person


def _clock_park() -> date:
    """What nobody answered for thirty days is taken up again after three months."""
    return localdate() + timedelta(days=91)


def _deliver(idea: Idea, said: Said) -> None:
    """A yes after a yes that was taken back begins anew."""
    kept: dict[str, Any] = {"owner": said.person, "target_on": said.until}
    begun: dict[str, Any] = {
        "done_on": None,
        "measured_at": None,
        "unmeasurable": "",
        "health": Delivery.Health.ON_TRACK,
        "health_note": "",
        "nudges": 0,
    }
    Delivery.objects.update_or_create(idea=idea, defaults=kept | begun)
    for benefit in said.benefits:
        benefit.idea = idea
        benefit.save()


def _implement(idea: Idea, said: Said) -> None:
    done_on = said.until or localdate()
    Delivery.objects.filter(idea=idea).update(done_on=done_on, follow_up_on=done_on + FOLLOW_UP)


def _confirm(idea: Idea, said: Said, by: Person | None) -> None:
    """What was measured before is confirmed with it."""
    Benefit.objects.filter(idea=idea, actual__isnull=False).update(confirmed_by=by, confirmed_at=now())
    for benefit in said.benefits:
        benefit.idea, benefit.confirmed_by, benefit.confirmed_at = idea, by, now()
        benefit.save()
