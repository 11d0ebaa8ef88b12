"""Taking words out for good: of the text, of what it said before, and of everything that the case keeps of it."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from ideas.actions.redacting import redact_idea
from network.conversations.actions import Redact, redact_comment
from network.core.access import require
from network.core.clock import now
from network.core.text import render_markdown
from network.feed.actions.redacting import redact_post
from network.moderation.actions.keeping import WORDS
from network.moderation.actions.log import Verb, note
from network.moderation.models import Case, Decision, EmployerCopy, FalseReport, HandOver, Redaction, Snapshot
from network.moderation.models.cases import Kind
from network.moderation.queries.content import Content, digest_of
from network.moderation.queries.ladder import Span, spans_kept, texts_of
from network.moderation.seals import seal, unseal
from network.moderation.states import Secret

SHORTEST = 3  # letters or digits: fewer would hit everything
NUMBER = 6  # digits from which on it is a number, however it is set
NO_WORDS = gettext_lazy("Mark what is to be taken out, or write it exactly as it stands.")
NOT_THERE = gettext_lazy(
    "Some of these words do not stand in the text. Write them exactly as they stand, one at a time."
)
TOLD = gettext_lazy("The reasons may not hold the words that are taken out. Say what kind of information it is.")

# Words that go as whole rows when a case is erased, or stay with the employer's side; the rest is in keeping.WORDS.
_ALSO: Sequence[tuple[type[Model], str, tuple[str, ...]]] = (
    (FalseReport, "report__case", ("why", "appeal", "verdict")),
)
# What was handed over: opened, and sealed anew. The hash that two people agreed on stays, and that of the rest comes.
_PACKAGES: Sequence[tuple[type[Model], str]] = ((HandOver, "case"), (EmployerCopy, "handover__case"))


def redactor(spans: Iterable[Span], language: str) -> Redact:
    """Gives a text without these words, however a number is set; a mark in the language of the text stands there."""
    longest = sorted(spans, key=lambda span: -len(span.words))
    marks = [mark_for(span.kind, language) for span in longest]
    found = re.compile("|".join(f"({_pattern(span.words)})" for span in longest), re.IGNORECASE)
    return lambda text: found.sub(lambda hit: marks[(hit.lastindex or 1) - 1], text)


def mark_for(kind: Secret, language: str) -> str:
    """What stands there instead: what kind of thing it was, and nothing of it."""
    with translation.override(language):
        return gettext("[removed: %(kind)s]") % {"kind": Secret(kind).label}


def keep_spans(decision: Decision, content: Content, spans: Sequence[Span]) -> Redaction:
    """Sealed, until a second person has answered. Raises Refused where they are not what stands there."""
    texts = texts_of(content)
    require(bool(spans) and all(_is_long_enough(span.words) for span in spans), NO_WORDS)
    require(all(any(_blank(span)(text) != text for text in texts) for span in spans), NOT_THERE)
    redact = redactor(spans, "en")
    said = (decision.quote, decision.facts, decision.reasoning, decision.milder, decision.law)
    require(all(redact(text) == text for text in said), TOLD)
    kinds = list(dict.fromkeys(span.kind for span in spans))
    return Redaction.objects.create(decision=decision, kinds=kinds, sealed=seal(json.dumps(spans)))


def forget_spans(decision: Decision) -> None:
    """The second person said no: nobody keeps the words for later."""
    Redaction.objects.filter(decision=decision).update(sealed="")


def take_out(case: Case, decision: Decision, content: Content | None) -> None:
    """Everywhere at once, in the caller's transaction; nothing brings it back."""
    redact = redactor(spans_kept(decision), _language_of(content))
    if content is not None:
        _redact_content(content, redact)
    cases = Case.objects.filter(kind=case.kind, subject_id=case.subject_id)
    for kept in Snapshot.objects.select_for_update(of=("self",)).filter(report__case__in=cases):
        _redact_snapshot(kept, redact)
    for words in WORDS:
        plain = tuple(name for name in words.columns if name != "sealed")
        _redact_rows(words.model._default_manager.filter(**{f"{words.case}__in": cases}), plain, redact)
    for model, via, columns in _ALSO:
        _redact_rows(model._default_manager.filter(**{f"{via}__in": cases}), columns, redact)
    for model, via in _PACKAGES:
        _redact_packages(model._default_manager.filter(**{f"{via}__in": cases}), redact)
    Redaction.objects.filter(decision=decision).update(sealed="", done_at=now())
    case.view = redact(case.view)[:600]
    note(Verb.REDACTED, case.ref, by=decision.by, about=decision.ref)


def _redact_content(content: Content, redact: Redact) -> None:
    if content.comment is not None:
        redact_comment(comment=content.comment, redact=redact)
    elif content.kind == Kind.IDEA and content.thread is not None:
        redact_idea(idea=content.thread.idea, redact=redact)
    elif content.thread is not None:
        redact_post(post=content.thread.post, redact=redact)


def _redact_snapshot(kept: Snapshot, redact: Redact) -> None:
    """What was sealed is sealed anew. The hash of what was reported stays, the hash of what is left comes to it."""
    told: dict[str, Any] = json.loads(unseal(kept.sealed))
    said = {name: _everywhere(value, redact) for name, value in told.items() if name != "html"}
    said["html"] = render_markdown(said["text"]) if told.get("html") else ""
    text, digest = digest_of(said)
    if said["text"] != told["text"] or digest != kept.digest:
        Snapshot.objects.filter(pk=kept.pk).update(sealed=seal(text), redacted_digest=digest)


def _redact_packages(rows: "QuerySet[Any]", redact: Redact) -> None:
    for row in rows.exclude(sealed="").select_for_update(of=("self",)):
        told = json.loads(unseal(row.sealed))
        said = _everywhere(told, redact)
        if said != told:
            text, digest = digest_of(said)
            type(row)._default_manager.filter(pk=row.pk).update(sealed=seal(text), redacted_digest=digest)


def _everywhere(value: Any, redact: Redact) -> Any:
    """The same for texts in lists and in lists of lists."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, list):
        return [_everywhere(one, redact) for one in value]
    if isinstance(value, dict):
        return {name: _everywhere(one, redact) for name, one in value.items()}
    return value


def _redact_rows(rows: "QuerySet[Any]", columns: Sequence[str], redact: Callable[[str], str]) -> None:
    for row in rows:
        changed = {name: redact(getattr(row, name)) for name in columns}
        if any(getattr(row, name) != text for name, text in changed.items()):
            longest = {name: row._meta.get_field(name).max_length for name in columns}
            type(row)._default_manager.filter(pk=row.pk).update(
                **{name: text[: longest[name]] for name, text in changed.items()}
            )


def _language_of(content: Content | None) -> str:
    """Of the text itself: the mark is a part of it."""
    if content is None or content.thread is None:
        return "nb"
    said = content.comment or getattr(content.thread, "post", None) or getattr(content.thread, "idea", None)
    return getattr(said, "language", "nb")


def _blank(span: Span) -> Redact:
    return redactor([span], "en")


def _is_long_enough(words: str) -> bool:
    return sum(letter.isalnum() for letter in words) >= SHORTEST


def _pattern(words: str) -> str:
    """A number is found with any separators, in any width; other words with any space between them, and whole."""
    digits = [str(int(letter)) for letter in words if letter.isdecimal()]
    if len(digits) >= NUMBER and not any(letter.isalpha() for letter in words):
        wide = (f"[{digit}{chr(0xFF10 + int(digit))}]" for digit in digits)
        return r"(?<!\d)" + r"[\s.\-–/]{0,3}".join(wide) + r"(?!\d)"
    whole = r"\s+".join(re.escape(word) for word in words.split())
    return (r"(?<!\w)" if words[:1].isalnum() else "") + whole + (r"(?!\w)" if words[-1:].isalnum() else "")
