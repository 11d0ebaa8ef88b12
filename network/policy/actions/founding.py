"""The measures that a house starts with. None works before it has been talked over with the representatives."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from network.core.access import require
from network.policy.access.measures import can_keep_measures
from network.policy.actions.measures import NOT_KEEPER
from network.policy.detectors import Kind
from network.policy.detectors.findings import COUNTRIES
from network.policy.models import ControlMeasure
from profiles.models import Person

GROUND = {
    "nb": "Arbeidsmiljøloven kapittel 9 (kontrolltiltak) og personvernforordningen artikkel 6 nr. 1 bokstav f.",
    "en": "The Working Environment Act, chapter 9 (control measures), and GDPR article 6(1)(f).",
}
ASKED = {
    "nb": "Den som skriver, blir spurt en gang før teksten legges ut, og bestemmer selv. Ingenting stoppes eller "
    "holdes tilbake. Legges teksten ut likevel, telles slaget og "
    "begrunnelsen. Verken tallet, ordet eller navnet lagres.",
    "en": "The author is asked once before the text is posted, and decides. Nothing is stopped or held back. If the "
    "text is posted all the same, its kind and the reason are counted. "
    "Neither the number, the word nor the name is kept.",
}


@dataclass(frozen=True)
class Talk:
    """That the measures were talked over: when, with whom, and when they are looked at next."""

    held_on: date
    discussed_with: str
    next_on: date


# By code: name, purpose, what it means for people, what it covers, the section of the house rules it reminds of.
BEGINNINGS: dict[str, dict[str, Any]] = {
    "identity-numbers": {
        "name": {"nb": "Påminnelse om fødselsnummer", "en": "A word about identity numbers"},
        "purpose": {
            "nb": "At ingen legger ut fødselsnummeret til en bruker, kunde eller kollega ved en feil.",
            "en": "That nobody posts the identity number of a customer, a patient or a colleague by mistake.",
        },
        "ground": GROUND, "consequences": ASKED, "covers": [str(kind) for kind in COUNTRIES.values()],
        "section_slug": "confidential",
    },
    "accounts-and-cards": {
        "name": {"nb": "Påminnelse om kontonummer og betalingskort", "en": "A word about accounts and payment cards"},
        "purpose": {
            "nb": "At kontonumre og kortnumre ikke blir liggende der mange leser.",
            "en": "That numbers of accounts and cards do not stay where many people read.",
        },
        "ground": GROUND, "consequences": ASKED, "covers": [str(Kind.ACCOUNT), str(Kind.IBAN), str(Kind.CARD)],
        "section_slug": "confidential",
    },
    "confidential-words": {
        "name": {"nb": "Påminnelse om fortrolige opplysninger", "en": "A word about what is confidential"},
        "purpose": {
            "nb": "At tekst som er merket som fortrolig, og ord vi verner om selv, blir tenkt over en gang til.",
            "en": "That text marked as confidential, and words that we protect ourselves, are thought over once more.",
        },
        "ground": GROUND, "consequences": ASKED, "covers": [str(Kind.MARKER), str(Kind.OWN_WORD)],
        "section_slug": "confidential",
    },
    "running-log": {
        "name": {"nb": "Driftslogg", "en": "Running log"},
        "purpose": {
            "nb": "At feil kan finnes og rettes, og at innbrudd kan oppdages.",
            "en": "That faults can be found and mended, and break-ins noticed.",
        },
        "ground": {
            "nb": "Personvernforordningen artikkel 32 (sikkerhet) og arbeidsmiljøloven kapittel 9.",
            "en": "GDPR article 32 (security) and the Working Environment Act, chapter 9.",
        },
        "consequences": {
            "nb": "Loggen sier hvilken side som ble bedt om, når, og om det gikk bra. Den sier ikke hva noen skrev. "
            "Den brukes ikke til å følge med på hvem som arbeider når.",
            "en": "The log says which page was asked for, when, and whether it went well. It does not say what anybody "
            "wrote. It is not used to see who works when.",
        },
        "covers": ["running-log"], "section_slug": "",
    },
}  # fmt: skip


def begin_with_measures(*, by: Person) -> int:
    """Those that the house can have, for a keeper to talk over; nothing where any is written down. How many."""
    require(can_keep_measures(by), NOT_KEEPER)
    return found_measures()


@transaction.atomic
def found_measures(talk: Talk | None = None) -> int:
    """Writes them down in a house that has none yet; how many it wrote. Without a talk they are off."""
    if ControlMeasure.objects.exists():
        return 0
    talked = {} if talk is None else {
        "discussed_on": talk.held_on, "discussed_with": talk.discussed_with, "next_evaluation_on": talk.next_on,
    }  # fmt: skip
    rows = [(code, {**words, **talked}) for code, words in BEGINNINGS.items()]
    return sum(ControlMeasure.objects.get_or_create(code=code, defaults=given)[1] for code, given in rows)
