"""Putting ideas forward for an award, and everybody's vote. Each: require, write, announce; one transaction."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ideas.access import can_nominate, can_vote_for, can_vote_in_category, can_withdraw_nomination
from ideas.events import NominationChanged
from ideas.models import AwardRound, Category, Idea, Nomination, PeoplesVote
from ideas.models.nominations import MOTIVATION
from ideas.states import RoundState
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.idempotency import earlier_result, remember_result
from network.core.text import clean_text
from profiles.models import Person

NOT_TO_NOMINATE = _(
    "This idea cannot be put forward here by you: it is your own, it does not fit the category, it is nominated "
    "already, or nominations are closed."
)
SAY_WHY = _("Write at least 80 characters: what is good about it, and for whom.")
NOT_YOUR_NOMINATION = _("You take back only what you put forward yourself, while nominations are open.")
NO_VOTE_HERE = _("You cannot vote here: voting is closed, or the idea is your own.")


@transaction.atomic
def nominate(*, by: Person, category: Category, idea: Idea, motivation: str, key: Any = None) -> Nomination:
    """Puts an idea forward in a category, and says why. Same key, same nomination, once."""
    made = earlier_result(by.pk, key)
    if made is not None:
        return Nomination.objects.get(pk=made)
    category = _held(category)
    require(can_nominate(by, idea, category), NOT_TO_NOMINATE)
    require(len(clean_text(motivation)) >= MOTIVATION, SAY_WHY)
    nomination = Nomination.objects.create(category=category, idea=idea, by=by, motivation=clean_text(motivation))
    remember_result(by.pk, key, nomination.pk)
    announce(NominationChanged(nomination.pk))
    return nomination


@transaction.atomic
def withdraw_nomination(*, by: Person, nomination: Nomination) -> None:
    """Takes back what one put forward oneself. The row stays."""
    _held(nomination.category)
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("category__round")
    nomination = rows.get(pk=nomination.pk)
    require(can_withdraw_nomination(by, nomination), NOT_YOUR_NOMINATION)
    nomination.state = Nomination.State.WITHDRAWN
    nomination.save(update_fields=["state"])
    announce(NominationChanged(nomination.pk))


@transaction.atomic
def set_peoples_vote(*, by: Person, category: Category, nomination: Nomination | None) -> None:
    """One's only vote in the category: given, moved to another nomination, or (None) taken back; never for one's own.

    Under the round's lock, so that none slips in after the count has begun.
    """
    category = _held(category)
    require(can_vote_in_category(by, category), NO_VOTE_HERE)
    if nomination is None:
        PeoplesVote.objects.filter(category=category, person=by).delete()
        return
    rows = Nomination.objects.select_related("idea", "category__round", "category__award")
    ours = rows.filter(category=category, pk=nomination.pk).first()
    require(ours is not None and can_vote_for(by, ours), NO_VOTE_HERE)
    PeoplesVote.objects.bulk_create(
        [PeoplesVote(category=category, person=by, nomination=nomination, created_at=now())],
        update_conflicts=True,
        unique_fields=["category", "person"],
        update_fields=["nomination", "created_at"],
    )


def drop_votes_of(*, person_id: int) -> None:
    """Whoever works here no more has no vote in what is still open; what is counted stays as it was."""
    still = [RoundState.NOMINATING, RoundState.JUDGING]
    PeoplesVote.objects.filter(person=person_id, category__round__state__in=still).delete()


def _held(category: Category) -> Category:
    """The category, its round locked."""
    AwardRound.objects.select_for_update(no_key=True).get(pk=category.round_id)
    return Category.objects.select_related("round", "award").get(pk=category.pk)
