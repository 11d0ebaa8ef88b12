"""The catalogue of awards and prizes: made, changed, archived, never deleted."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.access import can_manage_awards
from ideas.models import Award, AwardRules, Prize
from network.core.access import require
from network.core.clock import now
from network.core.idempotency import earlier_result, remember_result
from network.core.text import clean_line, clean_text
from profiles.models import Person

NOT_MANAGER = _("Only those with the role of idea owner keep the catalogue of awards.")
KIND_STAYS = _("The award has been given: how it is decided does not change any more.")
TAKEN = _("Another award is called that.")
UNNAMED = _("Give it a name, and say what it is for.")


@dataclass(frozen=True)
class AwardWords:
    """What an award is."""

    name: str
    description: str
    kind: str = Award.Kind.JURY
    emblem: str = Award.Emblem.WINDOW


@dataclass(frozen=True)
class PrizeWords:
    """What goes with an award; whole kroner for each winning idea."""

    title: str
    kind: str = Prize.Kind.SYMBOLIC
    value: int = 0
    tax_note: str = ""


@transaction.atomic
def save_award(*, by: Person, words: AwardWords, award: Award | None = None, key: Any = None) -> Award:
    """A new award, or a changed one; once it is part of a round it stays decided in the same way."""
    require(can_manage_awards(by), NOT_MANAGER)
    made = earlier_result(by.pk, key) if award is None else None
    if made is not None:
        return Award.objects.get(pk=made)
    name, description = clean_line(words.name)[:80], clean_text(words.description)
    require(bool(name and description), UNNAMED)
    require(not Award.objects.filter(name=name).exclude(pk=award.pk if award else 0).exists(), TAKEN)
    if award is None:
        award = Award(kind=words.kind)
    else:
        award = Award.objects.select_for_update().get(pk=award.pk)
        used = award.categories.exists() or award.grants.exists()
        require(award.kind == words.kind or not used, KIND_STAYS)
    award.name, award.description, award.kind, award.emblem = name, description, words.kind, words.emblem
    award.save()
    remember_result(by.pk, key, award.pk)
    return award


@transaction.atomic
def save_prize(*, by: Person, words: PrizeWords, prize: Prize | None = None, key: Any = None) -> Prize:
    """A new prize, or a changed one; money, and gifts above the limit, get their tax note by themselves."""
    require(can_manage_awards(by), NOT_MANAGER)
    made = earlier_result(by.pk, key) if prize is None else None
    if made is not None:
        return Prize.objects.get(pk=made)
    prize = Prize.objects.select_for_update().get(pk=prize.pk) if prize else Prize()
    prize.title, prize.kind, prize.value = clean_line(words.title)[:120], words.kind, words.value
    require(bool(prize.title), UNNAMED)
    prize.tax_note = clean_line(words.tax_note)[:200] or tax_note(kind=prize.kind, value=prize.value)
    prize.save()
    remember_result(by.pk, key, prize.pk)
    return prize


def tax_note(*, kind: str, value: int) -> str:
    """What the payroll office is told when nobody has written anything; "" for what is free of tax."""
    limit = award_rules().gift_limit
    with translation.override(settings.LANGUAGE_CODE):
        if kind == Prize.Kind.CASH:
            return gettext("Money is taxed as pay.")
        if kind in (Prize.Kind.GOODS, Prize.Kind.GIFT_CARD, Prize.Kind.TIME_OFF) and value > limit:
            return gettext("Above the limit for tax-free gifts of %(limit)s kr a year.") % {"limit": limit}
    return ""


def award_rules() -> AwardRules:
    """The one row of what holds for all awards."""
    return AwardRules.objects.filter(pk=1).first() or AwardRules(pk=1)


@transaction.atomic
def set_gift_limit(*, by: Person, kroner: int) -> None:
    """How much an employee may be given in a year without tax; it holds for prizes saved from now on."""
    require(can_manage_awards(by), NOT_MANAGER)
    AwardRules.objects.update_or_create(
        pk=1, defaults={"gift_limit": max(0, kroner), "changed_by": by, "changed_at": now()}
    )


@transaction.atomic
def archive(*, by: Person, kept: Award | Prize, on: bool) -> None:
    """No longer offered for new rounds, or offered again; what was given stays as it was."""
    require(can_manage_awards(by), NOT_MANAGER)
    kept.archived_at = now() if on else None
    kept.save(update_fields=["archived_at"])
