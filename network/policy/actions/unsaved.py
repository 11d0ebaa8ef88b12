"""Keeping what an editor types while they type it. Nobody is told, and the draft stays as it is."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.core.clock import now
from network.core.text import clean_line, clean_text
from network.policy.access.drafts import can_see_drafts
from network.policy.models import Section, UnsavedText, Version
from network.policy.queries.unsaved import adds_something, text_now, unsaved_in
from profiles.models import Person

NOT_WRITER = _("Only policy editors write the rules.")
ELSEWHERE = _(
    "You have written in this section in another window too, and those words are kept. These are not kept by"
    " themselves: press Save to keep them as well."
)


def keep_words(
    *, by: Person, section: Section, language: str, words: Mapping[str, str], read: str, revision: int
) -> UnsavedText | None:
    """Keeps what is typed, if the window has seen the last that was kept (`revision`, 0 for nothing); None: it says
    what is saved already, and nothing is kept. Raises Refused when another window of the person was first.
    """
    require(can_see_drafts(by), NOT_WRITER)
    try:
        with transaction.atomic():
            return _keep(by, section, UnsavedText(language=language, read=read[:64], revision=revision), words)
    except IntegrityError:  # both windows kept their first words in this moment
        raise Refused(ELSEWHERE) from None


def _keep(by: Person, section: Section, given: UnsavedText, words: Mapping[str, str]) -> UnsavedText | None:
    mine = unsaved_in(by, section, given.language)
    kept = mine.select_for_update().first()
    require(kept is None or kept.revision == given.revision, ELSEWHERE)
    row = kept or UnsavedText(person=by, document=section.version.document, key=section.key, language=given.language)
    _fill(row, words)
    if not adds_something(row, text_now(section, given.language)):
        mine.delete()
        return None
    row.read, row.revision, row.saved_at = given.read, given.revision + 1, now()
    row.save()
    return row


def _fill(row: UnsavedText, words: Mapping[str, str]) -> None:
    row.heading, row.short = clean_line(words["heading"])[:120], clean_line(words["short"])[:300]
    row.body = clean_text(words["body"])[:20_000]


@transaction.atomic
def keep_adrift(
    *, by: Person, version: Version, key: UUID, language: str, words: Mapping[str, str], revision: int
) -> None:
    """Keeps what was written in a section that another editor has removed meanwhile; what another window of the person
    has kept since is kept above it.
    """
    require(can_see_drafts(by), NOT_WRITER)
    mine = UnsavedText.objects.filter(person=by, document=version.document, key=key, language=language)
    row = mine.select_for_update().first() or UnsavedText(
        person=by, document=version.document, key=key, language=language, revision=revision
    )
    earlier = row.body if row.revision != revision else ""
    _fill(row, words)
    row.body = "\n\n".join(filter(None, (earlier, row.body)))[:20_000]
    row.revision, row.saved_at = row.revision + 1, now()
    row.save()


def drop_words(*, by: Person, section: Section, language: str, revision: int) -> None:
    """They are saved now; what another window of the person has kept since stays."""
    unsaved_in(by, section, language).filter(revision=revision).delete()


def throw_away(*, by: Person, unsaved: UnsavedText, revision: int) -> bool:
    """Their editor does not want them; what another window has kept since stays (False)."""
    gone, _rows = UnsavedText.objects.filter(pk=unsaved.pk, person=by, revision=revision).delete()
    return bool(gone)
