"""What a juror says of a nomination: begun, cast or abstained. Nobody else's until the jury talks it over."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ideas.access import can_judge_nomination
from ideas.events import BallotGiven
from ideas.models import AwardRound, Ballot, BallotScore, Criterion, JuryMember, Nomination, Rubric
from ideas.models.rubrics import HIGHEST, LOWEST
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_text
from profiles.models import Person

NOT_JUDGE = _("You do not judge this: you have a conflict, your ballot is cast, or the jury does not judge now.")
INCOMPLETE = _("Give each criterion a score before you cast the ballot.")
OFF_SCALE = _("Scores go from 1 to 5.")

Scores = Mapping[int, int]  # by criterion; what is left out is skipped


@transaction.atomic
def save_ballot(*, by: Person, nomination: Nomination, scores: Scores, comment: str) -> Ballot:
    """Keeps what is written so far, whole or not; nobody else sees it."""
    return _write(by, nomination, scores, comment)


@transaction.atomic
def cast_ballot(*, by: Person, nomination: Nomination, scores: Scores, comment: str) -> Ballot:
    """Says it for good: every criterion that may not be skipped has a score. Once, and never changed."""
    ballot = _write(by, nomination, scores, comment)
    rubric = ballot.nomination.category.rubric_id or 0
    needed = Criterion.objects.filter(rubric=rubric, may_skip=False)
    given = set(ballot.scores.values_list("criterion_id", flat=True))
    require(bool(given) and given.issuperset(needed.values_list("pk", flat=True)), INCOMPLETE)
    Rubric.objects.filter(pk=rubric, frozen_at=None).update(frozen_at=now())
    return _give(ballot, Ballot.State.CAST)


@transaction.atomic
def abstain(*, by: Person, nomination: Nomination, comment: str) -> Ballot:
    """Says that one cannot judge it; it is no score, and so never a zero."""
    return _give(_write(by, nomination, {}, comment), Ballot.State.ABSTAINED)


def _write(by: Person, nomination: Nomination, scores: Scores, comment: str) -> Ballot:
    """Under the round's lock: what one juror sends several times at once is written one after the other."""
    AwardRound.objects.select_for_update(no_key=True, of=("self",)).get(pk=nomination.category.round_id)
    nomination = Nomination.objects.select_related("category__round", "category__award").get(pk=nomination.pk)
    require(can_judge_nomination(by, nomination), NOT_JUDGE)
    require(all(LOWEST <= value <= HIGHEST for value in scores.values()), OFF_SCALE)
    seat = JuryMember.objects.get(round=nomination.category.round_id, person=by)
    kept = {"comment": clean_text(comment)[:2_000], "saved_at": now()}
    ballot = Ballot.objects.update_or_create(nomination=nomination, member=seat, defaults=kept)[0]
    ballot.scores.all().delete()
    asked = Criterion.objects.filter(rubric=nomination.category.rubric_id, pk__in=scores)
    BallotScore.objects.bulk_create(
        BallotScore(ballot=ballot, criterion=criterion, value=scores[criterion.pk]) for criterion in asked
    )
    return ballot


def _give(ballot: Ballot, state: str) -> Ballot:
    ballot.state, ballot.cast_at = state, now()
    ballot.save(update_fields=["state", "cast_at"])
    announce(BallotGiven(ballot.nomination_id, ballot.member_id))
    return ballot
