"""Who in the demo company has acknowledged which rules, and what they asked; how the quiz went for all together."""

from datetime import datetime, timedelta
from random import Random

from network.core.bulk import insert_rows
from network.demo.cast import Cast
from network.demo.rulebook import Rulebook
from network.demo.texts import lists
from network.policy.access import bound_by
from network.policy.actions.starting import key_of
from network.policy.models import Acknowledgement, Answer, QuizQuestion, QuizTally, Version
from profiles.models import Person

_SHARE = 0.86  # of those who were here
WAITING = "cleo"  # the persona who has it still to do


def receive(rng: Random, cast: Cast, book: Rulebook, version: Version, since: datetime) -> None:
    """Most people within two weeks, in their own language; the database knows that the text is what they were shown."""
    hashes = dict(version.texts.values_list("language", "content_hash"))
    bound = set(Person.objects.get_queryset().filter(bound_by(version.document)).values_list("pk", flat=True))
    rows = []
    for person in cast.people:
        at = since + timedelta(hours=rng.expovariate(1 / 70))
        late = rng.random() > _SHARE and not person.about
        if late or person.pk not in bound or person.handle == WAITING or not person.created_at < at < book.until:
            continue
        language = person.language if person.language in hashes else "nb"
        rows.append(
            Acknowledgement(person=person, version=version, language=language, content_hash=hashes[language], at=at)
        )
    _ask(rows, version)
    insert_rows([row for row in rows if row.key is None])
    Acknowledgement.objects.bulk_create(row for row in rows if row.key is not None)
    _answer(rows, book)


def _ask(rows: list[Acknowledgement], version: Version) -> None:
    """Some had something to say with it."""
    plain = [row for row in rows if not row.person.about and row.language == "nb"]
    for row, line in zip(plain, _asked(version), strict=False):
        row.form, slug, row.text, _reply = line
        row.key = key_of(version.document.kind, slug)


def _answer(rows: list[Acknowledgement], book: Rulebook) -> None:
    replies = {line[2]: line[3] for line in map(_fields, lists("rulebook.txt")["asked"])}
    for row in rows:
        if reply := replies.get(row.text, ""):
            at = min(row.at + timedelta(days=2), book.until)
            Answer.objects.create(acknowledgement=row, text=reply, by=book.elected.writers[0], at=at)


def _asked(version: Version) -> list[list[str]]:
    is_latest = version.document.kind == "house-rules" and version.number > 1
    return [_fields(line) for line in lists("rulebook.txt")["asked"]] if is_latest else []


def _fields(line: str) -> list[str]:
    """Form, section, what was said, what was answered ("" if nobody has yet)."""
    return [*line.split(" | "), ""][:4]


def tally(rng: Random, version: Version, shown: int) -> None:
    """How often each question was answered, and how often wrongly: one section is less clear than the others."""
    for question in QuizQuestion.objects.filter(version=version):
        wrong = round(shown * (0.31 if question.position == version.questions.count() else rng.uniform(0.04, 0.12)))
        QuizTally.objects.create(question=question, shown=shown, wrong=wrong)
