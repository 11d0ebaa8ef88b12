"""What a handler writes while working on a case: what it is about, five answers, a question to the author."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_text
from network.core.warned import WarnedForm
from network.moderation.models import Hearing
from network.moderation.queries.drafts import fault_of
from network.moderation.reasons import Reason
from network.policy.models import Section
from network.policy.words import said

YES_NO = [("no", _("No")), ("yes", _("Yes"))]
QUESTIONS = (
    _("Is it criticism of the employer, a leader, a decision, pay, staffing or safety?"),
    _("Does the author speak as an elected representative, a safety representative or in union work?"),
    _("May it be a report of wrongdoing, even a sharp or a mistaken one?"),
    _("Is it satire, or a political, religious or cultural expression?"),
    _("Is whoever it is aimed at a leader, or responsible for what is criticised?"),
)


def area(label: Any, length: int, help_text: Any = "", required: bool = True, rows: int = 3) -> forms.CharField:
    """Several lines of text."""
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, max_length=length, help_text=help_text, required=required, widget=widget)


def section_choices(sections: Sequence[Section]) -> list[Any]:
    """The sections in force when it was written, under the documents that hold them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for section in sections:
        headings = {text.language: text.heading for text in section.texts.all()}
        name = said(headings, get_language() or "") or section.slug
        groups.setdefault(str(section.version.document), []).append((str(section.pk), f"{section.position}. {name}"))
    return [("", _("None of these")), *groups.items()]


class SectionField(forms.ChoiceField):
    """One of the rules that counted then, or none."""

    def __init__(self, **more: Any) -> None:
        super().__init__(label=_("Rule"), required=False, **more)
        self.sections: dict[str, Section] = {}

    def offer(self, sections: Sequence[Section]) -> None:
        """Makes these the choices."""
        self.sections = {str(section.pk): section for section in sections}
        self.choices = section_choices(sections)

    def clean(self, value: Any) -> Section | None:
        """The section itself."""
        return self.sections.get(super().clean(value))


class SortForm(forms.Form):
    """What the case is really about."""

    reason = forms.ChoiceField(label=_("It is about"), choices=Reason.choices)


class ThinkForm(WarnedForm):
    """The five questions about protected speech, and a first view."""

    view = area(_("Your first view"), 600, _("A sentence or two, before you see what was decided earlier."))

    def __init__(self, data: QueryDict | None = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for number, question in enumerate(QUESTIONS, 1):
            self.fields[f"q{number}"] = forms.ChoiceField(label=question, choices=YES_NO, widget=forms.RadioSelect)
        self.order_fields([*(f"q{number}" for number in range(1, len(QUESTIONS) + 1)), "view"])

    def answers(self) -> list[bool]:
        """Yes or no, in order."""
        return [self.cleaned_data[f"q{number}"] == "yes" for number in range(1, len(QUESTIONS) + 1)]


class AskForm(WarnedForm):
    """What the author is asked: their word, or a change."""

    kind = forms.ChoiceField(
        label=_("Ask for"), choices=Hearing.Kind.choices, initial=Hearing.Kind.REPLY, widget=forms.RadioSelect
    )
    section = SectionField()
    text = area(
        _("What you write to the author"), 2_000, _("Write as to a colleague. They do not see who reported it.")
    )

    def __init__(
        self, sections: Sequence[Section], data: QueryDict | None = None, text: str = "", *, may_change: bool = True
    ) -> None:
        super().__init__(data, initial={"text": text}, prefix="ask")
        if not may_change:
            self.fields["kind"].choices = [(Hearing.Kind.REPLY, Hearing.Kind.REPLY.label)]  # type: ignore[attr-defined]
        self.fields["section"].offer(sections)  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """Written for this author: no draft as it was, no placeholder left."""
        return sendable(self.cleaned_data["text"])


def sendable(text: str) -> str:
    """The text in good order; refused where it is a draft as it was or a placeholder is left."""
    fault = fault_of(text)
    if fault is not None:
        raise forms.ValidationError(str(fault))
    return clean_text(text)
