"""Who edits, votes, answers and decides. One condition per line; an author never judges the own idea."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.timezone import localdate

from ideas.access.campaigns import receives
from ideas.models import Assignment, Campaign, CustomerVoice, DeliveryChange, Idea, IdeaAuthor, StatusChange, Vote
from ideas.states import APPEAL_DAYS, MOVES, OVER, REGRET_DAYS, UNMERGE_DAYS, State, Who
from network.core.clock import now
from network.core.prepared import prepared
from profiles.models import Person


def is_bound(person: Person | int, idea: Idea) -> bool:
    """An author, or asked to be one."""
    return IdeaAuthor.objects.bound().filter(idea=idea, person=person).exists()


def is_lead(person: Person, idea: Idea) -> bool:
    """The author who speaks for the others."""
    return IdeaAuthor.objects.standing().filter(idea=idea, person=person, role=IdeaAuthor.Role.LEAD).exists()


def is_author(person: Person, idea: Idea) -> bool:
    """One of those who stand behind it."""
    return IdeaAuthor.objects.standing().filter(idea=idea, person=person).exists()


def can_see_idea(person: Person, idea: Idea) -> bool:
    """The one rule of sight."""
    return bool(_seen.rows(person, idea.pk))


@prepared("is_active")
def _seen(person: Person, number: int) -> QuerySet[Idea, int]:
    return Idea.objects.visible_to(person).filter(pk=number).values_list("pk", flat=True)


def can_edit_idea(person: Person, idea: Idea) -> bool:
    """Its authors, until somebody decides: what is decided on does not change afterwards."""
    if not person.is_active:
        return False
    if idea.state != State.DRAFT and not idea.is_undecided:
        return False
    return is_author(person, idea) and can_see_idea(person, idea)


def can_delete_draft(person: Person, idea: Idea) -> bool:
    """Its lead, as long as nobody has received it."""
    if not person.is_active:
        return False
    return idea.state == State.DRAFT and is_lead(person, idea)


def can_ask_co_author(person: Person, idea: Idea) -> bool:
    """Its lead, until somebody decides."""
    return can_edit_idea(person, idea) and is_lead(person, idea)


def is_judge(person: Person, idea: Idea) -> bool:
    """Is asked to judge the idea or has done so, and nobody has decided: does not write it."""
    asked = (Assignment.State.OPEN, Assignment.State.DONE)
    if not idea.is_undecided:
        return False
    return Assignment.objects.filter(idea=idea, reviewer=person, state__in=asked).exists()


def has_judged(person: Person, idea: Idea) -> bool:
    """Has handed in a review, and nobody has decided: does not decide on it either."""
    if not idea.is_undecided:
        return False
    return Assignment.objects.filter(idea=idea, reviewer=person, state=Assignment.State.DONE).exists()


def can_be_co_author(person: Person, idea: Idea) -> bool:
    """Whoever works here, reads where it is sent, is no author, and neither judges, answers for nor carries it out."""
    if not person.is_active or is_bound(person, idea) or is_judge(person, idea):
        return False
    if idea.owner_id == person.pk or _delivers(person, idea):
        return False
    return Campaign.objects.visible_to(person).filter(pk=idea.campaign_id).exists()


def can_vote_on(person: Person, idea: Idea) -> bool:
    """Once, on what one may read and has not written, until the last word is said."""
    if not person.is_active or not idea.is_votable:
        return False
    ends = idea.campaign.vote_ends_at
    if ends is not None and ends <= now():
        return False
    if is_bound(person, idea):
        return False
    return can_see_idea(person, idea)


def can_take_vote_back(person: Person, merged: Idea) -> bool:
    """Whoever voted for what was merged, for fourteen days, while the idea that stays can be voted on."""
    into = merged.merged_into
    if not person.is_active or into is None or not into.is_votable:
        return False
    if not Vote.objects.filter(idea=merged, person=person).exists():
        return False
    last = StatusChange.objects.filter(idea=merged, after=State.MERGED).last()
    return last is not None and _days_since(last) <= REGRET_DAYS and can_see_idea(person, into)


def can_add_customer_voice(person: Person, idea: Idea) -> bool:
    """Whoever reads it, as long as it can be voted on."""
    return person.is_active and idea.is_votable and can_see_idea(person, idea)


def can_remove_customer_voice(person: Person, voice: CustomerVoice) -> bool:
    """Whoever noted it, or who answers for the idea."""
    if not person.is_active or not can_see_idea(person, voice.idea):
        return False
    return person.pk in (voice.added_by_id, voice.idea.owner_id)


def can_own_idea(person: Person, idea: Idea) -> bool:
    """Whoever works here, reads it, did not write or judge it, and has not said no to it: an appeal goes to another."""
    if not person.is_active or is_bound(person, idea) or has_judged(person, idea):
        return False
    said_no = StatusChange.objects.filter(idea=idea, after=State.DECLINED, by=person)
    return not said_no.exists() and can_see_idea(person, idea)


def can_give_owner(person: Person, idea: Idea) -> bool:
    """Who takes ideas in here, or answers for it now, while an answer is owed or it is being carried out."""
    if idea.state in OVER | {State.DRAFT} or is_bound(person, idea):
        return False
    if idea.owner_id != person.pk and not receives(person, idea.campaign):
        return False
    return can_see_idea(person, idea)


def _delivers(person: Person, idea: Idea) -> bool:
    delivery = getattr(idea, "delivery", None)
    return delivery is not None and delivery.owner_id == person.pk


def parts_in(person: Person, idea: Idea) -> set[Who]:
    """What the person is to the idea. An author who also receives ideas is only an author here."""
    if not can_see_idea(person, idea):
        return set()
    delivers = _delivers(person, idea)
    parts = {Who.DELIVERER} if delivers else set()
    if is_bound(person, idea):
        return parts | ({Who.LEAD} if is_lead(person, idea) else set())
    if idea.owner_id == person.pk:
        parts.add(Who.OWNER)
    if receives(person, idea.campaign) and can_own_idea(person, idea):
        parts.add(Who.SCREENER)
    return parts if delivers else parts | {Who.WITNESS}


def moves_for(person: Person, idea: Idea) -> list[State]:
    """Where the person may move the idea to now, in the order of the table."""
    parts = parts_in(person, idea)
    return [
        after
        for (before, after), move in MOVES.items()
        if before == idea.state and parts & set(move.who) and is_open_move(idea, after)
        if after != State.CONFIRMED or not had_a_hand_in(person, idea)
    ]


def can_move_idea(person: Person | None, idea: Idea, to: State) -> bool:
    """The table says so; nobody (None) is the clock."""
    move = MOVES.get((State(idea.state), to))
    if move is None or not is_open_move(idea, to):
        return False
    if person is None:
        return Who.CLOCK in move.who
    if to == State.CONFIRMED and had_a_hand_in(person, idea):
        return False
    return bool(parts_in(person, idea) & set(move.who))


def had_a_hand_in(person: Person, idea: Idea) -> bool:
    """Once wrote it, carried it out before another did, or measured what it gave: somebody else confirms that."""
    measures = (DeliveryChange.Kind.MEASURED, DeliveryChange.Kind.UNMEASURABLE)
    if IdeaAuthor.objects.filter(idea=idea, person=person, state=IdeaAuthor.State.LEFT).exists():
        return True
    if StatusChange.objects.filter(idea=idea, by=person, after__in=[State.IN_PROGRESS, State.IMPLEMENTED]).exists():
        return True
    return DeliveryChange.objects.filter(idea=idea, by=person, kind__in=measures).exists()


def is_open_move(idea: Idea, to: State) -> bool:
    """What the table cannot say: back to where it was asked or merged, one appeal within its days, a way home."""
    changes = StatusChange.objects.filter(idea=idea)
    if idea.state in (State.NEEDS_INFO, State.MERGED) and to not in (State.PARKED, State.MERGED, State.WITHDRAWN):
        last = changes.filter(after=idea.state).last()
        return last is not None and last.before == to and _in_time(idea, last)
    if (idea.state, to) == (State.DECLINED, State.IN_REVIEW):
        last = changes.filter(after=State.DECLINED).last()
        appealed = changes.filter(before=State.DECLINED, after=State.IN_REVIEW).exists()
        return last is not None and not appealed and _days_since(last) <= APPEAL_DAYS
    if to == State.MERGED:
        return not idea.merged.exists()  # what others were merged into stays where it is
    return True


def _in_time(idea: Idea, change: StatusChange) -> bool:
    return idea.state != State.MERGED or _days_since(change) <= UNMERGE_DAYS


def _days_since(change: StatusChange) -> int:
    return (localdate() - localdate(change.created_at)).days


def readable_ideas(person: Person, ids: Iterable[int]) -> set[int]:
    """Those of the ideas that the person may see now."""
    return set(Idea.objects.visible_to(person).filter(pk__in=list(ids)).values_list("pk", flat=True))
