"""The feed's pages, by what they are about."""

from network.feed.views.asking import askable, hand_on
from network.feed.views.compose import audience, compose, draft
from network.feed.views.home import home
from network.feed.views.places import about_skill, by_person, in_group, pinned, saved, topic, topic_follow, topics
from network.feed.views.posts import post, post_delete, post_edit, post_history, post_menu, post_pin, post_save
from network.feed.views.sharing import sharing, sharings
from network.feed.views.welcome import first_step, first_steps, leave_welcome, skip_first_step, welcome

__all__ = [
    "about_skill",
    "askable",
    "audience",
    "by_person",
    "compose",
    "draft",
    "hand_on",
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
    "sharing",
    "sharings",
    "first_step",
    "first_steps",
    "leave_welcome",
    "skip_first_step",
    "topic",
    "topic_follow",
    "topics",
    "welcome",
]
