"""Ideas that resemble what somebody is writing: found by rare terms, then scored from 0 to 1. At most four queries."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log2
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from ideas.models import Idea, StatusChange, body_of
from ideas.states import State
from ideas.terms import EVERYTHING, Counts, counts_of, is_letters, likeness, rarity, vector_of
from profiles.models import Person

# The score from which a hint is shown. Among more ideas the best is more alike by chance: what three of ten new ideas
# reach rose from 0.21 to 0.28 between 85 and 340 ideas (first half of bench/words/similar.jsonl), and was 0.45 among
# 24,696 questions of another study; between the two it is drawn straight over the doublings.
LOWEST, AT, AT_IDEAS, EACH_DOUBLING, HIGHEST = 0.22, 0.29, 340, 0.026, 0.45
ASKED = 0.20  # so much above it the writer is asked whether it is the same
SHOWN = 5
LOOKED_AT = 20  # of the best by their terms, so many are scored
COMPARED = 6  # so many of them to the end
_READ = ("title", "problem", "proposal", "benefit", "language", "state", "vote_count")  # to score and to show them
COMMON = 0.25  # share of the ideas from which on a term says nothing
# So many rows of the index are read for one search at most, the rarest terms first, and letters as if they were so many
# times as common. On the first half of our set 0.6 rows for each idea on the board lost nothing among the first five.
POSTINGS, PUT_OFF = 12_000, 4


# Sight is asked of one idea after the other, the best first, until enough are found; joined, it would be asked of every
# idea there is. The planner cannot do otherwise, whatever it knows of lists: neither part is folded into the other.
_BEST = """WITH best AS MATERIALIZED (
    SELECT found.idea_id FROM unnest(%s::bigint[], %s::float8[]) AS asked (term_id, rarity)
    JOIN ideas_ideaterm found USING (term_id)
    GROUP BY found.idea_id ORDER BY sum(found.weight * asked.rarity) DESC, found.idea_id DESC
)"""


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
    found = resembling(person, title, body, language=language, besides=besides)
    return [alike for alike in found if alike.is_shown][:SHOWN]


def resembling(person: Person, title: str, body: str, *, language: str, besides: Idea | None = None) -> list[Alike]:
    """The same without a threshold: all that were looked at, the most alike first."""
    head, whole = counts_of(title, "", language), counts_of(title, body, language)
    known = _Known([*head, *whole])
    ideas = _best(_seen_by(person, besides), known.telling(whole), known)
    heads = [_of_title(idea.title, idea.language) for idea in ideas]
    # Once more than a title is written all of it is compared too, of those whose terms weigh most.
    compared = ideas[:COMPARED] if body.strip() else []
    wholes = [counts_of(idea.title, body_of(idea), idea.language) for idea in compared]
    known.read(term for counts in heads + wholes for term in counts)
    scores = known.likenesses(head, heads)
    for n, score in enumerate(known.likenesses(whole, wholes)):
        scores[n] = max(scores[n], score)
    found = [_alike(idea, score, known.ideas) for idea, score in zip(ideas, scores, strict=True)]
    return sorted(found, key=lambda alike: (-alike.score, -alike.idea.pk))


@lru_cache(maxsize=1000)
def _of_title(title: str, language: str) -> Counts:
    """While somebody types the same ideas come again and again."""
    return counts_of(title, "", language)


def _alike(idea: Idea, score: float, ideas: int) -> Alike:
    level = shown_from(ideas)
    return Alike(idea, score, idea.no_because, score >= level, score >= level + ASKED)  # type: ignore[attr-defined]


def _seen_by(person: Person, besides: Idea | None) -> "QuerySet[Idea]":
    seen = Idea.objects.visible_to(person).listed()
    return seen.exclude(pk=besides.pk) if besides else seen


def _best(seen: "QuerySet[Idea]", terms: Sequence[str], known: "_Known") -> list[Idea]:
    """The ideas that the terms weigh most in, of those that may be seen; two queries."""
    if not terms or seen.query.is_empty():
        return []
    may_be_seen, given = seen.values("id").query.sql_with_params()
    rarities = [known.rare[term] for term in terms]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_BEST} SELECT idea_id FROM best WHERE"  # noqa: S608
            f" (SELECT true FROM ({may_be_seen}) AS seen WHERE seen.id = best.idea_id) LIMIT {LOOKED_AT}",
            [[known.numbers[term] for term in terms], rarities, *given],
        )
        numbers = [row[0] for row in cursor.fetchall()]
    ideas = {idea.pk: idea for idea in _with_reason(numbers)}
    return [ideas[number] for number in numbers if number in ideas]


def _with_reason(numbers: Sequence[int]) -> "QuerySet[Idea]":
    """The ideas, each with `no_because`: the published reason of the no, while it is declined."""
    said = StatusChange.objects.filter(idea=OuterRef("pk"), after=State.DECLINED).order_by("-pk").values("reason")[:1]
    declined = When(state=State.DECLINED, then=Coalesce(Subquery(said), Value(""), output_field=TextField()))
    reason = Case(declined, default=Value(""), output_field=TextField())
    rows = Idea.objects.filter(pk__in=numbers).select_related("campaign").only(*_READ, "campaign")
    return rows.annotate(no_because=reason)


class _Known:
    """How often the terms asked about occur on the board."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.dfs: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        self.rare: dict[str, float] = {}
        self.ideas = 0
        self.read([EVERYTHING, *terms])

    def read(self, terms: Iterable[str]) -> None:
        """Looks up those that were not looked up before, in one query or none."""
        if not (new := set(terms) - self.dfs.keys()):
            return
        self.dfs |= dict.fromkeys(new, 0)
        with connection.cursor() as cursor:  # one list, where the ORM would name every term by itself
            cursor.execute("SELECT id, text, df FROM ideas_termdf WHERE text = ANY(%s)", [list(new)])
            for number, text, df in cursor.fetchall():
                self.numbers[text], self.dfs[text] = number, df
        self.ideas = self.dfs[EVERYTHING]
        self.rare |= {term: rarity(self.dfs[term], self.ideas) for term in new}

    def telling(self, counts: Counts) -> list[str]:
        """Terms to look for: on the board, not in every other idea unless all are, the rarest within a budget."""
        there = sorted((term for term in counts if self.dfs[term]), key=self._order)
        few = [term for term in there if self.dfs[term] <= COMMON * self.ideas] or there
        chosen: list[str] = []
        left = POSTINGS
        for term in few:
            left -= self.dfs[term]
            if left < 0 and chosen:
                break
            chosen.append(term)
        return chosen

    def _order(self, term: str) -> tuple[int, str]:
        """By which the rarest come first, and words before letters."""
        return self.dfs[term] * (PUT_OFF if is_letters(term) else 1), term

    def likenesses(self, one: Counts, others: Sequence[Counts]) -> list[float]:
        """Of one text with each of the others."""
        vector = vector_of(one, self.rare.__getitem__)
        return [likeness(vector, vector_of(other, self.rare.__getitem__)) for other in others]
