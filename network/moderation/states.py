"""The states of a case and of an appeal, and the only ways between them (moderation_policy.md 6.5)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where a case stands."""

    NEW = "new", pgettext_lazy("case", "New")
    TRIAGED = "triaged", pgettext_lazy("case", "Sorted")
    IN_REVIEW = "in-review", pgettext_lazy("case", "Being looked at")
    AWAITING_AUTHOR = "awaiting-author", pgettext_lazy("case", "Waiting for the author")
    AWAITING_APPROVAL = "awaiting-approval", pgettext_lazy("case", "Waiting for a second person")
    DECIDED = "decided", pgettext_lazy("case", "Decided")
    APPEAL_OPEN = "appeal-open", pgettext_lazy("case", "Appealed")
    CLOSED = "closed", pgettext_lazy("case", "Closed")


OPEN = (State.NEW, State.TRIAGED, State.IN_REVIEW, State.AWAITING_AUTHOR, State.AWAITING_APPROVAL)
WAITING = (*OPEN, State.APPEAL_OPEN)  # somebody has to do something

MOVES: dict[State, tuple[State, ...]] = {
    State.NEW: (State.TRIAGED,),
    State.TRIAGED: (State.IN_REVIEW,),
    State.IN_REVIEW: (State.AWAITING_AUTHOR, State.AWAITING_APPROVAL, State.DECIDED),
    State.AWAITING_AUTHOR: (State.IN_REVIEW, State.DECIDED),
    State.AWAITING_APPROVAL: (State.IN_REVIEW, State.DECIDED),
    State.DECIDED: (State.APPEAL_OPEN, State.CLOSED),
    State.APPEAL_OPEN: (State.DECIDED, State.IN_REVIEW),  # the second: whoever reported it was right
    State.CLOSED: (State.TRIAGED,),  # opened again: new evidence
}


class Level(TextChoices):
    """The ladder: how much is done (moderation_policy.md 8)."""

    NOTHING = "nothing", _("No breach: nothing is done")
    GUIDANCE = "guidance", _("A word to the author")
    EDIT = "edit", _("The author is asked to change it")
    INTERIM = "interim", _("Hide it for the time being")
    HIDE = "hide", _("Hide it")
    REMOVE = "remove", _("Remove it")
    REDACT = "redact", _("Take words out of it")
    REMINDER = "reminder", _("A reminder to the author")
    LIMIT = "limit", _("A posting limit")


RESTRICTING = (Level.INTERIM, Level.HIDE, Level.REMOVE)
PERSONAL = (Level.REMINDER, Level.LIMIT)  # of what somebody does here: our own rules carry them, never a law
STATED = (*RESTRICTING, Level.REDACT, *PERSONAL)  # say why, and can be appealed
LADDER = tuple(Level)


class Outcome(TextChoices):
    """What a reporter is told: of the content, never of a person."""

    RESTRICTED = "restricted", _("It is hidden.")
    CHANGED = "changed", _("Its author has changed it.")
    GONE = "gone", _("It was gone already.")
    NO_BREACH = "no-breach", _("It stays: we found no breach of the rules.")
    STAYS = "stays", _("We have looked at it. It stays where it is.")
    REDACTED = "redacted", _("Part of it is taken out.")
    SENT_ON = "sent-on", _("It is looked at elsewhere, by those who have the task.")


class Speech(TextChoices):
    """Whether what was written may be protected: criticism, elected office, a report of wrongdoing."""

    NO = "no", _("No")
    POSSIBLE = "possible", _("Possibly")


class Secret(TextChoices):
    """What is taken out of a text, in the words that stand there instead."""

    IDENTITY = "identity", pgettext_lazy("taken out", "identity number")
    HEALTH = "health", pgettext_lazy("taken out", "health information")
    ACCOUNT = "account", pgettext_lazy("taken out", "account number")
    OTHER = "other", pgettext_lazy("taken out", "something confidential")


class Verdict(TextChoices):
    """What came of an appeal."""

    UPHELD = "upheld", _("The decision stands")
    CHANGED = "changed", _("The decision becomes milder")
    OVERTURNED = "overturned", _("The decision is reversed")
