"""What ideas are found by is kept in the transaction of the change; what people say about two alike ones is noted."""

from collections.abc import Collection, Sequence
from itertools import islice

from django.db import connection, transaction
from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from ideas.access import can_edit_idea, can_see_idea
from ideas.models import Idea, IdeaTerm, IdeaWords, SimilarJudgement, TermDf, body_of
from ideas.states import State
from ideas.terms import counts_of, weights_of, words_counted
from network.core.access import require
from network.core.clock import now
from profiles.models import Person

NOT_THESE = _("You can compare your own idea with one that you can read.")
UNLISTED = frozenset({State.DRAFT, State.WITHDRAWN, State.MERGED})  # neither found nor counted
_LOCK = 7_461_003  # advisory lock under which terms are counted, so that two ideas with the same words wait, not clash
_LISTS = ("terms", "title", "whole")  # of IdeaWords
_BATCH = 200  # ideas that are compared at a time
Rows = dict[tuple[int, str], float]  # the weight of each term of each idea


@transaction.atomic
def index_idea(idea: Idea) -> None:
    """Makes an idea found by what it says now, or not at all when it is no more on the board."""
    _lock()
    wanted, had = _wanted([idea]), _had([idea])
    _write(wanted, had)
    _count([text for _pk, text in wanted.keys() - had.keys()], 1)
    _count([text for _pk, text in had.keys() - wanted.keys()], -1)
    _keep_words([idea])


@transaction.atomic
def rebuild_terms() -> int:
    """Compares what every idea is found by with what it says, mends it, and says how many rows were wrong."""
    _lock()
    wrong = 0
    everything = Idea.objects.order_by("pk").defer("search").iterator(chunk_size=_BATCH)
    while ideas := list(islice(everything, _BATCH)):
        wrong += _write(_wanted(ideas), _had(ideas)) + _keep_words(ideas)
    return wrong + _recount()


def _listed(ideas: Sequence[Idea]) -> list[Idea]:
    return [idea for idea in ideas if idea.state not in UNLISTED]


def _wanted(ideas: Sequence[Idea]) -> Rows:
    """As it ought to be: the terms of those that are on the board."""
    return {
        (idea.pk, text): weight
        for idea in _listed(ideas)
        for text, weight in weights_of(counts_of(idea.title, body_of(idea), idea.language)).items()
    }


def _had(ideas: Sequence[Idea]) -> Rows:
    """As it is. Two plain look-ups: joined, a board that was written a moment ago may be read row by row."""
    rows = list(IdeaTerm.objects.filter(idea__in=ideas).values_list("idea", "term", "weight"))
    with connection.cursor() as cursor:
        numbers = list({term for _pk, term, _weight in rows})
        cursor.execute("SELECT id, text FROM ideas_termdf WHERE id = ANY(%s::bigint[])", [numbers])
        texts = dict(cursor.fetchall())
    return {(pk, texts[term]): weight for pk, term, weight in rows}


def _write(wanted: Rows, had: Rows) -> int:
    """Writes the terms of the ideas that differ anew, but counts none; how many rows differed."""
    wrong = {key for key in wanted.keys() | had.keys() if wanted.get(key) != had.get(key)}
    ideas = {pk for pk, _text in wrong}
    IdeaTerm.objects.filter(idea__in=ideas).delete()
    rows = {key: weight for key, weight in wanted.items() if key[0] in ideas}
    numbers = _numbers({text for _pk, text in rows})
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY ideas_ideaterm (idea_id, term_id, weight) FROM STDIN") as copy,
    ):
        for (pk, text), weight in rows.items():
            copy.write_row((pk, numbers[text], weight))
    return len(wrong)


def _keep_words(ideas: Sequence[Idea]) -> int:
    """Writes the words of those whose words differ, all of which are terms by now; how many differed."""
    counted = {idea.pk: words_counted(idea.title, body_of(idea), idea.language) for idea in _listed(ideas)}
    numbers = _numbers({text for words in counted.values() for text in words.whole})
    wanted = {
        pk: (
            [numbers[text] for text in words.whole],
            [words.title.get(text, 0.0) for text in words.whole],
            [*words.whole.values()],
        )
        for pk, words in counted.items()
    }
    had = {pk: kept for pk, *kept in IdeaWords.objects.filter(idea__in=ideas).values_list("idea", *_LISTS)}
    wrong = {pk for pk in wanted.keys() | had.keys() if [*wanted.get(pk, ())] != had.get(pk, [])}
    IdeaWords.objects.filter(idea__in=wrong).delete()
    IdeaWords.objects.bulk_create(
        IdeaWords(idea_id=pk, **dict(zip(_LISTS, wanted[pk], strict=True))) for pk in wrong & wanted.keys()
    )
    return len(wrong)


def _numbers(texts: set[str]) -> dict[str, int]:
    """Of each term; those that are new are made, for the lock keeps everybody else from making them."""
    numbers = dict(TermDf.objects.filter(text__in=texts).values_list("text", "pk"))
    made = TermDf.objects.bulk_create([TermDf(text=text) for text in sorted(texts - numbers.keys())], batch_size=5_000)
    return numbers | {term.text: term.pk for term in made}


def _lock() -> None:
    """Holds off everybody else who counts terms, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _count(texts: Collection[str], by: int) -> None:
    terms = TermDf.objects.filter(text__in=texts)
    terms.update(df=F("df") + by)
    terms.filter(df=0).delete()


def _recount() -> int:
    """Counts every term anew; how many were wrong.

    Compared here and not in one statement: of tables just filled the planner knows nothing, and reads all for each row.
    """
    counted = dict(IdeaTerm.objects.order_by().values_list("term").annotate(n=Count("pk")))
    kept = TermDf.objects.values_list("pk", "df")
    wrong = {pk: counted.get(pk, 0) for pk, df in kept if df != counted.get(pk, 0)}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ideas_termdf SET df = right_one.df FROM unnest(%s::bigint[], %s::int[]) AS right_one (id, df)"
            " WHERE ideas_termdf.id = right_one.id",
            [list(wrong), list(wrong.values())],
        )
    TermDf.objects.filter(df=0).delete()
    return len(wrong)


@transaction.atomic
def record_judgement(*, by: Person, idea: Idea | None, other: Idea, score: float, answer: str) -> SimilarJudgement:
    """Notes whether the writer takes two ideas for the same; a second answer on the same two replaces the first.

    Raises Refused when the first is not theirs to edit or the second is hidden from them.
    """
    require(can_see_idea(by, other) and (idea is None or can_edit_idea(by, idea)), NOT_THESE)
    said = {"answer": SimilarJudgement.Answer(answer), "score": min(max(score, 0.0), 1.0), "at": now()}
    if idea is None:
        return SimilarJudgement.objects.create(idea=None, other=other, by=by, **said)
    return SimilarJudgement.objects.update_or_create(idea=idea, other=other, by=by, defaults=said)[0]
