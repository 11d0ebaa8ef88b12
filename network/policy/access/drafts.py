"""Who writes the rules, and who moves a version on."""

from network.policy.access import is_editor
from network.policy.models import Approval, Version
from network.policy.states import MOVES, WRITABLE, State, Who
from profiles.models import Person


def can_see_drafts(person: Person) -> bool:
    """Policy editors. For everybody else the desk does not exist."""
    return person.is_active and is_editor(person)


def can_write(person: Person, version: Version) -> bool:
    """Policy editors until it is adopted; what lies with the representatives goes back to the desk by it."""
    return version.state in (*WRITABLE, State.SIGN_OFF) and can_see_drafts(person)


def can_move_version(person: Person | None, version: Version, to: State) -> bool:
    """As the table says; nobody (None) is the clock, and only the clock makes its moves."""
    move = MOVES.get((State(version.state), to))
    if move is None:
        return False
    if move.who == Who.CLOCK:
        return person is None
    return person is not None and can_see_drafts(person)


def can_approve(person: Person, approval: Approval) -> bool:
    """Another editor than the one who asked."""
    return approval.asked_by_id != person.pk and can_see_drafts(person)


def can_drop(person: Person, approval: Approval) -> bool:
    """The one who asked."""
    return approval.asked_by_id == person.pk and can_see_drafts(person)
