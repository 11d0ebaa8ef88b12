"""Who wins: chosen from the ranking, told apart, written down as grants, and taken back when it must be."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.access import can_choose_winner, can_depart_from_ranking, can_vote_on_tie
from ideas.actions.grants import give_to
from ideas.events import RoundChanged
from ideas.models import Award, AwardRound, Category, Grant, Nomination, TieVote, Winner
from ideas.placing import Placed, Step, rank
from ideas.queries.rounds import Desk, Line, Panel, load_desk
from ideas.queries.winning import AGAIN_NOTE, faults, receiving
from ideas.states import RoundState
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line, clean_text
from profiles.models import Person

NOT_CHOOSER = _("The chair chooses while the jury talks it over; with a conflict there, a juror who has none.")
NOT_RANKED = _("Too few jurors have judged it, so it has no place in the ranking and cannot win.")
DEPARTS = _("The ranking says otherwise. Write why the jury departs from it.")
NOT_FREE = _("Whoever departs from the ranking must have no conflict with any of those nominated there.")
TOO_MANY = _("So many do not win in this category.")
NO_REASON = _("Say why, for everybody who reads it.")
NO_TIE = _("Nothing is to be told apart here, or it is not yours to do: the chair votes, and has no conflict there.")
HAS_WINNER = _("Take back who was chosen before you say that nobody wins.")

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what is read wrong on paper


@dataclass(frozen=True)
class Choice:
    """What goes with a winner: the citation as far as it is written, and the notes that rules ask for."""

    citation: str = ""
    departure: str = ""
    repeat: str = ""


@transaction.atomic
def choose_winner(*, by: Person, nomination: Nomination, choice: Choice) -> None:
    """It is to win, or its words are changed. From the ranking, else with a written note; within rules 26 to 29."""
    desk = _locked(nomination.category.round_id)
    nomination = desk.line(nomination.pk).nomination
    nomination.category.round = desk.round
    require(can_choose_winner(by, nomination), NOT_CHOOSER)
    kept = {
        "citation": clean_text(choice.citation)[:2_000],
        "departure": clean_text(choice.departure)[:1_000],
        "repeat": clean_text(choice.repeat)[:1_000],
        "chosen_by": by,
        "saved_at": now(),
    }
    Winner.objects.update_or_create(nomination=nomination, defaults=kept)
    Category.objects.filter(pk=nomination.category_id).update(no_winner="")
    desk = load_desk(desk.round)
    panel = desk.panel(nomination.category_id)
    require(panel.ranking.of(nomination.pk) is not None, NOT_RANKED)
    if nomination.pk not in panel.expected:
        require(bool(kept["departure"]), DEPARTS)
        require(can_depart_from_ranking(by, nomination.category), NOT_FREE)
    require(_fits(panel), TOO_MANY)
    fault = faults(desk).get(nomination.pk)
    require(fault is None, fault or AGAIN_NOTE)
    announce(RoundChanged(desk.round.pk))


def _fits(panel: Panel) -> bool:
    """No more than may win; those who share the last place count as one."""
    chosen = {line.nomination.pk for line in panel.winners}
    placed = [one for one in _among(panel, chosen) if one.place > panel.category.max_winners]
    return not placed


def _among(panel: Panel, chosen: set[int]) -> Sequence[Placed]:
    """The places of those chosen, as if nobody else had been nominated."""
    tallies = [line.tally for line in panel.lines if line.nomination.pk in chosen]
    return rank(tallies, fewest=0).placed


@transaction.atomic
def drop_winner(*, by: Person, nomination: Nomination) -> None:
    """It is not to win after all."""
    desk = _locked(nomination.category.round_id)
    require(can_choose_winner(by, nomination), NOT_CHOOSER)
    Winner.objects.filter(nomination=nomination).delete()
    announce(RoundChanged(desk.round.pk))


@transaction.atomic
def say_no_winner(*, by: Person, category: Category, reason: str) -> None:
    """Nobody wins there, and why."""
    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=category.round_id)
    category = Category.objects.select_related("round", "award").get(pk=category.pk)
    require(_may_say_nobody(by, category), NOT_FREE)
    require(not Winner.objects.filter(nomination__category=category).exists() or _revoked(category), HAS_WINNER)
    require(bool(clean_text(reason)), NO_REASON)
    Category.objects.filter(pk=category.pk).update(no_winner=clean_text(reason)[:1_000])
    announce(RoundChanged(round.pk))


def _may_say_nobody(by: Person, category: Category) -> bool:
    if category.round.state == RoundState.DECIDED:  # a grant was taken back
        return category.round.chair_id == by.pk and _revoked(category)
    return can_depart_from_ranking(by, category)


def _revoked(category: Category) -> bool:
    given = category.grants.all()
    return given.exists() and not given.filter(revoked_at=None).exists()


@transaction.atomic
def vote_on_tie(*, by: Person, nomination: Nomination, note: str) -> None:
    """The chair's vote for one of those that nothing tells apart, with its reason; it can be taken back."""
    desk = _locked(nomination.category.round_id)
    panel = desk.panel(nomination.category_id)
    groups = panel.ranking.ties(panel.category.max_winners)
    nomination.category.round = desk.round
    require(can_vote_on_tie(by, nomination), NO_TIE)
    require(any(nomination.pk in group for group in groups), NO_TIE)
    require(bool(clean_line(note)), NO_REASON)
    TieVote.objects.create(nomination=nomination, by=by, note=clean_line(note)[:300])
    announce(RoundChanged(desk.round.pk))


@transaction.atomic
def drop_tie_vote(*, by: Person, nomination: Nomination) -> None:
    """The chair takes the vote back."""
    desk = _locked(nomination.category.round_id)
    require(can_vote_on_tie(by, nomination), NO_TIE)
    TieVote.objects.filter(nomination=nomination).delete()
    announce(RoundChanged(desk.round.pk))


def make_grants(*, round: AwardRound, by: Person) -> None:
    """What was chosen becomes grants with their recipients, in the caller's transaction and under the round's lock."""
    list(Award.objects.select_for_update().filter(categories__round=round).order_by("pk"))  # two rounds at once
    desk = load_desk(round)
    for fault in faults(desk).values():
        require(False, fault)
    getting = receiving({line.idea.pk for line in desk.lines})
    for panel in desk.panels:
        chosen = {line.nomination.pk for line in panel.winners}
        for place in _among(panel, chosen):
            line = desk.line(place.tally.nomination)
            grant = Grant.objects.create(
                category=panel.category,
                award=panel.category.award,
                idea=line.idea,
                place=place.place,
                shared=place.shared,
                tie_note=tie_note(panel, line),
                citation=line.nomination.winner.citation,
                decided_by=line.nomination.winner.chosen_by or by,
            )
            give_to(grant=grant, winners=getting[line.idea.pk])


def tie_note(panel: Panel, line: Line) -> str:
    """How it was told apart from those of the same worth, in words of the house's language; "" where it stood alone."""
    if line.placed is None or not line.placed.told_apart:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        return " ".join(_told(step, panel, line) for step in line.placed.told_apart)[:500]


def _told(step: Step, panel: Panel, line: Line) -> str:
    tally = line.tally
    numbers = {Step.SUPPORT: tally.support, Step.AGREEMENT: tally.spread, Step.FIRST: float(tally.first)}
    first = panel.criteria[0].shown_name if panel.criteria else ""
    words = {
        Step.SUPPORT: gettext("Told apart by the votes of colleagues (%(n)s)."),
        Step.AGREEMENT: gettext("Told apart by how much the jurors agreed (spread %(n)s)."),
        Step.FIRST: gettext("Told apart by the first criterion, %(first)s (%(n)s)."),
        Step.CHAIR: gettext("Told apart by the chair's vote."),
        Step.SHARED: gettext("Nothing told them apart: the place is shared."),
    }
    said = words[step] % {"n": number_format(numbers.get(step, 0), 2), "first": first}
    note = line.nomination.tie_vote.note if step == Step.CHAIR and tally.chairs else ""
    return f"{said} {note}".strip()


def _locked(round_id: int) -> Desk:
    return load_desk(AwardRound.objects.select_for_update(of=("self",)).get(pk=round_id))
