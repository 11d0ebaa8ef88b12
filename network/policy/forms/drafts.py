"""Forms of those who write the rules."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.warned import WarnedForm
from network.policy.access.sign_offs import mandates
from network.policy.actions.plans import Plan
from network.policy.models import ChangeNote, EmployerReply, Remark, SectionText, Workshop
from network.policy.models.documents import LAW
from network.policy.states import LANGUAGES
from profiles.models import Role

_LAW = re.compile(
    r"^(?P<law>[^;]+);(?P<place>[^;]*);\s*(?P<read_on>\d{4}-\d\d-\d\d)\s*(;(?P<other>[^;]+);(?P<there>[^;]*))?$"
)
NAMES = {"nb": _("Norwegian"), "en": _("English")}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a section says in one language; `read` is the hash of what its editor saw, and `kept` the number of what was
    last kept of their words.
    """

    read = forms.CharField(widget=forms.HiddenInput, required=False)
    kept = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    is_current = forms.BooleanField(
        label=_("This translation says what the other text says now"), required=False, initial=False
    )

    class Meta:
        model = SectionText
        fields = ("heading", "short", "body")
        widgets = {"short": forms.Textarea({"rows": 2}), "body": forms.Textarea({"rows": 14})}

    def __init__(self, *given: Any, is_translation: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["body"].help_text = _("Markdown: **bold**, lists with a hyphen, links.")
        if not is_translation:
            del self.fields["is_current"]


class LawsForm(forms.Form):
    """What a section rests on, one law a line."""

    laws = forms.CharField(
        label=_("Rests on"), required=False, widget=_area(4), max_length=4_000,
        help_text=_(
            "One on each line: law; place in it; the day on which you read it, as 2027-01-31. If you like, then what it"
            " is called in the other language; and the place."
        ),
    )  # fmt: skip

    def clean_laws(self) -> list[dict[str, str]]:
        """Rows with a law, a place and a day, and the law and place in the other language where they are given."""
        rows = []
        for line in filter(str.strip, self.cleaned_data["laws"].splitlines()):
            found = _LAW.match(line)
            if found is None or not _is_day(found["read_on"]):
                raise forms.ValidationError(_("Not understood: %(line)s"), params={"line": line.strip()})
            rows.append({name: words.strip() for name, words in found.groupdict(default="").items()})
        return rows


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words) <= localdate()
    except ValueError:
        return False


def laws_as_lines(laws: list[Mapping[str, str]]) -> str:
    """The rows as the form shows them."""
    return "\n".join("; ".join(law.get(name, "") for name in LAW[: 5 if law.get("other") else 3]) for law in laws)


class NoteForm(forms.Form):
    """In plain words what changed."""

    kind = forms.ChoiceField(label=_("What happened to it?"), choices=ChangeNote.Kind.choices)

    def __init__(self, *given: Any, needed: str, **more: Any) -> None:
        super().__init__(*given, **more)
        labels = {
            "text": _("What changed? (%(language)s)"),
            "affects": _("Whom does it concern? (%(language)s)"),
            "action": _("What must they do? (%(language)s)"),
        }
        for part, label in labels.items():
            for language in LANGUAGES:
                self.fields[f"{part}_{language}"] = forms.CharField(
                    label=label % {"language": NAMES[language]}, max_length=1_000, widget=_area(2),
                    required=part == "text" and language == needed,
                )  # fmt: skip

    def said(self) -> dict[str, dict[str, str]]:
        """By part and language."""
        return {
            part: {language: self.cleaned_data[f"{part}_{language}"] for language in LANGUAGES}
            for part in ("text", "affects", "action")
        }


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Elected representatives, by name and for whom they speak."""

    def label_from_instance(self, role: Role) -> str:
        scope = f" ({role.scope})" if role.scope else ""
        return f"{role.person.name} – {role.speaks_for}{scope}"


class _PlanForm(WarnedForm):
    def plan(self) -> Plan:
        """What the step sets."""
        return Plan(**{name: value for name, value in self.cleaned_data.items() if value})


class ConsultationForm(_PlanForm):
    """Days, and who is invited."""

    opens_on = _day(_("First day"))
    closes_on = _day(_("Last day"), _("At least 10 working days later; 15 for the first version."))
    invited = PeopleField(
        label=_("Representatives who are invited"), queryset=Role.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["invited"].queryset = mandates()  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        """People, where the form shows what they were elected to."""
        kept = super().plan()
        people = tuple(role.person_id for role in self.cleaned_data["invited"])
        return Plan(opens_on=kept.opens_on, closes_on=kept.closes_on, invited=people)


class LayBeforeForm(_PlanForm):
    """Whose word is asked for, and by when."""

    mandates = PeopleField(
        label=_("Whose word do you ask for?"), queryset=Role.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    sign_by = _day(_("Last day to answer"))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["mandates"].queryset = mandates()  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        """Roles by their numbers."""
        chosen = tuple(role.pk for role in self.cleaned_data["mandates"])
        return Plan(mandates=chosen, sign_by=self.cleaned_data["sign_by"])


class ScheduleForm(_PlanForm):
    """From when it counts, and what is asked of people."""

    effective_on = _day(_("Counts from"), _("14 days from now at the earliest."))
    short_notice_reason = forms.CharField(
        label=_("If it is sooner: why can it not wait?"), max_length=1_000, required=False, widget=_area(3),
        help_text=_("Everybody who reads the rules sees it."),
    )  # fmt: skip
    acknowledge_by = _day(_("Acknowledged by"), _("Empty: nobody is asked to acknowledge it."))
    needs_quiz = forms.BooleanField(label=_("With the quiz"), required=False)
    marks_outdated = forms.BooleanField(
        label=_("Translations that lag behind go along, and are marked as outdated"), required=False
    )


class WithdrawForm(_PlanForm):
    """Why."""

    reason = forms.CharField(label=_("Why is it withdrawn?"), max_length=1_000, required=False, widget=_area(3))


class BareForm(_PlanForm):
    """A step that brings nothing but itself."""


class AnswerForm(WarnedForm, forms.ModelForm):  # type: ignore[type-arg]
    """What comes of a remark, and why."""

    class Meta:
        model = Remark
        fields = ("outcome", "reply")
        widgets = {"outcome": forms.RadioSelect, "reply": forms.Textarea({"rows": 5})}

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        choices = list(Remark.Outcome.choices)
        if not self.instance.is_proposal:
            choices = [(Remark.Outcome.ACCEPTED, _("It led to a change")), choices[-1]]
        self.fields["outcome"] = forms.ChoiceField(
            label=_("What comes of it?"), choices=choices, widget=forms.RadioSelect
        )
        self.fields["reply"].label = _("Why?")
        self.fields["reply"].help_text = _("Everybody reads it under “You said – we did”.")
        self.fields["reply"].required = True

    def _post_clean(self) -> None:
        """The action writes the row, not the form."""


class WorkshopForm(WarnedForm, forms.ModelForm):  # type: ignore[type-arg]
    """Minutes of a meeting about the draft."""

    class Meta:
        model = Workshop
        fields = ("held_on", "title", "minutes")
        widgets = {
            "held_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "minutes": forms.Textarea({"rows": 10}),
        }


class EmployerForm(WarnedForm, forms.ModelForm):  # type: ignore[type-arg]
    """The employer's answer to a disagreement."""

    class Meta:
        model = EmployerReply
        fields = ("text",)
        labels = {"text": _("The employer's answer")}
        help_texts = {"text": _("It stands beside the disagreement, for everybody to read, and is never changed.")}
        widgets = {"text": forms.Textarea({"rows": 6})}
