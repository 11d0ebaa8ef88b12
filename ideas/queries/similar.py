"""Ideas that resemble what somebody is writing: found by rare terms, then scored from 0 to 1. At most four queries."""

from collections.abc import Iterable, Sequence
from math import log2
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from ideas.models import Idea, StatusChange
from ideas.states import State
from ideas.terms import (
    EVERYTHING,
    Counts,
    Words,
    counts_of,
    is_letters,
    likeness,
    rarity,
    vector_of,
    weights_of,
    words_counted,
)
from profiles.models import Person

# The score from which a hint is shown. Among more ideas the best is more alike by chance: what three of ten new ideas
# reach rose from 0.21 to 0.28 between 85 and 340 ideas (first half of bench/words/similar.jsonl), and was 0.45 among
# 24,696 questions of another study; between the two it is drawn straight over the doublings.
LOWEST, AT, AT_IDEAS, EACH_DOUBLING, HIGHEST = 0.22, 0.29, 340, 0.026, 0.45
ASKED = 0.20  # so much above it the writer is asked whether it is the same
SHOWN = 5
LOOKED_AT = 20  # of the best by their terms, so many are scored
WEIGHED = 0.5  # of the score: what is written there of what is looked for; the rest is how alike the words are
_READ = ("title", "language", "state", "vote_count")  # to show them
COMMON = 0.25  # share of the ideas from which on a term says nothing
# So many rows of the index are read for one search at most, the rarest terms first, and letters as if they were so many
# times as common: two for each idea on the board. On the first half of our set 1.5 lost nothing, and 1 lost something.
POSTINGS, FEWEST_POSTINGS, POSTINGS_EACH, PUT_OFF = 12_000, 2_000, 2, 4

Score = tuple[int, float]  # of an idea

# Sight is asked of one idea after the other, the best first, until enough are found; joined, it would be asked of every
# idea there is. The planner cannot do otherwise, whatever it knows of lists: neither part is folded into the other.
_BEST = """WITH best AS MATERIALIZED (
    SELECT found.idea_id, sum(found.weight * asked.rarity) AS weight
    FROM unnest(%s::bigint[], %s::float8[]) AS asked (term_id, rarity)
    JOIN ideas_ideaterm found USING (term_id)
    GROUP BY found.idea_id ORDER BY weight DESC, found.idea_id DESC
)"""

_WORDS = """SELECT words.idea_id, term.text, term.df, said.title, said.whole
    FROM ideas_ideawords words, unnest(words.terms, words.title, words.whole) AS said (term_id, title, whole)
    JOIN ideas_termdf term ON term.id = said.term_id WHERE words.idea_id = ANY(%s)"""


class Alike(NamedTuple):
    """An idea that resembles what is being written, by a score from 0 to 1.

    `reason`: why it was declined, "" for any other state. `is_shown`: alike enough for a hint, and `is_asked_about`: so
    alike that the writer is asked whether it is the same.
    """

    idea: Idea
    score: float
    reason: str
    is_shown: bool
    is_asked_about: bool


def shown_from(ideas: int) -> float:
    """The score from which a hint is shown on a board of so many ideas."""
    return min(HIGHEST, max(LOWEST, AT + EACH_DOUBLING * log2(max(ideas, 1) / AT_IDEAS)))


def similar_to(person: Person, title: str, body: str, *, language: str, besides: Idea | None = None) -> list[Alike]:
    """What to show beside the form, the most alike first: only what the person may see and what is on the board."""
    known = _Known(counts_of(title, body, language))
    scores = known.scores(words_counted(title, body, language), _seen_by(person, besides))
    level = shown_from(known.ideas)
    return _alike([one for one in scores if one[1] >= level][:SHOWN], level)


def resembling(person: Person, title: str, body: str, *, language: str, besides: Idea | None = None) -> list[Alike]:
    """The same without a threshold: all that were looked at, the most alike first."""
    known = _Known(counts_of(title, body, language))
    scores = known.scores(words_counted(title, body, language), _seen_by(person, besides))
    return _alike(scores, shown_from(known.ideas))


def _alike(scores: Sequence[Score], level: float) -> list[Alike]:
    """With all that is shown of them, in this order; one query, and none for nothing."""
    if not scores:
        return []
    ideas = {idea.pk: idea for idea in _with_reason([number for number, _score in scores])}
    return [
        Alike(idea, score, idea.no_because, score >= level, score >= level + ASKED)  # type: ignore[attr-defined]
        for number, score in scores
        if (idea := ideas.get(number))
    ]


def _seen_by(person: Person, besides: Idea | None) -> "QuerySet[Idea]":
    seen = Idea.objects.visible_to(person).listed()
    return seen.exclude(pk=besides.pk) if besides else seen


def _with_reason(numbers: Sequence[int]) -> "QuerySet[Idea]":
    """The ideas, each with `no_because`: the published reason of the no, while it is declined."""
    said = StatusChange.objects.filter(idea=OuterRef("pk"), after=State.DECLINED).order_by("-pk").values("reason")[:1]
    declined = When(state=State.DECLINED, then=Coalesce(Subquery(said), Value(""), output_field=TextField()))
    reason = Case(declined, default=Value(""), output_field=TextField())
    rows = Idea.objects.filter(pk__in=numbers).select_related("campaign").only(*_READ, "campaign")
    return rows.annotate(no_because=reason)


class _Known:
    """The terms of what is being written, and how often they occur on the board."""

    def __init__(self, terms: Counts) -> None:
        self.terms = terms
        self.dfs = dict.fromkeys((EVERYTHING, *terms), 0)
        self.numbers: dict[str, int] = {}
        self._rarities: dict[int, float] = {}
        # As one text: in a list each would be searched for what must be quoted, and no term holds the end of a line.
        asked = "\n".join(self.dfs)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, text, df FROM ideas_termdf WHERE text = ANY(string_to_array(%s, E'\\n'))", [asked]
            )
            for number, text, df in cursor.fetchall():
                self.numbers[text], self.dfs[text] = number, df
        self.ideas = self.dfs[EVERYTHING]

    def rarity(self, term: str) -> float:
        """How much it tells; worked out once for all that are as common."""
        df = self.dfs[term]
        if df not in self._rarities:
            self._rarities[df] = rarity(df, self.ideas)
        return self._rarities[df]

    def scores(self, words: Words, seen: "QuerySet[Idea]") -> list[Score]:
        """Of the ideas that the terms weigh most in, of those that may be seen: the most alike first."""
        if not (looked_for := self.telling()) or seen.query.is_empty():
            return []
        weights = self._best(seen, looked_for)
        most, wanted = self._most(looked_for), vector_of(words, self.rarity)
        scores = []
        for idea, theirs in self._words_of(weights).items():
            alike = likeness(wanted, vector_of(theirs, self.rarity))
            scores.append((idea, WEIGHED * min(1.0, weights[idea] / most) + (1 - WEIGHED) * alike))
        return sorted(scores, key=lambda one: (-one[1], -one[0]))

    def telling(self) -> list[str]:
        """Terms to look for: on the board, not in every other idea unless all are, the rarest within a budget."""
        there = sorted((term for term in self.terms if self.dfs[term]), key=self._order)
        few = [term for term in there if self.dfs[term] <= COMMON * self.ideas] or there
        chosen: list[str] = []
        left = min(POSTINGS, max(FEWEST_POSTINGS, POSTINGS_EACH * self.ideas))
        for term in few:
            left -= self.dfs[term]
            if left < 0 and chosen:
                break
            chosen.append(term)
        return chosen

    def _order(self, term: str) -> tuple[int, str]:
        """By which the rarest come first, and words before letters."""
        return self.dfs[term] * (PUT_OFF if is_letters(term) else 1), term

    def _best(self, seen: "QuerySet[Idea]", looked_for: Sequence[str]) -> dict[int, float]:
        """The ideas that these terms weigh most in, and how much."""
        may_be_seen, given = seen.values("id").query.sql_with_params()
        asked = [self.numbers[term] for term in looked_for], [self.rarity(term) for term in looked_for]
        with connection.cursor() as cursor:
            cursor.execute(
                f"{_BEST} SELECT idea_id, weight FROM best WHERE"  # noqa: S608
                f" (SELECT true FROM ({may_be_seen}) AS seen WHERE seen.id = best.idea_id) LIMIT {LOOKED_AT}",
                [*asked, *given],
            )
            return dict(cursor.fetchall())

    def _most(self, looked_for: Sequence[str]) -> float:
        """What an idea of the same words would weigh by the terms looked for; words that nobody else has weigh too."""
        there = {*looked_for, *(term for term in self.terms if not self.dfs[term])}
        return sum(weight * self.rarity(term) for term, weight in weights_of(self.terms).items() if term in there)

    def _words_of(self, ideas: Iterable[int]) -> dict[int, Words]:
        """The words of these ideas as they were counted when they were written, and how often each occurs."""
        found = {idea: Words({}, {}) for idea in ideas}
        with connection.cursor() as cursor:
            cursor.execute(_WORDS, [[*found]])
            for idea, text, df, title, whole in cursor.fetchall():
                self.dfs[text] = df
                found[idea].whole[text] = whole
                if title:
                    found[idea].title[text] = title
        return found
