"""Do = predicate. Actions call `require`; views and menus ask the same predicate."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


class Refused(PermissionDenied):
    """The rule says no; `sentence` tells the person why, in their language (Django answers 403 with it)."""

    def __init__(self, sentence: "str | Promise") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def require(allowed: bool, sentence: "str | Promise") -> None:
    """Raises Refused with a sentence for a person unless the predicate held."""
    if not allowed:
        raise Refused(sentence)
