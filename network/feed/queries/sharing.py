"""What may be shared outside: one post, those that wait, and the kit of one that is approved."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from network.conversations.models import Attachment, shown_files
from network.core.pages import Page, newest_first
from network.feed.access import can_approve_sharing, can_ask_to_share
from network.feed.models import Post, Sharing
from network.notifications.subjects import Subject
from network.policy.differences import plain_blocks
from network.policy.models import Channel, ChannelRepresentative, Version
from network.policy.queries.channels import channels_listed
from network.policy.queries.reading import Rule, reading
from profiles.models import Person

RULES = "social-media"  # the document for those who speak for us
USUAL = 1_000  # characters, where we do not know the platform
LONGEST = {  # characters that a text on the platform holds, by what its name begins with
    "x": 280, "twitter": 280, "bluesky": 300, "threads": 500, "mastodon": 500, "tiktok": 2_200, "instagram": 2_200,
    "linkedin": 3_000, "facebook": 5_000, "youtube": 5_000,
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """The text for one channel, and who speaks for us there."""

    channel: Channel
    text: str
    longest: int
    is_cut: bool
    speaking: Sequence[ChannelRepresentative]


@dataclass(frozen=True)
class Kit:
    """What one needs to share a post oneself."""

    pieces: Sequence[Piece]
    pictures: Sequence[Attachment]
    rules: Sequence[Rule]


def sharing_of(post: Post) -> Sharing | None:
    """What was asked and answered about the post as it reads now; None once it reads otherwise."""
    found = Sharing.objects.filter(post=post).select_related("answered_by").first()
    return found if found is not None and found.digest == post.digest() else None


def may_open_sharing(person: Person, post: Post, asked: Sharing | None = None) -> bool:
    """The author; those who speak for us, once it is asked for; and everybody, once it is approved."""
    if post.thread.group_id is not None or post.thread.deleted_at is not None or post.source:
        return False
    if can_ask_to_share(person, post):
        return True
    asked = asked or sharing_of(post)
    return asked is not None and (asked.is_approved or can_approve_sharing(person, post))


def was_asked_before(post: Post) -> bool:
    """It was asked about other words."""
    return Sharing.objects.filter(post=post).exclude(digest=post.digest()).exists()


def sharings_waiting(person: Person, before: int | None) -> Page[Sharing]:
    """Posts whose authors wait for an answer, the newest first; not one's own, nor what reads otherwise now."""
    rows = Sharing.objects.visible_to(person).filter(answered_at=None).exclude(post__thread__author=person)
    rows = rows.select_related("post__thread__author").prefetch_related(shown_files("post__thread"))
    page = newest_first(rows, before)
    return Page([asked for asked in page.items if asked.digest == asked.post.digest()], page.before)


def kit_of(person: Person, post: Post) -> Kit:
    """A text for each channel in use, the pictures, and what the rules say of speaking for us."""
    text = plain_text(post)
    active = [channel for channel in channels_listed() if channel.status == Channel.Status.ACTIVE]
    pictures = [file for file in post.thread.shown_files() if file.is_image]
    return Kit([_piece(channel, text) for channel in active], pictures, _rules(person))


def plain_text(post: Post) -> str:
    """The title and the paragraphs, without marks."""
    return "\n\n".join(part for part in (post.title, *plain_blocks(post.html)) if part)


def shortened(text: str, longest: int) -> str:
    """At most so many characters, cut between words if it can."""
    if len(text) <= longest:
        return text
    start = text[: longest - 1]
    whole = start[: max(start.rfind(" "), start.rfind("\n"), 0)]
    return (whole if len(whole) > longest // 2 else start).rstrip(" .,:;–-\n") + "…"


def longest_on(platform: str) -> int:
    """What a text there may hold; a thousand characters where we do not know."""
    first = (platform.lower().split() or [""])[0]
    return LONGEST.get(first, USUAL)


def _piece(channel: Channel, text: str) -> Piece:
    longest = longest_on(channel.platform)
    speaking: Sequence[ChannelRepresentative] = channel.speaking  # type: ignore[attr-defined]
    return Piece(channel, shortened(text, longest), longest, len(text) > longest, speaking)


def _rules(person: Person) -> Sequence[Rule]:
    try:
        return reading(person, RULES).rules
    except Version.DoesNotExist:
        return []


def sharing_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """What a letter about an answer names: the post, for those who may still read it, and the page of the answer."""
    asked = Sharing.objects.visible_to(person).filter(pk__in=ids).select_related("post")
    return {s.pk: Subject(s.post.title or s.opening, reverse("feed:sharing", args=[s.pk])) for s in asked}
