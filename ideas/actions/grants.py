"""Awards on the spot, the second signature, names and prizes. Each: require, write, announce; one transaction."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ideas.access import (
    can_answer_publicity,
    can_cosign,
    can_cosign_for,
    can_decline_to_sign,
    can_give_spot_award,
    can_revoke_grant,
    is_in_line,
    winners_of,
)
from ideas.events import GrantChanged, GrantGiven, RoundChanged, SignatureAsked
from ideas.models import CITATION, Award, Grant, Idea, Recipient
from ideas.queries import won_lately
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.idempotency import earlier_result, remember_result
from network.core.text import clean_line, clean_text
from profiles.models import Person

NOT_YOURS_TO_GIVE = _(
    "An award on the spot is given by a manager, for an idea that they have neither written nor carried out."
)
ONE_A_MONTH = _("You have given your award of this month. The next one is yours on the first of the month.")
SAY_WHY = _("Write at least 80 characters: what they did, and what came of it.")
ONCE = _("The idea has this award already.")
WON_LATELY = _(
    "One of those who would get it has won this award within the last twelve months. Nobody gets the same one twice in"
    " a year."
)
NOT_ON_THE_SPOT = _("This award is not given on the spot.")
NOT_OUTSIDE = _(
    "A manager outside the line must sign too: not above anybody who gets it, not below you, and without a part in it."
)
NOT_ASKED_TO_SIGN = _("You are not asked to sign this, or it is settled already.")
NOT_YOUR_AWARD = _("This award is not yours to answer for.")
NOT_YOURS_TO_REVOKE = _("Only those who keep the awards take one back, and nobody their own.")
SAY_WHY_NOT = _("Write why, so that those who read it understand.")
SAY_THE_NAME = _("Write the name as it is to be printed.")


@transaction.atomic
def give_spot_award(
    *, by: Person, idea: Idea, award: Award, citation: str, cosigner: Person | None = None, key: Any = None
) -> Grant:
    """A manager's one award of the month. In the own line it counts once a manager outside has signed. Same key, once.

    The giver's row is locked, so that two at once are one after the other; the database knows the month too.
    """
    Person.objects.get_queryset().select_for_update(no_key=True).get(pk=by.pk)
    made = earlier_result(by.pk, key)
    if made is not None:
        return Grant.objects.get(pk=made)
    idea = Idea.objects.select_for_update(no_key=True, of=("self",)).select_related("campaign").get(pk=idea.pk)
    award = Award.objects.select_for_update(no_key=True).get(pk=award.pk)  # two who give it at once
    require(can_give_spot_award(by, idea), NOT_YOURS_TO_GIVE)
    require(award.kind == Award.Kind.SPOT and award.archived_at is None, NOT_ON_THE_SPOT)
    month = localdate().replace(day=1)
    require(not Grant.objects.filter(decided_by=by, month=month, revoked_at=None).exists(), ONE_A_MONTH)
    require(not Grant.objects.filter(award=award, idea=idea, revoked_at=None).exists(), ONCE)
    require(len(clean_text(citation)) >= CITATION, SAY_WHY)
    winners = winners_of(idea)
    require(not won_lately(award, winners), WON_LATELY)
    in_line = is_in_line(by, winners)
    require(not in_line or (cosigner is not None and can_cosign_for(cosigner, by, idea)), NOT_OUTSIDE)
    grant = Grant.objects.create(
        award=award, idea=idea, citation=clean_text(citation), decided_by=by, month=month,
        needs_cosigner=in_line, cosigner=cosigner if in_line else None,
    )  # fmt: skip
    give_to(grant=grant, winners=winners)
    remember_result(by.pk, key, grant.pk)
    if in_line:
        announce(SignatureAsked(grant.pk))
    else:
        _count(grant)
    return grant


def give_to(*, grant: Grant, winners: dict[int, str]) -> None:
    """Writes who gets it: person to part. They share evenly, who comes first gets what cannot be divided."""
    names = dict(Person.objects.get_queryset().filter(pk__in=winners).values_list("pk", "name"))
    share, rest = divmod(100, max(1, len(winners)))
    rows = [
        Recipient(grant=grant, person_id=pk, part=part, name_as_printed=names[pk], share=share + (number < rest))
        for number, (pk, part) in enumerate(winners.items())
    ]
    Recipient.objects.bulk_create(rows)


def _count(grant: Grant) -> None:
    grant.announced_at = now()
    grant.save(update_fields=["cosigned_at", "announced_at"])
    show_on_cards(grant.idea_id)
    announce(GrantGiven(grant.pk))


def show_on_cards(*ideas: int) -> None:
    """The cards of the ideas are rendered afresh."""
    Idea.objects.filter(pk__in=ideas).update(version=F("version") + 1)


@transaction.atomic
def sign_grant(*, by: Person, grant: Grant) -> None:
    """The second manager signs: from now on it counts."""
    grant = _locked(grant)
    require(can_cosign(by, grant), NOT_ASKED_TO_SIGN)
    grant.cosigned_at = now()
    _count(grant)


@transaction.atomic
def decline_grant(*, by: Person, grant: Grant, reason: str) -> None:
    """The second manager does not sign, and says why: nothing was given, and the giver's month is free again."""
    grant = _locked(grant)
    require(can_decline_to_sign(by, grant), NOT_ASKED_TO_SIGN)
    _take_back(grant, by, reason)


@transaction.atomic
def revoke_grant(*, by: Person, grant: Grant, reason: str) -> None:
    """Takes an award back. The row stays with its reason, and the hall of fame shows it struck through."""
    grant = _locked(grant)
    require(can_revoke_grant(by, grant), NOT_YOURS_TO_REVOKE)
    _take_back(grant, by, reason)


def _take_back(grant: Grant, by: Person, reason: str) -> None:
    require(bool(clean_text(reason)), SAY_WHY_NOT)
    grant.revoked_at, grant.revoked_by, grant.revoked_reason = now(), by, clean_text(reason)
    grant.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    show_on_cards(grant.idea_id)
    announce(GrantChanged(grant.pk))
    if grant.category is not None:
        announce(RoundChanged(grant.category.round_id))


@transaction.atomic
def answer_publicity(*, by: Person, grant: Grant, is_public: bool, name: str, on_profile: bool) -> None:
    """Whoever gets it says whether their name is told, how it is printed and if their profile shows it; may change."""
    grant = _locked(grant)
    require(can_answer_publicity(by, grant), NOT_YOUR_AWARD)
    printed = clean_line(name)[:150]
    require(bool(printed), SAY_THE_NAME)
    Recipient.objects.filter(grant=grant, person=by).update(
        is_public=is_public, name_as_printed=printed, is_on_profile=on_profile, answered_at=now()
    )
    announce(GrantChanged(grant.pk))


@transaction.atomic
def forget_recipient(*, person_id: int, name: str) -> None:
    """Somebody was erased: what they won stays, under the name that former colleagues have."""
    Recipient.objects.filter(person=person_id).update(name_as_printed=name)
    renew_grants_of(person_id=person_id)


@transaction.atomic
def renew_grants_of(*, person_id: int) -> None:
    """Their face or name is another now: what shows it is rendered afresh. Harmless to repeat."""
    for pk in Recipient.objects.filter(person=person_id, is_public=True).values_list("grant_id", flat=True):
        announce(GrantChanged(pk))


def _locked(grant: Grant) -> Grant:
    rows = Grant.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("category__round", "award", "idea__campaign", "decided_by").get(pk=grant.pk)
