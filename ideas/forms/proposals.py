"""What authors write, and what narrows the board."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.actions import Proposal
from ideas.forms.people import AREA
from ideas.models import Campaign, Idea, SimilarJudgement
from ideas.queries import Narrowing, Order
from network.core.text import clean_line, clean_text
from network.core.warned import WarnedForm

SHORTEST_TITLE, LONGEST_ANSWER = 10, 2_000  # characters
EMPTY = _("Write something here.")


class ProposalForm(WarnedForm):
    """The page on which an idea is written."""

    questions: Sequence[str] = ()

    title = forms.CharField(
        label=pgettext_lazy("idea", "Title"),
        max_length=120,
        error_messages={"required": _("Give the idea a title.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    problem = forms.CharField(
        label=_("What is the problem?"),
        help_text=_("Who meets it, and how often?"),
        max_length=4_000,
        error_messages={"required": EMPTY},
        widget=forms.Textarea(AREA | {"rows": 4}),
    )
    proposal = forms.CharField(
        label=_("What do you propose?"),
        help_text=_("It need not be finished. Say what should be different."),
        max_length=8_000,
        error_messages={"required": EMPTY},
        widget=forms.Textarea(AREA | {"rows": 5}),
    )
    benefit = forms.CharField(
        label=_("What will be better?"),
        help_text=_("How will we notice that it works?"),
        max_length=4_000,
        error_messages={"required": EMPTY},
        widget=forms.Textarea(AREA | {"rows": 3}),
    )
    origin = forms.ChoiceField(
        label=_("Where does it come from?"),
        choices=Idea.Origin.choices,
        initial=Idea.Origin.EMPLOYEE,
        required=False,
        widget=forms.RadioSelect,
    )
    heard_from = forms.CharField(
        label=_("Organisation or channel"),
        help_text=_("Only if it comes from outside. Never write the name of a customer who is a person."),
        max_length=120,
        required=False,
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None, idea: Idea | None = None) -> None:
        super().__init__(data, initial=initial)
        if idea is not None:
            self.ask([asked for asked, _said in idea.answers] or idea.campaign.questions, idea.answers)

    def ask(self, questions: Sequence[str], answers: Sequence[Sequence[str]] = ()) -> None:
        """Adds the campaign's own questions, each with what was answered so far."""
        said = {pair[0]: pair[1] for pair in answers}
        self.questions = list(questions)
        for number, question in enumerate(questions):
            self.fields[f"answer_{number}"] = forms.CharField(
                label=question, max_length=LONGEST_ANSWER, initial=said.get(question, ""),
                error_messages={"required": EMPTY}, widget=forms.Textarea(AREA | {"rows": 2}),
            )  # fmt: skip

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of the campaign's own questions."""
        return [self[f"answer_{number}"] for number in range(len(self.questions))]

    def clean_title(self) -> str:
        """A title that says something."""
        title = clean_line(self.cleaned_data["title"])
        if len(title) < SHORTEST_TITLE:
            raise forms.ValidationError(_("Write a title of at least 10 characters, so that others understand it."))
        return title

    def clean(self) -> dict[str, Any]:
        """More than blanks in each field."""
        given = super().clean() or self.cleaned_data
        for name in ("problem", "proposal", "benefit", *(field.name for field in self.asked)):
            if name in given and not clean_text(given[name]):
                self.add_error(name, EMPTY)
        return given

    def words(self) -> Proposal:
        """What was written, for the action."""
        given = {name: self.cleaned_data[name] for name in ("title", "problem", "proposal", "benefit", "heard_from")}
        anonymous = self.cleaned_data.get("is_anonymous", False)
        answers = [[asked, self.cleaned_data[f"answer_{n}"]] for n, asked in enumerate(self.questions)]
        origin = self.cleaned_data["origin"] or Idea.Origin.EMPLOYEE
        return Proposal(**given, origin=origin, is_anonymous=anonymous, answers=answers)


class NewForm(ProposalForm):
    """A new idea: also where it is sent, the draft it goes on with, and the key that makes sending twice harmless."""

    campaign = forms.ChoiceField(label=_("Where do you send it?"), required=False, choices=())
    is_anonymous = forms.BooleanField(
        label=_("Do not show who wrote it before it is decided"),
        help_text=_("Only in campaigns that allow it. Whoever decides does not see it either."),
        required=False,
    )
    draft = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    field_order = ("campaign", "title", "problem", "proposal", "benefit", "origin", "heard_from")

    def __init__(self, campaigns: Sequence[Campaign], data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.campaigns = {campaign.slug: campaign for campaign in campaigns}
        self.fields["campaign"].choices = [(slug, c.name) for slug, c in self.campaigns.items()]  # type: ignore[attr-defined]
        self.ask(self.chosen.questions if self.chosen else [], (initial or {}).get("answers", ()))

    @property
    def sent_key(self) -> UUID | None:
        """The key that the page was sent with, also while the rest of the form is faulty."""
        with suppress(forms.ValidationError):
            return self.fields["key"].clean(self["key"].value()) if self.is_bound else None
        return None

    def judgement_on(self, idea: Idea) -> str:
        """What the writer says of one that resembles it; "" while nothing is said."""
        said = self.data.get(f"same-{idea.pk}", "") if self.is_bound else ""
        return said if said in SimilarJudgement.Answer.values else ""

    @property
    def may_hide(self) -> bool:
        """One of the campaigns leaves it to the authors whether they are seen."""
        return any(campaign.identity == Campaign.Identity.OPTIONAL for campaign in self.campaigns.values())

    @property
    def has_union(self) -> bool:
        """One of the campaigns is in a group that is run for a union: no posting limit reaches there."""
        return any(campaign.group is not None and campaign.group.is_for_union for campaign in self.campaigns.values())

    @property
    def chosen(self) -> Campaign | None:
        """The campaign chosen now, the first one when none is; also while the rest of the form is faulty."""
        return self.campaigns.get(self["campaign"].value() or "") or next(iter(self.campaigns.values()), None)

    def unfinished(self) -> Proposal:
        """What is written so far, whole or not, cut to what fits."""
        longest = {"title": 120, "problem": 4_000, "proposal": 8_000, "benefit": 4_000, "heard_from": 120}
        given = {name: str(self[name].value() or "")[:limit] for name, limit in longest.items()}
        origin = self["origin"].value()
        anonymous = bool(self["is_anonymous"].value())
        known = origin if origin in Idea.Origin.values else Idea.Origin.EMPLOYEE
        said = [str(bound.value() or "")[:LONGEST_ANSWER] for bound in self.asked]
        answers = [list(pair) for pair in zip(self.questions, said, strict=True)]
        return Proposal(**given, origin=known, is_anonymous=anonymous, answers=answers)


def narrowing_from(asked: QueryDict, columns: Sequence[str]) -> Narrowing:
    """What the address asks for; what it says that is unknown is left out."""
    order = asked.get("order", "")
    return Narrowing(
        column=column if (column := asked.get("state", "")) in columns else "",
        department=asked.get("department", "")[:60],
        campaign=asked.get("campaign", "")[:60],
        origin="customers" in asked,
        mine="mine" in asked,
        late="late" in asked,
        few_readers="readers" in asked,
        order=Order(order) if order in list(Order) else Order.RECOMMENDED,
    )
