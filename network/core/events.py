"""What happened, in past tense. Actions announce; network.wiring alone says what follows.

Handlers listed as `inside` run in the caller's transaction, for what must not be lost; handlers listed as `after` run
once it has committed, may run twice, and cost a log line when they fail.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

logger = logging.getLogger("glod.events")


@dataclass(frozen=True)
class Event:
    """A fact with ids only; rooms derive from it. No slots: they would leave a second, ghost class behind."""


Handler = Callable[[Any], None]


@dataclass(frozen=True)
class Effects:
    """What follows from one kind of event."""

    inside: tuple[Handler, ...] = ()
    after: tuple[Handler, ...] = ()


_wired: dict[type[Event], Effects] = {}


def wire(effects: dict[type[Event], Effects]) -> None:
    """Replaces the whole wiring; called once when Django is ready."""
    _wired.clear()
    _wired.update(effects)


def announce(event: Event) -> None:
    """Runs the `inside` handlers now and the `after` handlers after commit; only actions may call this."""
    effects = _wired[type(event)]
    for handler in effects.inside:
        handler(event)
    for handler in effects.after:
        transaction.on_commit(partial(_run, handler, event))


def _run(handler: Handler, event: Event) -> None:
    try:
        handler(event)
    except Exception:
        logger.exception("an effect failed", extra={"effect": f"{handler.__module__}.{handler.__name__}"})
