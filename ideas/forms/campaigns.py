"""A campaign: what is asked for, until when, and on which terms."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.actions import SPENT, Brief, has_votes, keeps_points, loosens
from ideas.forms.people import AREA, PersonWords, person_called
from ideas.models import MOST_QUESTIONS, Campaign, Rubric
from ideas.queries import rubrics_offered
from network.core.text import clean_line
from network.core.warned import WarnedForm
from network.groups.queries import my_groups
from profiles.models import Person

KEPT = ("title", "question", "brief", "decide_by", "identity", "counts", "vote_budget", "max_per_idea")
LONGEST_QUESTION = 200  # characters


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


def _end_of(day: date | None) -> datetime | None:
    """Through the whole of that day here."""
    return None if day is None else timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class CampaignForm(WarnedForm):
    """What is asked for, until when, and on which terms."""

    title = forms.CharField(label=pgettext_lazy("idea", "Title"), max_length=80)
    question = forms.CharField(
        label=_("The question"), help_text=_("One sentence that everybody understands."), max_length=200
    )
    brief = forms.CharField(
        label=_("What it is about"), max_length=4_000, required=False, widget=forms.Textarea(AREA | {"rows": 5}),
        help_text=_("Why you ask, what is possible, and what ideas are judged by."),
    )  # fmt: skip
    owner = PersonWords(
        _("Who answers?"), _("Receives the ideas and owes their authors an answer. You, if you write nobody.")
    )
    sponsor = PersonWords(
        _("Who stands behind it?"), _("Hears of answers that are ten working days late. May be left empty.")
    )
    group = forms.ChoiceField(label=_("Who takes part?"), required=False, choices=())
    questions = forms.CharField(
        label=_("Questions of your own"), max_length=1_100, required=False, widget=forms.Textarea(AREA | {"rows": 4}),
        help_text=_("One on each line, at most five. Whoever sends in an idea answers all of them."),
    )  # fmt: skip
    opens = _day(_("Opens on"), _("At once, if you leave it empty."))
    submit_ends = _day(_("Ideas are sent in until"), _("That day included."))
    vote_ends = _day(_("People vote until"))
    decide_by = _day(_("Everything is answered by"))
    identity = forms.ChoiceField(
        label=_("Who sees the authors?"), choices=Campaign.Identity.choices, initial=Campaign.Identity.NAMED,
        widget=forms.RadioSelect,
    )  # fmt: skip
    counts = forms.ChoiceField(
        label=_("Who sees how many want an idea?"), choices=Campaign.Counts.choices, initial=Campaign.Counts.VOTED,
        widget=forms.RadioSelect,
    )  # fmt: skip
    vote_budget = forms.IntegerField(
        label=_("Points for each person to vote with"), min_value=1, max_value=100, required=False,
        help_text=_("Leave it empty, and everybody votes for as many ideas as they like."),
    )  # fmt: skip
    max_per_idea = forms.IntegerField(
        label=_("Points that one person gives one idea at most"), min_value=1, max_value=100, required=False, initial=3,
    )  # fmt: skip
    rubric = forms.ChoiceField(
        label=_("What are the ideas judged by?"),
        help_text=_("Everybody reads the criteria, what each step means and the weights before ideas are sent in."),
        required=False, choices=(),
    )  # fmt: skip
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, person: Person, campaign: Campaign | None = None, data: QueryDict | None = None) -> None:
        super().__init__(data, initial=_terms_of(campaign) if campaign else None)
        self.person, self.campaign = person, campaign
        self.groups = {group.slug: group for group in my_groups(person, 500)}
        self.rubrics = {str(rubric.pk): rubric for rubric in rubrics_offered()}
        if campaign is not None and campaign.rubric is not None:  # also when it is no longer offered to others
            self.rubrics[str(campaign.rubric.pk)] = campaign.rubric
        own = [(key, _rubric_name(rubric)) for key, rubric in self.rubrics.items()]
        self.fields["rubric"].choices = [("", _("The house rubric")), *own]  # type: ignore[attr-defined]
        everyone = [("", _("Everybody who works here"))]
        self.fields["group"].choices = [*everyone, *[(slug, g.name) for slug, g in self.groups.items()]]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days come one after the other, and the terms do not loosen."""
        given = super().clean() or self.cleaned_data
        order = [("opens", given.get("opens"))] + [(n, given.get(n)) for n in ("submit_ends", "vote_ends", "decide_by")]
        days = [(name, day) for name, day in order if day is not None]
        for (_before, earlier), (name, later) in pairwise(days):
            if later < earlier:
                self.add_error(name, _("This day lies before the one above it."))
        if given.get("submit_ends") is None:
            self.add_error("submit_ends", _("Choose until when ideas are sent in."))
        self.answers = person_called(self, "owner", given.get("owner", "")) or self.person
        self.stands_behind = person_called(self, "sponsor", given.get("sponsor", ""))
        if (given.get("max_per_idea") or 1) > (given.get("vote_budget") or 100):
            self.add_error("max_per_idea", _("This is more than all the points that a person has."))
        if self.campaign is not None and not self.errors and loosens(self.campaign, self.terms()):
            self.add_error("identity", _("Who sees authors and counts can only be made stricter."))
        voted = self.campaign is not None and not self.errors and has_votes(self.campaign)
        if voted and self.campaign is not None and not keeps_points(self.campaign, self.terms()):
            self.add_error("vote_budget", SPENT)
        return given

    def clean_questions(self) -> tuple[str, ...]:
        """One on each line."""
        lines = tuple(filter(None, map(clean_line, self.cleaned_data["questions"].splitlines())))
        if len(lines) > MOST_QUESTIONS:
            raise forms.ValidationError(_("Ask at most five questions."))
        if any(len(line) > LONGEST_QUESTION for line in lines):
            raise forms.ValidationError(_("A question has at most 200 characters."))
        return lines

    def terms(self) -> Brief:
        """What was written, for the action."""
        given = self.cleaned_data
        return Brief(
            title=given["title"],
            question=given["question"],
            brief=given["brief"],
            owner=self.answers,
            group=self.groups.get(given["group"]),
            opens_at=_end_of(given["opens"] - timedelta(days=1)) if given["opens"] else None,
            submit_ends_at=_end_of(given["submit_ends"]),
            vote_ends_at=_end_of(given["vote_ends"]),
            decide_by=given["decide_by"],
            identity=given["identity"],
            counts=given["counts"],
            sponsor=self.stands_behind,
            questions=given["questions"],
            vote_budget=given["vote_budget"],
            max_per_idea=given["max_per_idea"] or 3,
            rubric=self.rubrics.get(given["rubric"]),
        )


def _rubric_name(rubric: Rubric) -> str:
    return rubric.name if rubric.version == 1 else f"{rubric.name} ({rubric.version})"


def _terms_of(campaign: Campaign) -> dict[str, Any]:
    kept = {name: getattr(campaign, name) for name in KEPT}
    return kept | {
        "sponsor": f"@{campaign.sponsor.handle}" if campaign.sponsor else "",
        "questions": "\n".join(campaign.questions),
        "owner": f"@{campaign.owner.handle}" if campaign.owner else "",
        "rubric": str(campaign.rubric_id or ""),
        "group": campaign.group.slug if campaign.group else "",
        "opens": timezone.localdate(campaign.opens_at) if campaign.opens_at else None,
        "submit_ends": campaign.submit_until,
        "vote_ends": campaign.vote_until,
    }


class AnswerForm(WarnedForm):
    """What came of a campaign, for everybody who took part."""

    answer = forms.CharField(
        label=_("What came of it"), max_length=8_000, widget=forms.Textarea(AREA | {"rows": 8}),
        help_text=_("What did you learn, what will be done, and thanks to whom?"),
    )  # fmt: skip
