"""What is decided, and why; what a second person and whoever answers an appeal say."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line, clean_text
from network.core.warned import WarnedForm
from network.moderation.actions.appealing import Answer
from network.moderation.actions.grounds import DAYS, MOST_DAYS, NO_LAW, NO_RULE, Plan
from network.moderation.actions.milder import NOT_MILDER, is_milder
from network.moderation.forms.desk import SectionField, area, sendable
from network.moderation.forms.ladder import LadderForm
from network.moderation.models import Appeal
from network.moderation.queries.ladder import Offer, milder_than
from network.moderation.states import PERSONAL, STATED, Level, Verdict
from network.policy.models import Section

MEANINGS = {
    Level.NOTHING: _("It stays as it is. Only an author who knows of the case is told that it is over."),
    Level.GUIDANCE: _("It stays. The author gets a friendly word and the rule. It is held against nobody."),
    Level.INTERIM: _("Hidden while you go on, and shown again by itself after five working days."),
    Level.HIDE: _(
        "Nobody finds it where it stood. Its author reads why, with the text, and may appeal. It can come back."
    ),
    Level.REMOVE: _(
        "As hiding, for what must not come back. The author has been heard first; where it is urgent, a second person "
        "must agree instead. The author may appeal."
    ),
    Level.REDACT: _(
        "Some words go, from earlier versions and from the case too. For good: an appeal cannot bring them back. "
        "Two people decide. The rest stays, with its replies."
    ),
    Level.REMINDER: _(
        "A reminder of a rule, kept for twelve months. Nothing is hidden by it, and it is no warning in the "
        "employment. The author has been heard, and may appeal."
    ),
    Level.LIMIT: _(
        "The author publishes nothing for some days, and can do everything else. It ends by itself. "
        "The author has been heard, and may appeal."
    ),
}
SAID = ("facts", "reasoning", "milder")
SAY = _("A restriction says this to the author. Write it.")


class DecideForm(LadderForm):
    """A step of the ladder with its statement of reasons."""

    level = forms.ChoiceField(label=_("What is done"), widget=forms.RadioSelect)
    section = SectionField(help_text=_("Those that were in force when it was written."))
    law = forms.CharField(
        label=_("Or a law"), max_length=200, required=False,
        help_text=_("Which law and where, and the day on which it read so."),
    )  # fmt: skip
    quote = forms.CharField(label=_("What it is about, word for word"), max_length=300, required=False)
    facts = area(_("What happened"), 2_000, required=False)
    reasoning = area(_("Why"), 2_000, _("The author reads this. Write as to a colleague."))
    milder = area(_("Why a milder step is not enough"), 1_000, required=False, rows=2)

    def __init__(
        self, sections: Sequence[Section], offer: Offer, data: QueryDict | None = None, reasoning: str = ""
    ) -> None:
        super().__init__(data, initial={"reasoning": reasoning}, prefix="decide")
        self.fields["section"].offer(sections)  # type: ignore[attr-defined]
        self.fields["level"].choices = [(level, level.label) for level in offer.levels]  # type: ignore[attr-defined]
        self.offering(offer)

    def steps(self) -> Iterator[tuple[Any, Any]]:
        """Each step with what it means."""
        for option in self["level"]:
            yield option, MEANINGS[Level(option.data["value"])]

    def clean(self) -> dict[str, Any]:
        """A restriction says what happened, why, by which rule, and why a milder step is not enough."""
        given = super().clean() or self.cleaned_data
        for name in SAID:
            self._check(name, given)
        self.check_ladder(given)
        level = given.get("level")
        if level not in STATED:
            return given
        for name in SAID:
            if name not in self.errors and not given.get(name):
                self.add_error(name, SAY)
        is_personal = level in PERSONAL
        if "section" not in self.errors and not given.get("section") and (is_personal or not given.get("law")):
            self.add_error("section", NO_LAW if is_personal else NO_RULE)
        return given

    def _check(self, name: str, given: dict[str, Any]) -> None:
        if name in self.errors:
            return
        try:
            given[name] = sendable(given.get(name) or "")
        except forms.ValidationError as fault:
            self.add_error(name, fault)

    def plan(self) -> Plan:
        """What was written, for the action."""
        given = self.cleaned_data
        stated = {name: given[name] for name in SAID}
        return Plan(
            Level(given["level"]), given["section"], clean_line(given["law"]), clean_line(given["quote"]), **stated,
            days=given.get("days"), hides=given["hides"], spans=self.spans(),
        )  # fmt: skip


class RefuseForm(WarnedForm):
    """Why a second person does not agree."""

    reason = area(_("Why you do not agree"), 600)

    def clean_reason(self) -> str:
        """In good order."""
        return clean_text(self.cleaned_data["reason"])


class VerdictForm(WarnedForm):
    """What comes of an appeal, and why."""

    verdict = forms.ChoiceField(label=_("What comes of it"), widget=forms.RadioSelect)
    step = forms.ChoiceField(label=_("What is done instead"), required=False, widget=forms.RadioSelect)
    days = forms.IntegerField(
        label=_("For how many days, from when it began"), min_value=1, max_value=MOST_DAYS, required=False,
        error_messages={"min_value": DAYS, "max_value": DAYS, "invalid": DAYS},
    )  # fmt: skip
    hides = forms.BooleanField(label=_("The text stays hidden"), required=False)
    even = area(_("Why an even milder step is not enough"), 1_000, required=False, rows=2)
    reasons = area(_("Why"), 2_000, _("Whoever appealed reads this."))

    def __init__(self, appeal: Appeal, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="answer")
        self.decision = appeal.decision
        # nothing is milder than what a reporter found too mild
        self.steps = milder_than(appeal.decision) if appeal.side == Appeal.Side.AUTHOR else ()
        self.fields["verdict"].choices = [  # type: ignore[attr-defined]
            (verdict, verdict.label) for verdict in Verdict if self.steps or verdict != Verdict.CHANGED
        ]
        self.fields["step"].choices = [(level, level.label) for level in self.steps]  # type: ignore[attr-defined]
        for name, is_asked in (("days", Level.LIMIT in self.steps), ("hides", appeal.decision.hides)):
            if not is_asked:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What becomes milder says how; a step that is stated says why nothing milder would do."""
        given = super().clean() or self.cleaned_data
        if given.get("verdict") != Verdict.CHANGED:
            return given
        if "days" not in self.errors and not is_milder(self.decision, self._milder(given)):
            self.add_error("days" if given.get("step") == Level.LIMIT else "step", NOT_MILDER)
        if given.get("step") in STATED and not given.get("even"):
            self.add_error("even", SAY)
        return given

    def clean_even(self) -> str:
        """Written for whoever appealed."""
        return sendable(self.cleaned_data["even"])

    def _milder(self, given: dict[str, Any]) -> Plan:
        level = Level(given.get("step") or Level.NOTHING)
        return Plan(
            level, milder=given.get("even", ""), days=given.get("days"),
            hides=level in PERSONAL and bool(given.get("hides")),
        )  # fmt: skip

    def clean_reasons(self) -> str:
        """Written for whoever appealed."""
        return sendable(self.cleaned_data["reasons"])

    def answer(self) -> Answer:
        """For the action."""
        verdict = Verdict(self.cleaned_data["verdict"])
        milder = self._milder(self.cleaned_data) if verdict == Verdict.CHANGED else None
        return Answer(verdict, self.cleaned_data["reasons"], milder)
