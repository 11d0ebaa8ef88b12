"""What people say under an idea."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from network.conversations.models import Emotion, Thread
from network.core.ids import new_id
from network.core.text import guess_language
from network.demo.board import Written
from network.demo.ledger import Ledger
from network.demo.parts import Company
from network.demo.rhythm import later
from network.demo.slots import rendered
from network.demo.texts import Line
from profiles.models import Person

_WARM = 0.9  # reactions to one comment, on average
_EMOTIONS = {Emotion.THANKS: 4, Emotion.AGREE: 4, Emotion.SMART: 3, Emotion.CHEER: 1, Emotion.GLOW: 1}
_FIRST, _HOURS = 7, 15  # people write from seven to ten in the evening


class Murmur:
    """Tells the conversations of ideas into a ledger; nothing is said after `until`."""

    def __init__(self, rng: Random, company: Company, ledger: Ledger, until: datetime) -> None:
        self._rng, self._company, self._ledger, self._until = rng, company, ledger, until

    def tell(
        self, thread: Thread, written: Written, authors: Sequence[Person], span: tuple[datetime, datetime]
    ) -> None:
        """The written comments over the span, in their order; the thread learns of its comments."""
        lead, bound = authors[0], {author.pk for author in authors}
        present, answers, parent = set(bound), [], 0
        for line, at in zip(written.lines, self.moments(written.lines, span), strict=True):
            speaker = lead if line.by_author else self._company.speaker(line.speaker, thread.created_at, present)
            present.add(speaker.pk)
            said = self._say(thread, line, speaker, at, parent if line.is_reply else None)
            parent = parent if line.is_reply else said
            thread.comment_count += 1
            if speaker.pk != lead.pk:
                answers.append(at)
        thread.answered_at = min(answers, default=None)

    def moments(self, lines: Sequence[Line], span: tuple[datetime, datetime]) -> list[datetime]:
        """Spread over the span; a reply comes soon. Each lies after the one before it."""
        first, last = span
        found: list[datetime] = []
        for number, line in enumerate(lines):
            before = found[-1] if found else first
            soon = later(self._rng, before)
            planned = _awake(first + (last - first) * ((number + self._rng.random()) / len(lines)))
            at = soon if line.is_reply or line.by_author else max(planned, soon)
            found.append(at if at < self._until else before + (self._until - before) * 0.2)
        return found

    def _say(self, thread: Thread, line: Line, speaker: Person, at: datetime, parent: int | None) -> int:
        comment_id = new_id(at)
        reactions = self._react(thread, comment_id, speaker, at)
        self._ledger.comments.add(
            comment_id, thread.pk, parent, speaker.pk, speaker.department_id, line.text, rendered(line.text),
            guess_language(line.text, "nb"), at, json.dumps(reactions),
        )  # fmt: skip
        return comment_id

    def _react(self, thread: Thread, comment_id: int, speaker: Person, at: datetime) -> Counter[str]:
        counts, given = Counter[str](), {speaker.pk}
        for _ in range(int(self._rng.expovariate(1 / _WARM))):
            moment = later(self._rng, at)
            person = self._company.anybody(at, given)
            if moment < self._until:
                given.add(person.pk)
                emotion = self._rng.choices(list(_EMOTIONS), weights=list(_EMOTIONS.values()))[0].value
                counts[emotion] += 1
                self._ledger.reactions.add(thread.pk, comment_id, person.pk, emotion, moment)
        return counts


def _awake(at: datetime) -> datetime:
    """The same day, the hours of day and night drawn together into those in which people write."""
    hour = at.astimezone(ZoneInfo(settings.TIME_ZONE)).hour
    return at + timedelta(hours=_FIRST + hour * _HOURS // 24 - hour)
