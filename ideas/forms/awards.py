"""Shape and limits of what is written on the desk of awards."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.actions import AwardWords, CategoryPlan, Plan, PrizeWords, passed_days
from ideas.forms.people import AREA, PersonWords, person_called
from ideas.models import Award, AwardRound, Campaign, Category, Prize, Rubric
from network.core.warned import WarnedForm
from profiles.models import Person


def area(rows: int) -> forms.Textarea:
    """A text field of so many lines."""
    return forms.Textarea(AREA | {"rows": rows})


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class AwardForm(WarnedForm):
    """A line of the catalogue."""

    name = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(label=_("What it is for"), max_length=1_000, widget=area(4))
    kind = forms.ChoiceField(label=_("Who decides?"), choices=Award.Kind.choices, widget=forms.RadioSelect)
    emblem = forms.ChoiceField(label=_("Emblem"), choices=Award.Emblem.choices)
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def words(self) -> AwardWords:
        """What was written, for the action."""
        given = self.cleaned_data
        return AwardWords(given["name"], given["description"], given["kind"], given["emblem"])


class PrizeForm(WarnedForm):
    """What goes with an award."""

    title = forms.CharField(label=_("Prize"), max_length=120)
    kind = forms.ChoiceField(label=_("What is it?"), choices=Prize.Kind.choices)
    value = forms.IntegerField(
        label=_("Worth, in whole kroner"), help_text=_("For each winning idea; its recipients share it."),
        min_value=0, max_value=10_000_000, initial=0,
    )  # fmt: skip
    tax_note = forms.CharField(
        label=_("Note to the payroll office"), max_length=200, required=False,
        help_text=_("Left empty it is written for you, where the prize is taxed."),
    )  # fmt: skip
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def words(self) -> PrizeWords:
        """What was written, for the action."""
        given = self.cleaned_data
        return PrizeWords(given["title"], given["kind"], given["value"], given["tax_note"])


class LimitForm(forms.Form):
    """How much an employee may be given in a year without tax."""

    kroner = forms.IntegerField(label=_("Tax-free gifts a year, in kroner"), min_value=0, max_value=1_000_000)


class RoundForm(WarnedForm):
    """A round: what it is called, who chairs it, and its days."""

    title = forms.CharField(label=pgettext_lazy("award round", "Title"), max_length=80)
    chair = PersonWords(_("Who chairs the jury?"), _("Judges with the others, and speaks for them."))
    nominate_from = _day(_("Nominating begins on"))
    nominate_until = _day(_("Nominating ends on"), _("That day included."))
    judge_until = _day(_("The jury judges until"), _("That day included."))
    announce_on = _day(_("Announced on"))
    announce_time = forms.TimeField(label=_("at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    min_jury = forms.IntegerField(
        label=_("Ballots that an idea needs to be ranked"), min_value=1, max_value=15, initial=3,
        help_text=_("Of jurors without a conflict. Judging does not open while the jury is too small for that."),
    )  # fmt: skip
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, person: Person, round: AwardRound | None = None, data: QueryDict | None = None) -> None:
        super().__init__(data, initial=_of_round(round) if round else {"announce_time": "09:00"})
        self.person, self.round = person, round
        zone = timezone.get_current_timezone_name()
        self.fields["announce_time"].help_text = _("Time zone: %(zone)s") % {"zone": zone}
        if round is not None:
            del self.fields["chair"]
            if round.state != "planning":
                del self.fields["min_jury"]

    def clean(self) -> dict[str, Any]:
        """The days stand in their order, and none that has passed is changed."""
        given = super().clean() or self.cleaned_data
        self.chosen = person_called(self, "chair", given.get("chair", "")) or self.person
        names = ("nominate_from", "nominate_until", "judge_until", "announce_on")
        days = [(name, day) for name in names if (day := given.get(name)) is not None]
        for (_before, earlier), (name, later) in pairwise(days):
            if later < earlier:
                self.add_error(name, _("This day lies before the one above it."))
        if self.round is not None and not self.errors:
            for name in passed_days(self.round, self.plan()):
                where = "announce_on" if name == "announce_at" else name
                self.add_error(where, _("A day that has passed cannot be changed, and a new one lies ahead."))
        return given

    def plan(self) -> Plan:
        """What was written, for the action."""
        given = self.cleaned_data
        at = timezone.make_aware(datetime.combine(given["announce_on"], given["announce_time"]))
        days = (given["nominate_from"], given["nominate_until"], given["judge_until"])
        fewest = given.get("min_jury") or (self.round.min_jury if self.round else 3)
        return Plan(given["title"], self.round.chair if self.round else self.chosen, *days, at, fewest)


def _of_round(round: AwardRound) -> dict[str, Any]:
    kept = ("title", "nominate_from", "nominate_until", "judge_until", "min_jury")
    local = timezone.localtime(round.announce_at)
    given = {name: getattr(round, name) for name in kept}
    return given | {"announce_on": local.date(), "announce_time": local.time().replace(second=0, microsecond=0)}


class CategoryForm(forms.Form):
    """An award as it is given in one round."""

    award = forms.ChoiceField(label=_("Award"), choices=())
    eligible = forms.ChoiceField(label=_("Which ideas can be nominated?"), choices=Category.Eligible.choices)
    campaign = forms.ChoiceField(label=_("Only of one campaign?"), required=False, choices=())
    max_winners = forms.IntegerField(label=_("How many win at most?"), min_value=1, max_value=10, initial=1)
    rubric = forms.ChoiceField(
        label=_("What is it judged by?"), required=False, choices=(), help_text=_("Where a jury decides.")
    )
    prize = forms.ChoiceField(label=_("Prize"), required=False, choices=())

    def __init__(
        self,
        offered: tuple[Sequence[Award], Sequence[Rubric], Sequence[Prize], Sequence[Campaign]],
        category: Category | None = None,
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data, initial=_of_category(category) if category else None)
        awards, rubrics, prizes, campaigns = offered
        self.offered: dict[str, dict[str, Any]] = {
            "award": {str(award.pk): award for award in awards},
            "rubric": {str(rubric.pk): rubric for rubric in rubrics},
            "prize": {str(prize.pk): prize for prize in prizes},
            "campaign": {campaign.slug: campaign for campaign in campaigns},
        }
        self._offer("award", [], [(key, a.name) for key, a in self.offered["award"].items()])
        self._offer(
            "rubric", _("The rubric of the house"), [(key, r.name) for key, r in self.offered["rubric"].items()]
        )
        self._offer("prize", _("None"), [(key, p.title) for key, p in self.offered["prize"].items()])
        self._offer("campaign", _("No"), [(key, c.name) for key, c in self.offered["campaign"].items()])

    def _offer(self, name: str, none: Any, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = [*([("", none)] if none else []), *choices]  # type: ignore[attr-defined]

    def plan(self) -> CategoryPlan:
        """What was chosen, for the action."""
        given = self.cleaned_data
        chosen = {name: self.offered[name].get(given[name]) for name in ("rubric", "prize", "campaign")}
        award = self.offered["award"][given["award"]]
        return CategoryPlan(award, eligible=given["eligible"], max_winners=given["max_winners"], **chosen)


def _of_category(category: Category) -> dict[str, Any]:
    given = {"award": category.award_id, "rubric": category.rubric_id or "", "prize": category.prize_id or ""}
    given |= {"campaign": category.campaign.slug if category.campaign else "", "eligible": category.eligible}
    return given | {"max_winners": category.max_winners}
