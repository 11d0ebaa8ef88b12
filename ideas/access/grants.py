"""Who gives an award on the spot, signs it, answers for their name, takes an award back, and pays prizes."""

from collections.abc import Collection

from ideas.access.awards import can_manage_awards, can_run_round
from ideas.access.ideas import can_see_idea, is_bound
from ideas.models import Delivery, Grant, Idea, IdeaAuthor, Nomination, Recipient
from ideas.states import RoundState, State
from profiles.models import Person
from profiles.queries.chart import is_above

TOLD = frozenset({RoundState.DECIDED, RoundState.ANNOUNCED, RoundState.CLOSED})  # the winners know that they won


def is_manager(person: Person) -> bool:
    """Somebody who works here reports to them."""
    return person.is_active and Person.objects.active().filter(manager=person).exists()


def winners_of(idea: Idea) -> dict[int, str]:
    """Whom an award to the idea is given to, and for which part: its authors, and who carried it out."""
    parts: dict[int, str] = {}
    deliverers = Delivery.objects.filter(idea=idea).values_list("owner_id", flat=True)
    authors = IdeaAuthor.objects.standing().filter(idea=idea).order_by("-role", "pk")
    parts |= dict.fromkeys(deliverers, Recipient.Part.DELIVERER.value)
    authored = dict.fromkeys(authors.values_list("person_id", flat=True), Recipient.Part.AUTHOR.value)
    return authored | {pk: part for pk, part in parts.items() if pk not in authored}


def can_give_spot_award(person: Person, idea: Idea) -> bool:
    """A manager, for what they read and have neither written nor carried out, once everybody may know who did."""
    if not is_manager(person):
        return False
    if idea.state in (State.DRAFT, State.WITHDRAWN, State.MERGED, State.DECLINED):
        return False
    if idea.hides_authors:
        return False
    return is_outside(person, idea) and can_see_idea(person, idea)


def is_outside(person: Person, idea: Idea) -> bool:
    """Is neither an author, nor asked to be one, nor carries it out."""
    return not is_bound(person, idea) and person.pk not in winners_of(idea)


def is_in_line(manager: Person, people: Collection[int]) -> bool:
    """The manager stands above one of these people, directly or further up."""
    below = Person.objects.get_queryset().filter(pk__in=[pk for pk in people if pk != manager.pk])
    return any(is_above(manager.pk, person) for person in below)


def can_cosign_for(person: Person, giver: Person, idea: Idea) -> bool:
    """A manager who reads it and stands outside: above nobody who wins, not below who gives, with no part in it."""
    if not is_manager(person) or person.pk == giver.pk:
        return False
    if not is_outside(person, idea) or not can_see_idea(person, idea):
        return False
    return not is_in_line(person, winners_of(idea)) and not is_above(giver.pk, person)


def can_cosign(person: Person, grant: Grant) -> bool:
    """The manager who was asked, while the award waits and they still stand outside."""
    if not grant.is_pending or grant.cosigner_id != person.pk:
        return False
    return can_cosign_for(person, grant.decided_by, grant.idea)


def can_decline_to_sign(person: Person, grant: Grant) -> bool:
    """The manager who was asked, while the award waits; also one who may not sign any more."""
    return person.is_active and grant.is_pending and grant.cosigner_id == person.pk


def can_answer_publicity(person: Person, grant: Grant) -> bool:
    """Whoever gets it, from the day it is decided until it is taken back."""
    if not person.is_active or grant.revoked_at is not None or not is_told(grant):
        return False
    return Recipient.objects.filter(grant=grant, person=person).exists()


def is_told(grant: Grant) -> bool:
    """Those who get it may know."""
    return grant.announced_at is not None or (grant.category is not None and grant.category.round.state in TOLD)


def can_revoke_grant(person: Person, grant: Grant) -> bool:
    """Before a spot award counts, who gave it; afterwards who runs its round or keeps awards, with no part in it."""
    if not person.is_active or grant.revoked_at is not None:
        return False
    if grant.is_pending:
        return grant.decided_by_id == person.pk
    if is_tied_to_win(person, grant):
        return False
    if grant.category is not None and can_run_round(person, grant.category.round):
        return True
    return can_manage_awards(person) and can_see_idea(person, grant.idea)


def is_tied_to_win(person: Person, grant: Grant) -> bool:
    """Gets it, or is or is asked to be an author."""
    return Recipient.objects.filter(grant=grant, person=person).exists() or is_bound(person, grant.idea)


def can_withdraw_nomination(person: Person, nomination: Nomination) -> bool:
    """Who put it forward, while nominations are open."""
    if not person.is_active or nomination.by_id != person.pk:
        return False
    if nomination.state not in (Nomination.State.PROPOSED, Nomination.State.ACCEPTED):
        return False
    return nomination.category.round.state == RoundState.NOMINATING


def can_export_prizes(person: Person) -> bool:
    """Those who keep the awards."""
    return can_manage_awards(person)
