"""The rubric that comes with Glød, in the words of the source; ideas.models.rubrics reads it in the page's language.

It follows what is known about judging ideas: the benefit and whether it can be done weigh most. Novelty is a question
of its own: people who know a field well take marks off for it without noticing (Boudreau et al. 2016). Reach across
departments is asked about, as each department favours its own (Reitzig and Sorenson 2013).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class Asked:
    """One criterion: its weight in percent, and what 1 to 5 mean."""

    name: str
    help: str
    weight: int
    anchors: tuple[str, str, str, str, str]
    may_skip: bool = False


NAME = _("The house rubric")
CRITERIA = (
    Asked(
        _("Benefit"),
        _("How much better does it get, and for how many?"),
        30,
        (
            _("Hardly anybody would notice"),
            _("A little better for a few"),
            _("Clearly better for a team, or for a group of customers"),
            _("Clearly better for several teams, or for many customers"),
            _("Changes the working day, the safety or the service for very many"),
        ),
    ),
    Asked(
        _("Feasibility"),
        _("Can we do it with the people, the money and the permission that we can get?"),
        25,
        (
            _("I see no way to do it"),
            _("Only with much money, new rules or people we do not have"),
            _("It can be done, but other work must wait for it"),
            _("It can be done this year with what we have"),
            _("It could be tried next week"),
        ),
        may_skip=True,
    ),
    Asked(
        _("Novelty"),
        _("Is it new to us? New is not the same as good, so it is judged by itself."),
        15,
        (
            _("We do this already"),
            _("A small change in what we do"),
            _("Known elsewhere, new to us"),
            _("Few have tried anything like it"),
            _("I have not seen this anywhere"),
        ),
        may_skip=True,
    ),
    Asked(
        _("Reach across departments"),
        _("How far outside the place it comes from would it help?"),
        15,
        (
            _("One person's own work"),
            _("One team or one office"),
            _("One whole department"),
            _("Two or three departments"),
            _("Most of the house, or both customers and colleagues"),
        ),
    ),
    Asked(
        _("What it builds on"),
        _("How well is the problem known?"),
        15,
        (
            _("A guess: nobody has met the problem yet"),
            _("One person's experience"),
            _("Several people have met it"),
            _("Counted or described by those it concerns"),
            _("Tried already, and we know how it went"),
        ),
    ),
)
