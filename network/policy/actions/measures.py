"""Keeping control measures: what they are for, that they were talked over, and that their time is watched."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.events import announce
from network.core.idempotency import earlier_result, remember_result
from network.policy.access.measures import can_keep_measures
from network.policy.events import MeasureLapsed, MeasureRenewed
from network.policy.models import ControlMeasure, MeasureEvaluation, MeasureLapse, OwnWord
from profiles.models import Person

NOT_KEEPER = _("Only policy editors and administrators change what is looked for.")
ENDED = _("This measure has ended. Start a new one, and talk it over first.")
Outcome = MeasureEvaluation.Outcome


@dataclass(frozen=True)
class Terms:
    """What a measure is, as it was written. Words are by language."""

    name: Mapping[str, str]
    purpose: Mapping[str, str]
    ground: Mapping[str, str]
    consequences: Mapping[str, str]
    covers: list[str]
    discussed_on: date | None = None
    discussed_with: str = ""
    lasts_until: date | None = None
    next_evaluation_on: date | None = None
    section_slug: str = ""


@dataclass(frozen=True)
class Evaluation:
    """What came of looking at a measure together, and when it is looked at next."""

    held_on: date
    discussed_with: str
    outcome: MeasureEvaluation.Outcome
    note: str
    next_on: date | None = None


@transaction.atomic
def start_measure(*, by: Person, terms: Terms, key: UUID | None = None) -> ControlMeasure:
    """A new measure; it works once it has been talked over. Same key, same measure, once."""
    require(can_keep_measures(by), NOT_KEEPER)
    made = earlier_result(by.pk, key)
    if made is not None:
        return ControlMeasure.objects.get(pk=made)
    measure = ControlMeasure.objects.create(code=_free_code(terms), **asdict(terms))
    remember_result(by.pk, key, measure.pk)
    return measure


@transaction.atomic
def change_measure(*, by: Person, measure: ControlMeasure, terms: Terms) -> None:
    """Other words or days for a measure that has not ended."""
    require(can_keep_measures(by), NOT_KEEPER)
    require(ControlMeasure.objects.select_for_update().get(pk=measure.pk).is_on, ENDED)
    ControlMeasure.objects.filter(pk=measure.pk).update(**asdict(terms))
    announce(MeasureRenewed(measure.pk))


@transaction.atomic
def evaluate_measure(*, by: Person, measure: ControlMeasure, evaluation: Evaluation) -> None:
    """A new row of its history, which never changes; it goes on until the next day named, or ends."""
    require(can_keep_measures(by), NOT_KEEPER)
    locked = ControlMeasure.objects.select_for_update().get(pk=measure.pk)
    require(locked.is_on, ENDED)
    given = {name: value for name, value in asdict(evaluation).items() if name != "next_on"}
    MeasureEvaluation.objects.create(measure=locked, by=by, **given)
    goes_on = evaluation.outcome != Outcome.ENDED
    ControlMeasure.objects.filter(pk=locked.pk).update(
        is_on=goes_on,
        next_evaluation_on=evaluation.next_on if goes_on else None,
        discussed_on=evaluation.held_on,
        discussed_with=evaluation.discussed_with,
    )
    announce(MeasureRenewed(locked.pk))


@transaction.atomic
def lapse_measures() -> int:
    """Notes once, and says, that a day of a measure has passed; how many it noted. Run twice, it adds nothing."""
    noted = 0
    for measure in ControlMeasure.objects.run_out().select_for_update():
        if measure.ran_out_on is None:
            continue
        _row, is_new = MeasureLapse.objects.get_or_create(measure=measure, lapsed_on=measure.ran_out_on)
        if is_new:
            noted += 1
            announce(MeasureLapsed(measure.pk))
    return noted


@transaction.atomic
def add_own_word(*, by: Person, word: str, why: str) -> OwnWord:
    """A word that authors are asked about, as it stands. Adding it again changes nothing."""
    require(can_keep_measures(by), NOT_KEEPER)
    return OwnWord.objects.get_or_create(word=word, defaults={"why": why, "by": by})[0]


@transaction.atomic
def remove_own_word(*, by: Person, word: OwnWord) -> None:
    """Nobody is asked about it any more."""
    require(can_keep_measures(by), NOT_KEEPER)
    word.delete()


def _free_code(terms: Terms) -> str:
    base = slugify(terms.name.get("en") or terms.name.get("nb", ""))[:34] or "measure"
    taken = set(ControlMeasure.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if code not in taken)
