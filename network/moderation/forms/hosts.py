"""What a host writes: a word to the author, why it may stay, or why it is hidden for a day."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_text
from network.core.warned import WarnedForm
from network.moderation.actions.grounds import Plan
from network.moderation.forms.desk import QUESTIONS, YES_NO, SectionField, area, sendable
from network.moderation.states import Level
from network.policy.models import Section


class HostWordForm(WarnedForm):
    """A friendly word, with a rule where one helps."""

    section = SectionField()
    text = area(
        _("What you write to the author"), 2_000, _("Write as to a colleague. You do not know who reported it.")
    )

    def __init__(self, sections: Sequence[Section], data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="word")
        self.fields["section"].offer(sections)  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """Written for this author."""
        return sendable(self.cleaned_data["text"])

    def plan(self) -> Plan:
        """For the action."""
        return Plan(Level.GUIDANCE, section=self.cleaned_data["section"], reasoning=self.cleaned_data["text"])


class HostStaysForm(WarnedForm):
    """Why it is not out of place."""

    text = area(_("Why it may stay"), 600, _("Moderators read this if whoever reported it appeals."), rows=2)

    def __init__(self, _sections: Sequence[Section], data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="stays")

    def plan(self) -> Plan:
        """For the action."""
        return Plan(Level.NOTHING, reasoning=clean_text(self.cleaned_data["text"]))


class HostHideForm(WarnedForm):
    """The five questions, and the statement that the author reads."""

    section = SectionField(help_text=_("Those that were in force when it was written."))
    facts = area(_("What happened"), 2_000, rows=2)
    reasoning = area(_("Why"), 2_000, _("The author reads this. Write as to a colleague."))
    milder = area(_("Why a milder step is not enough"), 1_000, rows=2)

    def __init__(self, sections: Sequence[Section], data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="hide")
        self.fields["section"].offer(sections)  # type: ignore[attr-defined]
        self.fields["section"].required = True
        for number, question in enumerate(QUESTIONS, 1):
            self.fields[f"q{number}"] = forms.ChoiceField(label=question, choices=YES_NO, widget=forms.RadioSelect)
        self.order_fields([f"q{number}" for number in range(1, len(QUESTIONS) + 1)])

    def answers(self) -> list[bool]:
        """Yes or no, in order."""
        return [self.cleaned_data[f"q{number}"] == "yes" for number in range(1, len(QUESTIONS) + 1)]

    def plan(self) -> Plan:
        """For the action."""
        given = self.cleaned_data
        said = {name: given[name] for name in ("facts", "reasoning", "milder")}
        return Plan(Level.INTERIM, section=given["section"], **said)

    def clean_facts(self) -> str:
        """Written for this author."""
        return sendable(self.cleaned_data["facts"])

    def clean_reasoning(self) -> str:
        """Written for this author."""
        return sendable(self.cleaned_data["reasoning"])

    def clean_milder(self) -> str:
        """Written for this author."""
        return sendable(self.cleaned_data["milder"])
