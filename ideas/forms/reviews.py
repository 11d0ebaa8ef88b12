"""Judging an idea, stepping back, asking one more, noting a talk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ideas.actions import Answer, Opinion, opinion_faults
from ideas.forms.people import AREA, PersonForm
from ideas.models import Assignment, Criterion, Review
from ideas.models.rubrics import HIGHEST, LOWEST
from ideas.queries import Proposed, Why
from network.core.warned import WarnedForm

SKIP = "skip"


def reason_of(proposed: Proposed) -> str:
    """Why somebody is proposed, and what waits for them already, in a sentence."""
    person = proposed.person
    unit = person.department.name if person.department else gettext("no department")
    why = {
        Why.SKILL: gettext("%(name)s, %(unit)s: knows about %(skill)s."),
        Why.HOME: gettext("%(name)s, %(unit)s: works where the idea comes from."),
        Why.ELSEWHERE: gettext("%(name)s, %(unit)s: sees it from another department."),
        Why.MIX: gettext("%(name)s, %(unit)s: makes the panel mixed."),
    }[proposed.why] % {"name": person.name, "unit": unit, "skill": proposed.skill}
    if not proposed.waiting:
        return why
    waiting = ngettext("%(n)s idea waits for them.", "%(n)s ideas wait for them.", proposed.waiting)
    return f"{why} {waiting % {'n': proposed.waiting}}"


class ReviewForm(WarnedForm):
    """A row of steps and a note for each criterion, what the reviewer would do, and words to go with it."""

    verdict = forms.ChoiceField(
        label=_("What would you do?"), choices=Review.Verdict.choices, required=False, widget=forms.RadioSelect
    )
    to_owner = forms.CharField(
        label=_("To whoever decides"), help_text=_("Only they read this, with your name."),
        max_length=4_000, required=False, widget=forms.Textarea(AREA | {"rows": 3}),
    )  # fmt: skip
    to_authors = forms.CharField(
        label=_("To the authors"),
        help_text=_("They read it when it is decided, without your name. What would make the idea better?"),
        max_length=4_000, required=False, widget=forms.Textarea(AREA | {"rows": 3}),
    )  # fmt: skip

    def __init__(self, criteria: Sequence[Criterion], data: Any = None, kept: Review | None = None) -> None:
        super().__init__(data, initial=_kept(kept) if kept is not None else None)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            self.fields[f"score_{criterion.pk}"] = _steps(criterion)
            self.fields[f"note_{criterion.pk}"] = forms.CharField(
                label=_("Why? (a word or two)"), max_length=300, required=False
            )

    def rows(self) -> list[tuple[Criterion, forms.BoundField, forms.BoundField]]:
        """Each criterion with its steps and its note."""
        return [(c, self[f"score_{c.pk}"], self[f"note_{c.pk}"]) for c in self.criteria]

    def opinion(self) -> Opinion:
        """What is written so far, whole or not."""
        return Opinion(
            {criterion.pk: self._answer(criterion) for criterion in self.criteria},
            str(self["verdict"].value() or ""),
            str(self["to_owner"].value() or ""),
            str(self["to_authors"].value() or ""),
        )

    def _answer(self, criterion: Criterion) -> Answer:
        said = str(self[f"score_{criterion.pk}"].value() or "")
        steps = {str(step): step for step in range(LOWEST, HIGHEST + 1)}
        note = str(self[f"note_{criterion.pk}"].value() or "")
        return Answer(steps.get(said), said == SKIP and criterion.may_skip, note)

    def clean(self) -> dict[str, Any]:
        """Asks the same question as the action does: what is not judged yet is named."""
        given = super().clean() or self.cleaned_data
        for name, sentence in opinion_faults(self.criteria, self.opinion()).items():
            if name not in self.errors:
                self.add_error(name, str(sentence))
        return given


def _steps(criterion: Criterion) -> forms.ChoiceField:
    """The scale with what each step means, and "cannot judge this" where that is an answer."""
    choices = [(str(step), anchor) for step, anchor in enumerate(criterion.shown_anchors, LOWEST)]
    if criterion.may_skip:
        choices.append((SKIP, gettext("I cannot judge this")))
    return forms.ChoiceField(
        label=criterion.shown_name, help_text=criterion.shown_help, choices=choices, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip


def _kept(review: Review) -> dict[str, Any]:
    """A draft as it was left."""
    said: dict[str, Any] = {name: getattr(review, name) for name in ("verdict", "to_owner", "to_authors")}
    for score in review.scores.all():
        said[f"score_{score.criterion_id}"] = SKIP if score.is_skipped else str(score.value or "")
        said[f"note_{score.criterion_id}"] = score.note
    return said


class StepBackForm(WarnedForm):
    """Why somebody does not judge an idea."""

    reason = forms.CharField(
        label=_("Why do you step back?"), max_length=300,
        help_text=_("Whoever decides reads it, and asks somebody else. For example: I helped to write it."),
        widget=forms.Textarea(AREA | {"rows": 2}),
    )  # fmt: skip


class TalkForm(WarnedForm):
    """What came of talking about an idea that people see differently."""

    note = forms.CharField(
        label=_("What came of it?"), max_length=2_000, widget=forms.Textarea(AREA | {"rows": 3}),
        help_text=_("Who took part, and what did somebody see that the others did not?"),
    )  # fmt: skip


class AskForm(PersonForm):
    """One more who judges, or somebody else in place of a colleague."""

    instead_of = forms.ChoiceField(label=_("In place of"), required=False, choices=())

    def __init__(self, panel: Sequence[Assignment], data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        waiting = [row for row in panel if row.state == Assignment.State.OPEN]
        nobody = [("", _("Nobody: one more judges it"))]
        names = [(str(row.reviewer_id), row.reviewer.name) for row in waiting]
        self.fields["instead_of"].choices = [*nobody, *names]  # type: ignore[attr-defined]

    @property
    def replaced(self) -> int | None:
        """Whom the colleague is asked in place of."""
        return int(self.cleaned_data["instead_of"]) if self.cleaned_data.get("instead_of") else None
