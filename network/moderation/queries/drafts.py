"""Drafts to begin from, in both languages: a start for words to an author, and never what is sent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.core.text import fold
from network.moderation.reasons import Reason

PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,60}\]")
LEFT = _("Fill in what stands in square brackets, or take it out.")
AS_IT_WAS = _("This is the draft as it was. Write it for this author and this case.")


@dataclass(frozen=True)
class Draft:
    """The beginning of a text: for reasons ("why") or for a question to the author ("ask")."""

    key: str
    use: str
    name: str | Promise
    text: Mapping[str, str]


_WORD, _CHANGE, _WHY, _STAYS = _("Ask for their word"), _("Ask for a change"), _("Why it is hidden"), _("Why it stays")
_FAMILIES: Mapping[str, frozenset[str]] = {
    "person": frozenset({Reason.HARASSMENT, Reason.SEXUAL, Reason.HATE, Reason.RETALIATION, Reason.DANGER}),
    "private": frozenset({Reason.IDENTITY, Reason.SECRET, Reason.PRIVACY}),
    "matter": frozenset({Reason.UNLAWFUL, Reason.MISLEADING, Reason.SPAM, Reason.MISPLACED, Reason.OTHER}),
}
_DRAFTS: Mapping[str, Sequence[Draft]] = {
    "person": (
        Draft("person-word", "ask", _WORD, {
            "nb": "Hei. Vi har fått en melding om det du skrev om [tema]. «[sitat]» kan leses som rettet mot en "
            "person. "
            "Hvordan var det ment? Skriv gjerne litt om hva som lå bak.",
            "en": "Hello. We have had a report about what you wrote on [subject]. “[quote]” can be read as aimed "
            "at a "
            "person. How was it meant? Do tell us a little about what lay behind it.",
        }),
        Draft("person-change", "ask", _CHANGE, {
            "nb": "Hei. Vil du ta bort eller skrive om «[sitat]»? Det treffer en person, ikke en sak. Resten av "
            "det du "
            "skriver om [tema], kan bli stående.",
            "en": "Hello. Would you remove or rewrite “[quote]”? It hits a person and not a matter. The rest of "
            "what you "
            "say about [subject] can stay.",
        }),
        Draft("person-why", "why", _WHY, {
            "nb": "«[sitat]» omtaler en kollega på en måte som [hva det gjør]. Regelen gjelder slik omtale av en "
            "person. "
            "Det du mener om [tema], kan du si på nytt uten dette.",
            "en": "“[quote]” speaks of a colleague in a way that [what it does]. The rule covers speaking of a "
            "person "
            "like that. What you think about [subject] you can say again without it.",
        }),
        Draft("person-stays", "why", _STAYS, {
            "nb": "Teksten er skarp, men den handler om [tema] og ikke om en person. Uenighet og kritikk skal det "
            "være "
            "plass til.",
            "en": "The text is sharp, but it is about [subject] and not about a person. There has to be room for "
            "disagreement and criticism.",
        }),
    ),
    "private": (
        Draft("private-word", "ask", _WORD, {
            "nb": "Hei. Det du delte om [tema], ser ut til å inneholde [hva slags opplysning]. Har den det "
            "gjelder, sagt "
            "ja til at det deles her?",
            "en": "Hello. What you shared about [subject] seems to hold [what kind of information]. Has the person "
            "concerned agreed to its being shared here?",
        }),
        Draft("private-change", "ask", _CHANGE, {
            "nb": "Hei. Vil du ta ut [hva slags opplysning]? Den hører ikke hjemme her. Resten kan bli stående.",
            "en": "Hello. Would you take out [what kind of information]? It does not belong here. The rest can stay.",
        }),
        Draft("private-why", "why", _WHY, {
            "nb": "Teksten inneholder [hva slags opplysning], som noen kan kjennes igjen på eller som ikke er ment "
            "for "
            "alle. Du kan legge den ut på nytt uten dette.",
            "en": "The text holds [what kind of information], by which somebody can be recognised or which is not "
            "meant "
            "for everybody. You can post it again without that.",
        }),
        Draft("private-stays", "why", _STAYS, {
            "nb": "Det som står her om [tema], er kjent fra før og peker ikke ut noen.",
            "en": "What is said here about [subject] is known already and points to nobody.",
        }),
    ),
    "matter": (
        Draft("matter-word", "ask", _WORD, {
            "nb": "Hei. Noen mener at det du skrev om [tema], ikke stemmer eller ikke hører hjemme her. Hva bygger "
            "du på?",
            "en": "Hello. Somebody thinks that what you wrote about [subject] is not right or does not belong here. "
            "What do you base it on?",
        }),
        Draft("matter-change", "ask", _CHANGE, {
            "nb": "Hei. Vil du rette «[sitat]», eller flytte innlegget til [gruppe]? Da finner de det gjelder, fram.",
            "en": "Hello. Would you correct “[quote]”, or move the post to [group]? Then those whom it concerns will "
            "find it.",
        }),
        Draft("matter-why", "why", _WHY, {
            "nb": "«[sitat]» [hva som er galt med det]. Det rammer dem som leser det og stoler på det. En rettet "
            "utgave "
            "kan du legge ut når du vil.",
            "en": "“[quote]” [what is wrong with it]. It harms those who read it and rely on it. A corrected "
            "version you "
            "can post whenever you like.",
        }),
        Draft("matter-stays", "why", _STAYS, {
            "nb": "Det er lov å ta feil og å være uenig. Det som står om [tema], bryter ingen av kjørereglene.",
            "en": "Being wrong and disagreeing are allowed. What is said about [subject] breaks none of the house "
            "rules.",
        }),
    ),
}  # fmt: skip


def drafts_for(reason: str, use: str) -> Sequence[Draft]:
    """Those for a family of reasons and a use."""
    family = next(name for name, reasons in _FAMILIES.items() if reason in reasons)
    return [draft for draft in _DRAFTS[family] if draft.use == use]


def fault_of(text: str) -> "Promise | None":
    """Why the text cannot be sent: a draft as it was, or a placeholder that is left; None where it can."""
    if _bare(text) in _all():
        return AS_IT_WAS
    return LEFT if PLACEHOLDER.search(text) else None


def _bare(text: str) -> str:
    """Letters and digits alone, so that a space or a full stop more makes no other text."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


@lru_cache(maxsize=1)
def _all() -> frozenset[str]:
    return frozenset(_bare(text) for text in _texts())


def _texts() -> Iterator[str]:
    for drafts in _DRAFTS.values():
        for draft in drafts:
            yield from draft.text.values()
            yield from (PLACEHOLDER.sub("", text) for text in draft.text.values())
