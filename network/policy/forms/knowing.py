"""What people say of a version, what editors answer, the quiz and its questions, and why somebody wants a list."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.core.text import clean_line, clean_text
from network.core.warned import WarnedForm
from network.policy.actions.knowing import Reply, Shown
from network.policy.actions.quiz import Scenario
from network.policy.models import Acknowledgement, QuizQuestion, Version
from network.policy.queries.quiz import Question
from network.policy.states import LANGUAGES

AREA = {"class": "textarea", "rows": 4}
WRITE = _("Write something here.")
OPTIONS = (1, 2, 3)


class AcknowledgeForm(WarnedForm):
    """Three ways to say that one has received a version; the hidden fields say which text stood there."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    language = forms.CharField(max_length=2, widget=forms.HiddenInput)
    hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    form = forms.ChoiceField(choices=Acknowledgement.Form.choices, widget=forms.HiddenInput)
    about = forms.ChoiceField(label=_("What is it about?"), required=False, choices=())
    text = forms.CharField(label=_("What would you say?"), max_length=4000, required=False, widget=forms.Textarea(AREA))

    def __init__(self, headings: Sequence[tuple[str, str]], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["about"].choices = [("", _("The rules as a whole")), *headings]  # type: ignore[attr-defined]
        self.words_of_fields()

    def words_of_fields(self) -> None:
        """The question and the objection ask in their own words."""
        if self.asks:
            self.fields["text"].label = _("What do you wonder about?")
        elif self.objects:
            self.fields["about"].label = _("What do you disagree with?")
            self.fields["text"].label = _("What should be different?")

    def about_what_stands_now(self, now_shown: Mapping[str, object]) -> "AcknowledgeForm":
        """Itself with its faults and words, for the text that the page shows when it comes back."""
        kept = dict(self.data.items())
        self.data = {**kept, **{name: str(value) for name, value in now_shown.items()}}
        return self

    @property
    def kind(self) -> str:
        """Which of the three it is."""
        return str(self["form"].value() or "")

    @property
    def asks(self) -> bool:
        """It is a question."""
        return self.kind == Acknowledgement.Form.QUESTION

    @property
    def objects(self) -> bool:
        """It is an objection."""
        return self.kind == Acknowledgement.Form.OBJECTION

    def clean_text(self) -> str:
        """Words belong to a question and to an objection, and to nothing else."""
        text = clean_text(self.cleaned_data["text"])
        if not (self.asks or self.objects):
            return ""
        if not text:
            raise forms.ValidationError(_("Write what you ask or disagree with. Then a policy editor answers you."))
        return text

    @property
    def shown(self) -> Shown:
        """What stood on the page."""
        return Shown(self.cleaned_data["language"], self.cleaned_data["hash"])

    @property
    def reply(self) -> Reply:
        """What the person says."""
        said = self.cleaned_data
        key = UUID(said["about"]) if said["about"] and said["text"] else None
        return Reply(said["form"], said["text"], key)


class AnswerForm(WarnedForm):
    """What an editor answers."""

    text = forms.CharField(
        label=_("Your answer"), max_length=4000, widget=forms.Textarea(AREA), error_messages={"required": WRITE},
        help_text=_("Only whoever asked reads it, with your name. It cannot be changed afterwards."),
    )  # fmt: skip

    def clean_text(self) -> str:
        """Not only blanks."""
        text = clean_text(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(WRITE)
        return text


class QuizForm(forms.Form):
    """The questions, each with its answers."""

    def __init__(self, questions: Sequence[Question], data: Any = None) -> None:
        super().__init__(data)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[f"q{question.pk}"] = forms.ChoiceField(
                label=question.text, widget=forms.RadioSelect,
                choices=[(str(option.number), option.text) for option in question.options],
                error_messages={"required": _("Choose an answer.")},
            )  # fmt: skip

    @property
    def chosen(self) -> dict[int, int]:
        """The number of the answer to each question."""
        return {question.pk: int(self.cleaned_data[f"q{question.pk}"]) for question in self.questions}

    def rows(self) -> list[dict[str, Any]]:
        """Each question with its field and, once answered, whether it was right, and why."""
        answered = self.chosen if self.is_bound and self.is_valid() else {}
        found = []
        for question in self.questions:
            mine = answered.get(question.pk)
            option = question.options[mine] if mine is not None else None
            found.append({"question": question, "field": self[f"q{question.pk}"], "option": option})
        return found


class ScenarioForm(forms.Form):
    """A situation, three answers with the reason for each, in both languages; Norwegian must be there."""

    key = forms.ChoiceField(label=_("Which section settles it?"), choices=())
    right = forms.ChoiceField(
        label=_("Which answer is right?"), choices=[(str(n), str(n)) for n in OPTIONS], initial="1"
    )

    def __init__(self, sections: Sequence[tuple[str, str]], data: Any = None, kept: QuizQuestion | None = None) -> None:
        super().__init__(data, initial=_kept(kept) if kept is not None else None)
        lost = kept is not None and str(kept.key) not in dict(
            sections
        )  # its section was removed: nothing is chosen for one
        unset = [("", _("Choose a section"))] if lost else []
        self.fields["key"].choices = [*unset, *sections]  # type: ignore[attr-defined]
        for language in LANGUAGES:
            must = language == LANGUAGES[0]
            self.fields[f"text_{language}"] = _words(_("What happens?"), 600, language, required=must)
            for number in OPTIONS:
                self.fields[f"option{number}_{language}"] = _words(_("Somebody might …"), 300, language, required=must)
                why = _words(_("Why it is right or not"), 600, language, required=must)
                self.fields[f"why{number}_{language}"] = why

    def parts(self) -> list[dict[str, Any]]:
        """The fields by language, as the page shows them."""
        return [
            {
                "language": language,
                "text": self[f"text_{language}"],
                "options": [(n, self[f"option{n}_{language}"], self[f"why{n}_{language}"]) for n in OPTIONS],
            }
            for language in LANGUAGES
        ]

    @property
    def scenario(self) -> Scenario:
        """What was written."""
        right = int(self.cleaned_data["right"])
        options = [
            {"text": self._said(f"option{n}"), "why": self._said(f"why{n}"), "is_right": n == right} for n in OPTIONS
        ]
        return Scenario(UUID(self.cleaned_data["key"]), self._said("text"), options)

    def _said(self, name: str) -> dict[str, str]:
        return {language: clean_line(self.cleaned_data[f"{name}_{language}"]) for language in LANGUAGES}


def _words(label: Any, longest: int, language: str, *, required: bool) -> forms.CharField:
    area = forms.Textarea({"class": "textarea", "rows": 2, "lang": language})
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=area, error_messages={"required": WRITE}
    )


def _kept(question: QuizQuestion) -> dict[str, Any]:
    """A question as it stands."""
    found: dict[str, Any] = {"key": str(question.key)}
    for language in LANGUAGES:
        found[f"text_{language}"] = question.text.get(language, "")
        for number, option in enumerate(question.options, 1):
            found[f"option{number}_{language}"] = option["text"].get(language, "")
            found[f"why{number}_{language}"] = option["why"].get(language, "")
            if option["is_right"]:
                found["right"] = str(number)
    return found


class EvidenceForm(WarnedForm):
    """Which list, and what for."""

    version = forms.ChoiceField(label=pgettext_lazy("policy", "Version"), choices=())
    purpose = forms.CharField(
        label=_("What is it for?"), max_length=1000, widget=forms.Textarea(AREA), error_messages={"required": WRITE},
        help_text=_("Who has asked for it, and why figures without names are not enough. It is kept with the list."),
    )  # fmt: skip

    def __init__(self, versions: Sequence[Version], data: Any = None) -> None:
        super().__init__(data)
        self.versions = {str(version.pk): version for version in versions}
        self.fields["version"].choices = [(pk, str(version)) for pk, version in self.versions.items()]  # type: ignore[attr-defined]

    def clean_purpose(self) -> str:
        """Not only blanks."""
        purpose = clean_text(self.cleaned_data["purpose"])
        if not purpose:
            raise forms.ValidationError(WRITE)
        return purpose

    @property
    def chosen(self) -> Version:
        """The version."""
        return self.versions[self.cleaned_data["version"]]
