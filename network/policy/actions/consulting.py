"""Consultation: what people say about a draft, what is answered, and what comes of it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line, clean_text
from network.policy.access.consultations import can_answer_remark, can_remark, can_withdraw_remark
from network.policy.access.drafts import can_see_drafts
from network.policy.actions.writing import write_section
from network.policy.anchors import CONTEXT, Place, find_quote, replaced
from network.policy.events import RemarkAnswered, RemarkMade, RemarkReplied
from network.policy.models import Consultation, Remark, RemarkReply, Section, SectionText, Version, Workshop
from network.policy.queries.texts import hash_of_text, parts_of
from profiles.models import Person

NOT_OPEN = _("The consultation is not open.")
NOT_ANSWERABLE = _("This has been answered already, or it is not yours to answer.")
NO_QUOTE = _(
    "These words are not in the section any more, so nothing can be put in their place. Choose another answer."
)
Outcome = Remark.Outcome


@dataclass(frozen=True)
class Said:
    """A comment, or a proposal for other words, and the words that it is about."""

    text: str
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    is_proposal: bool = False
    replacement: str = ""


@transaction.atomic
def make_remark(*, by: Person, version: Version, key: uuid.UUID, language: str, said: Said) -> Remark:
    """Anybody who works here comments or proposes, while the consultation is open, on a section or on words in it."""
    row = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    require(can_remark(by, row), NOT_OPEN)
    text = SectionText.objects.filter(section__version=row, section__key=key, language=language).first()
    require(text is not None, _("There is no such section."))
    require(bool(clean_text(said.text)), _("Write what you think."))
    quote = clean_text(said.quote).strip()
    require(
        not said.is_proposal or bool(quote),
        _("Say which words you would like to change: copy them from the text."),
    )
    place = find_quote(parts_of(text), quote, said.prefix, said.suffix) if text and quote else None
    require(
        place is not None or not quote,
        _("These words are not in the section. Copy them from the text, letter by letter."),
    )
    prefix, suffix = _around(parts_of(text), place) if text and place else ("", "")
    remark = Remark.objects.create(
        version=row, key=key, language=language, quote=quote, prefix=prefix, suffix=suffix,
        is_proposal=said.is_proposal, replacement=clean_text(said.replacement) if said.is_proposal else "",
        text=clean_text(said.text), author=by,
    )  # fmt: skip
    announce(RemarkMade(remark.pk))
    return remark


def _around(parts: Mapping[str, str], place: Place) -> tuple[str, str]:
    text = parts[place.part]
    return text[max(0, place.start - CONTEXT) : place.start], text[place.end : place.end + CONTEXT]


@transaction.atomic
def withdraw_remark(*, by: Person, remark: Remark) -> None:
    """Whoever made it takes it back; it stays listed as taken back."""
    row = _locked(remark)
    require(can_withdraw_remark(by, row), NOT_ANSWERABLE)
    row.withdrawn_at = now()
    row.save(update_fields=["withdrawn_at"])


@transaction.atomic
def reply_to_remark(*, by: Person, remark: Remark, text: str) -> RemarkReply:
    """Talk under a remark, one level, while the consultation is open."""
    require(can_remark(by, remark.version) and remark.withdrawn_at is None, NOT_OPEN)
    require(bool(clean_text(text)), _("Write what you think."))
    reply = RemarkReply.objects.create(remark=remark, author=by, text=clean_text(text))
    announce(RemarkReplied(reply.pk))
    return reply


def proposed_parts(remark: Remark) -> dict[str, str] | None:
    """The section as it would read with the proposal in it; None: the words are gone."""
    text = _text_of(remark)
    if text is None:
        return None
    parts = parts_of(text)
    place = find_quote(parts, remark.quote, remark.prefix, remark.suffix)
    return replaced(parts, place, remark.replacement) if place else None


def _text_of(remark: Remark) -> SectionText | None:
    rows = SectionText.objects.filter(section__version=remark.version_id, section__key=remark.key)
    return rows.filter(language=remark.language).first()


@transaction.atomic
def answer_remark(*, by: Person, remark: Remark, outcome: str, reply: str) -> Remark:
    """An editor takes it in, takes it in with other words, or does not, and says why; once and for all.

    Taking in a proposal puts its words into the text. Of a comment it says that it led to a change.
    """
    row = _locked(remark)
    require(can_answer_remark(by, row), NOT_ANSWERABLE)
    require(outcome in Outcome.values, _("Choose what comes of it."))
    require(bool(clean_text(reply)), _("Write why."))
    if row.is_proposal and outcome == Outcome.ACCEPTED:
        _take_in(row, by)
    row.outcome, row.reply, row.replied_by, row.replied_at = outcome, clean_text(reply), by, now()
    row.save(update_fields=["outcome", "reply", "replied_by", "replied_at"])
    announce(RemarkAnswered(row.pk))
    return row


def _take_in(remark: Remark, by: Person) -> None:
    parts = proposed_parts(remark)
    require(parts is not None, NO_QUOTE)
    require(bool(clean_line((parts or {}).get("heading", ""))), _("A section has a heading."))
    section = Section.objects.select_related("version__document").get(version=remark.version_id, key=remark.key)
    read = hash_of_text(_text_of(remark))
    write_section(by=by, section=section, language=remark.language, words=parts or {}, read=read)


@transaction.atomic
def note_workshop(*, by: Person, consultation: Consultation, workshop: Workshop) -> Workshop:
    """The minutes of a meeting about the draft, for everybody to read."""
    require(can_see_drafts(by), NOT_OPEN)
    workshop.consultation, workshop.by = consultation, by
    workshop.title, workshop.minutes = clean_line(workshop.title), clean_text(workshop.minutes)
    require(bool(workshop.title and workshop.minutes), _("Write a title and what was said."))
    workshop.save()
    return workshop


def _locked(remark: Remark) -> Remark:
    """Under the lock of the version too, so that it is not answered and moved on at once."""
    Version.objects.select_for_update(of=("self",)).get(pk=remark.version_id)
    return Remark.objects.select_for_update(of=("self",)).select_related("version__document").get(pk=remark.pk)
