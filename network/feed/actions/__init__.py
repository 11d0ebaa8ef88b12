"""What people do to posts; the parts are split by noun."""

from network.feed.actions.asking import NOT_ASKED, Ask, hand_on
from network.feed.actions.forgetting import forget_mentions, forget_writer
from network.feed.actions.posts import (
    NOT_A_MEMBER,
    NOT_HOST,
    NOT_YOURS,
    Words,
    delete_post,
    edit_post,
    keep_draft,
    name_topics,
    publish_post,
    set_pin,
    set_saved,
    set_topic_follow,
)
from network.feed.actions.sharing import approve_sharing, ask_to_share, decline_sharing, take_sharing_back
from network.feed.actions.telling import tell_source

__all__ = [
    "NOT_ASKED",
    "NOT_A_MEMBER",
    "NOT_HOST",
    "NOT_YOURS",
    "Ask",
    "Words",
    "approve_sharing",
    "ask_to_share",
    "decline_sharing",
    "take_sharing_back",
    "delete_post",
    "edit_post",
    "forget_mentions",
    "forget_writer",
    "hand_on",
    "keep_draft",
    "name_topics",
    "publish_post",
    "set_pin",
    "set_saved",
    "set_topic_follow",
    "tell_source",
]
