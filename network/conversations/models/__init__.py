"""Threads and what is said in them, files, and what keeps something from being read; the parts are split by noun."""

from network.conversations.models.files import Attachment, AttachmentQuerySet, Place, shown_files
from network.conversations.models.limits import PostingLimit, PostingLimitQuerySet, Restriction, unrestricted
from network.conversations.models.talk import (
    Comment,
    CommentQuerySet,
    Emotion,
    Mention,
    Mute,
    Reaction,
    Revision,
    Thread,
    ThreadQuerySet,
    Told,
    topic_of,
)

__all__ = [
    "Attachment",
    "AttachmentQuerySet",
    "Comment",
    "CommentQuerySet",
    "Emotion",
    "Mention",
    "Mute",
    "Place",
    "PostingLimit",
    "PostingLimitQuerySet",
    "Reaction",
    "Restriction",
    "Revision",
    "Thread",
    "ThreadQuerySet",
    "Told",
    "shown_files",
    "topic_of",
    "unrestricted",
]
