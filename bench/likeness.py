"""The part of `python -m bench similar` that needs Django: boards of ideas, and the product's own search over them."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random

from django.db import connection, transaction

from bench.similar import OURS, Answer, Text, asked, halves, latency, read, table
from ideas.actions import index_idea, open_box, rebuild_terms
from ideas.models import Idea
from ideas.queries.similar import ASKED, resembling, shown_from, similar_to
from ideas.states import State
from ideas.terms import words_of
from network.conversations.models import Thread
from network.core.clock import now
from network.core.ids import new_id
from network.core.text import guess_language
from profiles.models import Person

MOST = 1000  # texts with and without a double that are looked for on a large board
SIZES = {2_500: 20.0, 25_000: 150.0}  # goals: ideas on the board, and the p95 of a search in milliseconds
TITLE = 120  # letters
Cut = Callable[[str], tuple[str, str]]
MADE_UP = """
Made-up boards: each idea has a title of 5-9 words and a text of 26-60, drawn from our own set with one in ten a
compound of two such words, so that rare words go on coming; half are Norwegian. What is looked for is a title, or a
title with its text, of an idea that is made in the same way and is not on the board."""


def run(*names: str) -> int:
    """Prints the tables of files, of "ours" or of the made-up "boards"; of both when nothing is named."""
    viewer = Person.objects.create(handle="leser", email="leser@example.com", name="Leser")
    if names == ("boards",):
        return _boards(viewer)
    if names == ("ours",):
        return _ours(viewer)
    for name in names:
        texts = read(Path(name))
        print(measured(Path(name).name, texts, viewer), flush=True)
    return _ours(viewer) or _boards(viewer) if not names else 0


def _ours(viewer: Person) -> int:
    texts = read(OURS)
    first, second = halves(texts)
    for title, some in (("First half (tuned on)", first), ("Second half (only measured)", second)):
        print(measured(title, some, viewer), flush=True)
        for how, ask in (("both ways", _short), ("asked for by title alone", _cut)):
            print(measured(f"{title}, a short title and a text, {how}", some, viewer, _short, ask), flush=True)
    print(measured("Both", texts, viewer), flush=True)
    return 0


def measured(title: str, texts: Sequence[Text], viewer: Person, keep: Cut | None = None, ask: Cut | None = None) -> str:
    """The table of a board that holds these texts, each one asked for while it is not there itself.

    `keep` and `ask` make a title and a text of each, to be kept and to be asked for.
    """
    ideas = _placed(((*(keep or _cut)(text.text), "") for text in texts), viewer)
    rebuild_terms()
    _analyse()
    same: dict[str, set[int]] = {}
    for text, idea in zip(texts, ideas, strict=True):
        same.setdefault(text.cluster, set()).add(idea.pk)
    wanted = [(n, (ask or _cut)(texts[n].text)) for n in asked(texts, MOST)]
    answers = [_asked(ideas[n], words, same[texts[n].cluster], viewer) for n, words in wanted]
    panel = shown_from(len(texts))
    return table(title, len(texts), answers, panel, panel + ASKED)


def _asked(idea: Idea, words: tuple[str, str], same: set[int], viewer: Person) -> Answer:
    with transaction.atomic():
        idea.state = State.WITHDRAWN  # while it is being written it is neither found nor counted
        index_idea(idea)
        begun = time.perf_counter()
        found = resembling(viewer, *words, language=idea.language, besides=idea)
        took = (time.perf_counter() - begun) * 1000
        transaction.set_rollback(True)
    if len(same) == 1:
        return Answer(True, 0, found[0].score if found else 0.0, took)
    place = next((n for n, alike in enumerate(found, 1) if alike.idea.pk in same), 0)
    return Answer(False, place, found[place - 1].score if place else 0.0, took)


def _cut(text: str) -> tuple[str, str]:
    """A title, and what does not fit into one: from the first sentence's end on, else between two words."""
    if len(text) <= TITLE:
        return text, ""
    start = text[:TITLE]
    at = max(start.find(mark) for mark in (". ", "? ", "! ")) + 1 or start.rfind(" ")
    return (text[:at].strip(), text[at:].strip()) if at > 0 else (start, text[TITLE:])


def _short(text: str) -> tuple[str, str]:
    """The first five words as a title: of an idea that is told below it."""
    words = text.split()
    return " ".join(words[:5]), " ".join(words[5:])


def _placed(texts: Iterable[tuple[str, str, str]], author: Person) -> list[Idea]:
    """A board of nothing but these ideas: title, problem, proposal."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE ideas_idea, ideas_termdf, conversations_thread CASCADE")
    box, begun, ideas = open_box(), now(), list[Idea]()
    remaining = iter(texts)
    while some := list(islice(remaining, 1000)):
        # an id holds its millisecond: thousands in one would meet
        ids = [new_id(begun + timedelta(milliseconds=len(ideas) + n)) for n in range(len(some))]
        threads = Thread.objects.bulk_create([Thread(id=pk, author=author, page="ideas:idea") for pk in ids])
        ideas += Idea.objects.bulk_create(
            Idea(
                campaign=box, thread=thread, title=title, problem=problem, proposal=proposal, state=State.SUBMITTED,
                language=guess_language(f"{title} {problem} {proposal}", "nb"),
            )
            for thread, (title, problem, proposal) in zip(threads, some, strict=True)
        )  # fmt: skip
    return ideas


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # which a page has and a whole table may exceed
        cursor.execute("VACUUM ANALYZE ideas_ideaterm, ideas_termdf, ideas_idea, conversations_thread")
        cursor.execute("RESET statement_timeout")


def _boards(viewer: Person) -> int:
    print(MADE_UP)
    for size, goal in SIZES.items():
        rng = Random(size)
        made = made_up(rng)
        begun = time.perf_counter()
        _placed(islice(made, size), viewer)
        rebuild_terms()
        _analyse()
        print(f"\n{size:,} ideas (built in {time.perf_counter() - begun:.0f} s), goal p95 <= {goal:.0f} ms")
        wanted = list(islice(made, 220))
        for what in ("title", "title and text"):
            times = [_timed(viewer, title, text if "and" in what else "") for title, _none, text in wanted]
            print(f"{what}: {latency(times[20:])}", flush=True)  # the first fill the caches
    return 0


def _timed(viewer: Person, title: str, text: str) -> float:
    begun = time.perf_counter()
    similar_to(viewer, title, text, language="nb")
    return (time.perf_counter() - begun) * 1000


def made_up(rng: Random) -> Iterator[tuple[str, str, str]]:
    texts = read(OURS)
    pools: dict[str, list[str]] = {"nb": [], "en": []}
    for text in texts:
        language = guess_language(text.text, "nb")
        pools[language] += words_of(text.text, language)
    while True:
        pool = pools[rng.choice(["nb", "en"])]
        words = [_word(pool, rng) for _n in range(rng.randint(35, 69))]
        yield " ".join(words[: rng.randint(5, 9)])[:TITLE], "", " ".join(words[9:])


def _word(pool: Sequence[str], rng: Random) -> str:
    return rng.choice(pool) + (rng.choice(pool) if rng.random() < 0.1 else "")
