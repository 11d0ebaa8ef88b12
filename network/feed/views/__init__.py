"""The feed's pages, by what they are about."""

from network.feed.views.compose import audience, compose, draft
from network.feed.views.home import home
from network.feed.views.places import by_person, in_group, pinned, saved, topic, topic_follow
from network.feed.views.posts import post, post_delete, post_edit, post_history, post_menu, post_pin, post_save

__all__ = [
    "audience",
    "by_person",
    "compose",
    "draft",
    "home",
    "in_group",
    "pinned",
    "post",
    "post_delete",
    "post_edit",
    "post_history",
    "post_menu",
    "post_pin",
    "post_save",
    "saved",
    "topic",
    "topic_follow",
]
