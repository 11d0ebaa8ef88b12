"""Keeping a draft, sending an idea in, editing, throwing a draft away."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from ideas.access import can_delete_draft, can_edit_idea, can_send_to
from ideas.actions.likeness import index_idea
from ideas.actions.moves import move
from ideas.events import IdeaEdited
from ideas.models import Campaign, Idea, IdeaAuthor, IdeaRevision
from ideas.states import State
from network.conversations.actions import Saying, hold_editing, hold_publishing
from network.conversations.files import AS_THEY_ARE, Changes, change_files, discard_files
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.idempotency import earlier_result, remember_result
from network.core.text import clean_line, clean_text, guess_language
from profiles.models import Person

CLOSED = _("This campaign does not take ideas just now, or only the members of its group send them in.")
NOT_YOURS = _("Only its authors change an idea, and only until it is decided on.")
ASKED = _(
    "Somebody has not answered yet whether they will be co-author. Wait for the answer, or take the question back."
)


@dataclass(frozen=True)
class Proposal:
    """What the authors wrote."""

    title: str
    problem: str
    proposal: str
    benefit: str
    origin: str = Idea.Origin.EMPLOYEE
    heard_from: str = ""
    is_anonymous: bool = False  # where the campaign leaves it to its authors
    answers: list[list[str]] = field(default_factory=list)  # the campaign's own questions as put, each with its answer

    def cleaned(self) -> "Proposal":
        """One line where there is one line, and no control characters."""
        heard = clean_line(self.heard_from)[:120] if self.origin != Idea.Origin.EMPLOYEE else ""
        texts = (clean_text(self.problem), clean_text(self.proposal), clean_text(self.benefit))
        answers = [[clean_line(asked), clean_text(said)] for asked, said in self.answers]
        return Proposal(clean_line(self.title)[:120], *texts, self.origin, heard, self.is_anonymous, answers)

    def said(self) -> tuple[str, ...]:
        """The words of the authors' own."""
        return (self.title, self.problem, self.proposal, self.benefit)

    @property
    def text(self) -> str:
        """All of it, for guessing its language."""
        return f"{self.title} {self.problem} {self.proposal}"


FIELDS = ("title", "problem", "proposal", "benefit", "answers", "origin", "heard_from", "is_anonymous")
SAID = ("title", "problem", "proposal", "benefit", "answers")  # of which every earlier wording is kept


@transaction.atomic
def keep_draft(
    *,
    by: Person,
    campaign: Campaign,
    words: Proposal,
    draft: Idea | None,
    key: UUID | None,
    files: Changes = AS_THEY_ARE,
) -> Idea:
    """Keeps what is being written, and its files; the same key keeps to the same draft. Any of its authors saves it."""
    draft = draft or _begun(by, key)
    if draft is None:
        require(can_send_to(by, campaign), CLOSED)
        draft = Idea.objects.create(campaign=campaign)
        IdeaAuthor.objects.create(
            idea=draft, person=by, role=IdeaAuthor.Role.LEAD, state=IdeaAuthor.State.ACCEPTED, answered_at=now()
        )
        remember_result(by.pk, key, draft.pk)
    draft = Idea.objects.select_for_update(of=("self",)).select_related("campaign__group").get(pk=draft.pk)
    require(draft.state == State.DRAFT and can_edit_idea(by, draft), NOT_YOURS)
    draft.campaign, draft.saved_at = campaign, now()
    _write(draft, words.cleaned(), by)
    draft.save(update_fields=[*FIELDS, "language", "campaign", "saved_at"])
    change_files(by=by, place=draft.place, changes=files)
    return draft


def _begun(by: Person, key: UUID | None) -> Idea | None:
    """The draft that was begun with this key, if it is still there."""
    made = earlier_result(by.pk, key)
    return Idea.objects.filter(pk=made).first() if made is not None else None


@transaction.atomic
def submit_idea(
    *,
    by: Person,
    campaign: Campaign,
    words: Proposal,
    draft: Idea | None,
    key: UUID | None,
    files: Changes = AS_THEY_ARE,
) -> Idea:
    """Sends it in: from now on others read it and its files, and somebody owes an answer. Same key, same idea, once."""
    sent = draft or _begun(by, key)
    if sent is not None:  # whoever sends the same a second time waits here for the first
        sent = Idea.objects.select_for_update(of=("self",)).filter(pk=sent.pk).first()
    if sent is not None and sent.state != State.DRAFT:
        return sent
    idea = keep_draft(by=by, campaign=campaign, words=words, draft=sent, key=key, files=files)
    require(can_send_to(by, campaign), CLOSED)
    hold_publishing(by, campaign.group)
    require(not idea.authors.filter(state=IdeaAuthor.State.INVITED).exists(), ASKED)
    move(by=by, idea=idea, to=State.SUBMITTED)
    return idea


@transaction.atomic
def edit_idea(*, by: Person, idea: Idea, words: Proposal, files: Changes = AS_THEY_ARE) -> None:
    """Changes what is sent in and not decided; what it said before, and which files are gone, stays readable."""
    idea = Idea.objects.select_for_update(of=("self",)).select_related("thread", "campaign__group").get(pk=idea.pk)
    words = replace(words, is_anonymous=idea.is_anonymous)  # sent in on these terms
    require(idea.state != State.DRAFT and can_edit_idea(by, idea), NOT_YOURS)
    before = {name: getattr(idea, name) for name in SAID}
    words = words.cleaned()
    said = [Saying(str(before[name]), str(getattr(words, name))) for name in SAID]
    hold_editing(by, idea.campaign.group, *said, Saying(idea.heard_from, words.heard_from), adds=files.adds)
    changed = change_files(by=by, place=idea.place, changes=files)
    if not any(changed) and all(getattr(words, name) == getattr(idea, name) for name in FIELDS):
        return
    if changed.removed or any(getattr(words, name) != said for name, said in before.items()):
        IdeaRevision.objects.create(idea=idea, editor=by, removed=changed.removed, **before)
    _write(idea, words, by)
    idea.edited_at, idea.version = now(), idea.version + 1
    idea.save(update_fields=[*FIELDS, "language", "edited_at", "version"])
    index_idea(idea)
    announce(IdeaEdited(idea.pk))


@transaction.atomic
def delete_draft(*, by: Person, idea: Idea) -> None:
    """Throws a draft away, for good; nobody but its authors ever saw it."""
    idea = Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    require(can_delete_draft(by, idea), NOT_YOURS)
    _throw_away(idea)


@transaction.atomic
def forget_drafts(*, person_id: int) -> None:
    """Somebody was erased: drafts that nobody else is an author of go, with their files. Harmless to repeat."""
    others = IdeaAuthor.objects.standing().filter(idea=OuterRef("pk")).exclude(person=person_id)
    drafts = Idea.objects.select_for_update(of=("self",)).filter(state=State.DRAFT, authors__person=person_id)
    for draft in drafts.filter(~Exists(others)).order_by("pk"):
        _throw_away(draft)


def _throw_away(draft: Idea) -> None:
    discard_files(place=draft.place)
    draft.delete()


def _write(idea: Idea, words: Proposal, by: Person) -> None:
    for name in FIELDS:
        setattr(idea, name, getattr(words, name))
    idea.is_anonymous = words.is_anonymous and idea.campaign.identity == Campaign.Identity.OPTIONAL
    idea.language = guess_language(words.text, by.language)
