"""The states of a version of the policy and the table of moves between them."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

NOTICE_DAYS = 14  # between the day that a version is published and the day from which it counts
CONSULTATION_DAYS, FIRST_CONSULTATION_DAYS = 10, 15  # working days that people have at least; the first version more
LANGUAGES = ("nb", "en")


class State(TextChoices):
    """Where a version stands."""

    DRAFT = "draft", pgettext_lazy("policy", "Draft")
    CONSULTATION = "consultation", pgettext_lazy("policy", "In consultation")
    SIGN_OFF = "sign-off", pgettext_lazy("policy", "With the representatives")
    SCHEDULED = "scheduled", pgettext_lazy("policy", "Adopted, not yet in force")
    IN_FORCE = "in-force", pgettext_lazy("policy", "In force")
    SUPERSEDED = "superseded", pgettext_lazy("policy", "No longer in force")
    WITHDRAWN = "withdrawn", pgettext_lazy("policy", "Withdrawn")


OPEN = (State.DRAFT, State.CONSULTATION, State.SIGN_OFF, State.SCHEDULED)  # one of a document at a time
WRITABLE = (State.DRAFT, State.CONSULTATION)  # its text may change
PUBLISHED = (State.SCHEDULED, State.IN_FORCE, State.SUPERSEDED)  # its text never changes again
SEEN = (State.CONSULTATION, State.SIGN_OFF, *PUBLISHED)  # by everybody; a draft, and what was withdrawn, by who writes
BEEN_IN_FORCE = (State.IN_FORCE, State.SUPERSEDED)


class Who(StrEnum):
    """Who makes a move."""

    EDITOR = "editor"
    TWO_EDITORS = "two-editors"  # one asks, another approves
    CLOCK = "clock"


class Need(StrEnum):
    """What a move must bring."""

    REPRESENTATIVE = "representative"  # one at least is invited
    PERIOD = "period"  # opening and closing day, far enough apart
    ANSWERS = "answers"  # every suggestion has an outcome and a reply
    NOTES = "notes"  # every changed section has a change note
    OUTCOMES = "outcomes"  # every mandate asked has answered for this text, or its deadline has passed
    REPLY = "reply"  # the employer answers every disagreement in writing; where agreement is required, none is left
    LANGUAGES = "languages"  # translations are up to date or marked as not
    FILLED = "filled"  # no placeholder is left
    QUIZ = "quiz"  # no questions, or three to five, each about a section that is there
    NOTICE = "notice"  # enough days before it counts, or a reason that a second person approves
    REASON = "reason"  # why it is withdrawn


@dataclass(frozen=True)
class Move:
    """One line of the table."""

    who: Who
    needs: tuple[Need, ...] = ()


_WITHDRAW = Move(Who.EDITOR, (Need.REASON,))

MOVES: dict[tuple[State, State], Move] = {
    (State.DRAFT, State.CONSULTATION): Move(Who.TWO_EDITORS, (Need.REPRESENTATIVE, Need.PERIOD)),
    (State.CONSULTATION, State.DRAFT): Move(Who.EDITOR),
    (State.CONSULTATION, State.SIGN_OFF): Move(Who.EDITOR, (Need.ANSWERS, Need.NOTES, Need.QUIZ)),
    (State.SIGN_OFF, State.DRAFT): Move(Who.EDITOR),  # any change of the text: what was signed does not count for it
    (State.SIGN_OFF, State.SCHEDULED): Move(
        Who.TWO_EDITORS, (Need.OUTCOMES, Need.REPLY, Need.LANGUAGES, Need.NOTES, Need.FILLED, Need.QUIZ, Need.NOTICE)
    ),
    (State.SCHEDULED, State.IN_FORCE): Move(Who.CLOCK),
    (State.IN_FORCE, State.SUPERSEDED): Move(Who.CLOCK),  # in the moment in which the next one counts
    **{(state, State.WITHDRAWN): _WITHDRAW for state in OPEN},
}
