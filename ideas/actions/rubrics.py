"""What ideas are judged by: the rubric of the house, own ones, and their versions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas import house
from ideas.access import can_edit_rubric, can_write_rubrics
from ideas.models import Campaign, Criterion, Idea, Rubric
from ideas.models.rubrics import HIGHEST
from network.core.access import require
from network.core.clock import now
from network.core.idempotency import earlier_result, remember_result
from network.core.text import clean_line
from profiles.models import Person

NOT_WRITER = _("Only those with the role of idea owner write what ideas are judged by.")
IN_USE = _("A campaign that is running asks for ideas by this rubric. Choose another one there first.")
WHOLE = 100  # percent
MOST = 8  # criteria: more are not weighed against each other


@dataclass(frozen=True)
class Question:
    """One criterion as it was written."""

    name: str
    help: str
    weight: int
    anchors: Sequence[str]
    may_skip: bool = False

    def cleaned(self) -> "Question":
        """One line each."""
        anchors = [clean_line(text)[:120] for text in self.anchors]
        return Question(clean_line(self.name)[:60], clean_line(self.help)[:200], self.weight, anchors, self.may_skip)


def rubric_faults(questions: Sequence[Question]) -> dict[str, "str | Promise"]:
    """What a rubric still lacks: the field (its place before it, but for what is of all) and a sentence."""
    if not questions:
        return {"": _("Write at least one criterion.")}
    faults: dict[str, str | Promise] = {}
    for place, question in enumerate(questions):
        faults |= {f"{place}-{name}": sentence for name, sentence in _question_faults(question).items()}
    names = [question.name.casefold() for question in questions]
    if len(set(names)) < len(names):
        faults[""] = _("Two criteria have the same name.")
    if sum(question.weight for question in questions) != WHOLE:
        faults[""] = _("The weights are to sum to 100.")
    return faults


def _question_faults(question: Question) -> dict[str, "str | Promise"]:
    faults: dict[str, str | Promise] = {}
    if not question.name:
        faults["name"] = _("Give the criterion a name.")
    if not 1 <= question.weight <= WHOLE:
        faults["weight"] = _("A weight lies between 1 and 100.")
    for step in range(HIGHEST):
        if step >= len(question.anchors) or not question.anchors[step]:
            faults[f"anchor_{step + 1}"] = _("Say in a few words what this step means.")
    return faults


def house_rubric() -> Rubric:
    """The rubric that comes with Glød; made the first time that somebody needs it, as the open box is."""
    return Rubric.objects.filter(is_house=True).first() or _make_house_rubric()


@transaction.atomic
def _make_house_rubric() -> Rubric:
    rubric, is_new = Rubric.objects.get_or_create(is_house=True, defaults={"name": house.NAME})
    if is_new:
        _write(rubric, [Question(c.name, c.help, c.weight, c.anchors, c.may_skip) for c in house.CRITERIA])
    return rubric


def rubric_for(campaign: Campaign) -> Rubric:
    """What the ideas of the campaign are judged by: its own, or that of the house."""
    return campaign.rubric or house_rubric()


@transaction.atomic
def write_rubric(*, by: Person, name: str, questions: Sequence[Question], key: object = None) -> Rubric:
    """A new one. Same key, same rubric, once."""
    require(can_write_rubrics(by), NOT_WRITER)
    made = earlier_result(by.pk, key)  # type: ignore[arg-type]
    if made is not None:
        return Rubric.objects.get(pk=made)
    questions = _whole(questions)
    name = clean_line(name)[:80]
    rubric = Rubric.objects.create(name=name, version=_next_version(name), made_by=by)
    _write(rubric, questions)
    remember_result(by.pk, key, rubric.pk)  # type: ignore[arg-type]
    return rubric


@transaction.atomic
def edit_rubric(*, by: Person, rubric: Rubric, name: str, questions: Sequence[Question]) -> Rubric:
    """Changes it. Once somebody was asked to judge by it, or an idea was sent in for it, a new version is made."""
    rubric = Rubric.objects.select_for_update(of=("self",)).get(pk=rubric.pk)
    require(can_edit_rubric(by, rubric), NOT_WRITER)
    questions, name = _whole(questions), clean_line(name)[:80]
    if is_kept(rubric):
        version = _next_version(name)
        newer = Rubric.objects.create(name=name, version=version, made_by=by, replaces=rubric)
        _write(newer, questions)
        return newer
    if name != rubric.name:
        rubric.name, rubric.version = name, _next_version(name)
        rubric.save(update_fields=["name", "version"])
    rubric.criteria.all().delete()
    _write(rubric, questions)
    return rubric


def is_kept(rubric: Rubric) -> bool:
    """Nobody changes it any more: it was judged by, or promised to those who sent an idea in."""
    promised = Idea.objects.filter(campaign__rubric=rubric, thread__isnull=False)
    return rubric.frozen_at is not None or promised.exists()


@transaction.atomic
def archive_rubric(*, by: Person, rubric: Rubric) -> None:
    """No longer offered; what was judged by it keeps it. Refused while a campaign that runs has it."""
    rubric = Rubric.objects.select_for_update(of=("self",)).get(pk=rubric.pk)
    require(can_edit_rubric(by, rubric), NOT_WRITER)
    require(not Campaign.objects.filter(rubric=rubric, closed_at=None).exists(), IN_USE)
    Rubric.objects.filter(pk=rubric.pk).update(archived_at=now())


def freeze_rubric(*, rubric: Rubric) -> None:
    """From now on somebody judges by it: the database refuses to change it."""
    Rubric.objects.filter(pk=rubric.pk, frozen_at=None).update(frozen_at=now())


def _whole(questions: Sequence[Question]) -> list[Question]:
    questions = [question.cleaned() for question in questions[:MOST]]
    for sentence in rubric_faults(questions).values():
        require(False, sentence)
    return questions


def _next_version(name: str) -> int:
    newest: int | None = Rubric.objects.filter(name=name).aggregate(newest=Max("version"))["newest"]
    return (newest or 0) + 1


def _write(rubric: Rubric, questions: Sequence[Question]) -> None:
    rows = [
        Criterion(
            rubric=rubric, position=place, name=question.name, help=question.help, anchors=list(question.anchors),
            weight=question.weight, may_skip=question.may_skip,
        )
        for place, question in enumerate(questions, 1)
    ]  # fmt: skip
    Criterion.objects.bulk_create(rows)
