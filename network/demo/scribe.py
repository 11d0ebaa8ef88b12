"""Turns a written thread into one that was talked: who wrote, when, who answered, who reacted, who was called on."""

import json
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from random import Random

from network.core.ids import new_id
from network.core.text import guess_language, mentioned_handles
from network.demo.cast import Cast
from network.demo.ledger import Ledger
from network.demo.pictures import Sight
from network.demo.places import Place
from network.demo.rhythm import later
from network.demo.slots import Slots
from network.demo.texts import Line, Script, lists
from network.feed.models import Post
from profiles.models import Person

SILENT = 0.135  # share of threads that nobody answers
_CHATTER = (0.14, 0.27, 0.27, 0.20, 0.12)  # how likely 0, 1, 2, 3, 4 further comments are
_LATELY = 45  # pieces of chatter that pass before one is said again
_EMOTIONS = {
    "question": {"same": 5, "thanks": 2, "smart": 2, "agree": 2, "glow": 1},
    "update": {"thanks": 4, "cheer": 3, "smart": 3, "agree": 2, "glow": 2},
    "praise": {"cheer": 4, "glow": 4, "thanks": 3, "agree": 2},
    "comment": {"thanks": 4, "agree": 3, "smart": 3, "cheer": 1, "glow": 1},
}


_language = cache(guess_language)  # a text is said many times


@dataclass
class Talk:
    """One thread while it is being told."""

    id: int
    script: Script
    place: Place
    author: Person
    slots: Slots
    at: datetime
    present: set[int]  # who has spoken
    moment: datetime  # of the latest word
    comments: int = 0
    answers: list[datetime] = field(default_factory=list)
    reactions: Counter[str] = field(default_factory=Counter)


class Scribe:
    """Writes threads into a ledger. `warmth` scales how many reactions they get; nothing happens after `until`."""

    def __init__(self, rng: Random, cast: Cast, ledger: Ledger, until: datetime, warmth: float = 1.0) -> None:
        self._rng, self._cast, self._ledger, self._until, self._warmth = rng, cast, ledger, until, warmth
        self.sights: list[Sight] = []
        self.questions: list[tuple[int, Script]] = []  # posts that were sent to people who know
        self._lately: deque[str] = deque(maxlen=_LATELY)

    def write(self, script: Script, place: Place, at: datetime) -> None:
        """A thread started by somebody of the place; nothing where nobody was there yet."""
        department = self._cast.departments[script.origin].pk if script.origin else None
        author = place.pool.draw(self._rng, at, set(), department) or place.pool.draw(self._rng, at, set())
        if author is None:
            return
        talk = self._open(script, place, author, at)
        if self._rng.random() >= SILENT:
            if self._rng.random() < 0.93:
                self._converse(talk)
            self._react(talk, None, self._warmth * self._rng.expovariate(1 / 4.6) + 0.5)
        self._close(talk)

    def write_persona(self, script: Script, place: Place) -> None:
        """A thread exactly as written, by and with those it names; without written comments nobody has answered yet."""
        at = self._until - timedelta(hours=script.hours_ago, minutes=self._rng.randint(1, 20))
        talk = self._open(script, place, self._cast.by_handle[script.by], at)
        for unit in script.units():
            self._unit(talk, unit)
        if script.lines:
            self._react(talk, None, self._rng.uniform(4, 12))
        self._close(talk)

    def _open(self, script: Script, place: Place, author: Person, at: datetime) -> Talk:
        slots = Slots(self._rng, script.language, author)
        return Talk(new_id(at), script, place, author, slots, at, {author.pk}, at)

    def _close(self, talk: Talk) -> None:
        script, template = talk.script, talk.script.text if talk.script.by else self._ending(talk)
        group_id = talk.place.group.pk if talk.place.group else None
        text, title = talk.slots.fill(template), talk.slots.fill(script.title)
        answered = min(talk.answers, default=None)
        self._ledger.threads.add(
            talk.id, group_id, talk.author.pk, talk.author.department_id, talk.at, answered, talk.comments,
            json.dumps(talk.reactions),
        )  # fmt: skip
        kind = Post.Kind.QUESTION if script.kind == "question" else Post.Kind.UPDATE
        self._ledger.posts.add(talk.id, kind, title, text, talk.slots.fill_html(template), script.language)
        self._ledger.name_topics(talk.id, text)
        self._mention(talk, None, text)
        if script.asks:
            self.questions.append((talk.id, script))
        if script.picture:
            self.sights.append(Sight(talk.id, talk.author, script.picture, script.language))
        talk.place.last_post_at = max(talk.place.last_post_at or talk.at, talk.at)

    def _ending(self, talk: Talk) -> str:
        """Some posts call on a colleague, some name a topic."""
        script, ending = talk.script, ""
        colleague = talk.place.pool.draw(self._rng, talk.at, {talk.author.pk}) if self._rng.random() < 0.14 else None
        if colleague is not None:
            talk.slots.name_colleague(colleague)
            kind = "question" if script.kind == "question" else "update"
            ending += f"\n\n{self._rng.choice(lists('mentions.txt')[f'{kind} {script.language}'])}"
        topics = lists("topics.txt").get(script.place, ())
        if topics and "#" not in script.text and self._rng.random() < 0.3:
            ending += f"{'' if ending else chr(10)}\n#{self._rng.choice(topics)}"
        return script.text + ending

    def _converse(self, talk: Talk) -> None:
        units = talk.script.units()
        if len(units) > 1 and self._rng.random() < 0.2:
            units = units[: self._rng.randint(1, len(units))]
        further = self._rng.choices(range(5), weights=_CHATTER)[0]
        fresh = [text for text in talk.script.chatter if text not in self._lately]
        for text in self._rng.sample(fresh, k=min(further, len(fresh))):
            self._lately.append(text)
            units.insert(self._rng.randint(min(1, len(units)), len(units)), [Line(text, False, False, "")])
        for unit in units:
            if not self._unit(talk, unit):
                return

    def _unit(self, talk: Talk, unit: list[Line]) -> bool:
        """A comment with its replies; False when the present has been reached, or nobody is left to speak."""
        parent: int | None = None
        for line in unit:
            speaker = self._speaker(talk, line)
            moment = later(self._rng, talk.moment)
            if moment > self._until and talk.script.by:
                moment = talk.moment + (self._until - talk.moment) * 0.3
            if speaker is None or moment > self._until:
                return False
            said = self._say(talk, line, speaker, moment, parent)
            parent = parent or said
        return True

    def _speaker(self, talk: Talk, line: Line) -> Person | None:
        if line.by_author:
            return talk.author
        if line.speaker in self._cast.by_handle:
            return self._cast.by_handle[line.speaker]
        if line.speaker:
            department = self._cast.departments[line.speaker].pk
            known = talk.place.pool.draw(self._rng, talk.moment, talk.present, department)
            if known is not None:
                return known
        return talk.place.pool.draw(self._rng, talk.moment, talk.present)

    def _say(self, talk: Talk, line: Line, speaker: Person, moment: datetime, parent: int | None) -> int:
        comment_id, reactions = new_id(moment), Counter[str]()
        talk.moment = moment
        talk.present.add(speaker.pk)
        talk.comments += 1
        if speaker.pk != talk.author.pk:
            talk.answers.append(moment)
        calls = line.is_reply and not line.by_author and not line.speaker and self._rng.random() < 0.15
        template = f"{{@author}} {line.text}" if calls and line.text[0] not in "-1>" else line.text
        text = talk.slots.fill(template)
        self._react(talk, comment_id, self._warmth * self._rng.expovariate(1 / 0.55), reactions)
        self._ledger.comments.add(
            comment_id, talk.id, parent, speaker.pk, speaker.department_id, text, talk.slots.fill_html(template),
            _language(line.text, talk.script.language), moment, json.dumps(reactions),
        )  # fmt: skip
        self._mention(talk, comment_id, text)
        return comment_id

    def _react(self, talk: Talk, comment_id: int | None, count: float, counts: Counter[str] | None = None) -> None:
        """Reactions by as many different people, to the post or to one comment."""
        emotions = _EMOTIONS["comment" if comment_id else talk.script.kind]
        given: set[int] = set() if comment_id else {talk.author.pk}
        for _ in range(int(count)):
            moment = later(self._rng, talk.moment if comment_id else talk.at)
            person = talk.place.pool.draw(self._rng, talk.at, given)
            if person is None or moment > self._until:
                continue
            given.add(person.pk)
            emotion = self._rng.choices(list(emotions), weights=list(emotions.values()))[0]
            (talk.reactions if counts is None else counts)[emotion] += 1
            if comment_id is None:
                talk.answers.append(moment)
            self._ledger.reactions.add(talk.id, comment_id, person.pk, emotion, moment)

    def _mention(self, talk: Talk, comment_id: int | None, text: str) -> None:
        if "@" not in text:
            return
        for handle in mentioned_handles(text):
            if handle in self._cast.by_handle:
                self._ledger.mentions.add(talk.id, comment_id, self._cast.by_handle[handle].pk)
