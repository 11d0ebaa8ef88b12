"""Pages and fragments of conversations, and the bytes of their files, by what they are about."""

from network.conversations.views.comments import (
    comment_delete,
    comment_edit,
    comment_history,
    comment_menu,
    comment_reaction,
    comment_url,
    comments,
    mentions,
    thread_mute,
    thread_reaction,
)

__all__ = [
    "comment_delete",
    "comment_edit",
    "comment_history",
    "comment_menu",
    "comment_reaction",
    "comment_url",
    "comments",
    "mentions",
    "thread_mute",
    "thread_reaction",
]
