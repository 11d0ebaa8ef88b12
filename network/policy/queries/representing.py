"""Do I represent us here? One plain answer to where somebody writes, and what about."""

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """Besides the slug of a channel of ours."""

    OWN = "own"  # one's own account
    ELSEWHERE = "elsewhere"  # others' pages, a newspaper, a meeting


class About(StrEnum):
    """What it is about."""

    WORK = "work"
    PRIVATE = "private"


class Verdict(StrEnum):
    """The answer."""

    YES = "yes"
    UNTRAINED = "untrained"  # yes, but training comes first
    RESTING = "resting"  # the channel is not in use
    NOT_YOU = "not-you"  # ours, but others speak there
    YOURSELF = "yourself"  # about work, as oneself
    ASKED = "asked"  # others' pages, about work
    YOURS = "yours"  # nothing to do with us


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register says of the person on the channel."""

    is_ours: bool
    is_active: bool = True
    is_registered: bool = False
    is_trained: bool = False


def verdict(where: str, about: str, standing: Standing) -> Verdict:
    """On a channel of ours the register decides; elsewhere one speaks for oneself, whatever it is about."""
    if standing.is_ours:
        return _on_ours(standing)
    if about == About.PRIVATE:
        return Verdict.YOURS
    return Verdict.YOURSELF if where == Where.OWN else Verdict.ASKED


def _on_ours(standing: Standing) -> Verdict:
    if not standing.is_active:
        return Verdict.RESTING
    if not standing.is_registered:
        return Verdict.NOT_YOU
    return Verdict.YES if standing.is_trained else Verdict.UNTRAINED
