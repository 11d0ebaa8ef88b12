"""What templates ask about conversations: the six reactions of a thread or a comment."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.functional import Promise

from network.conversations.models import Comment, Emotion, Thread

register = template.Library()

ICONS = {
    Emotion.THANKS: "heart",
    Emotion.AGREE: "thumb",
    Emotion.SMART: "idea",
    Emotion.CHEER: "flag",
    Emotion.GLOW: "flame",
    Emotion.SAME: "metoo",
}


@dataclass(frozen=True, slots=True)
class Button:
    """One reaction as a button: what it is called, how often it was given, where it is sent."""

    emotion: str
    label: "str | Promise"
    icon: str
    count: int
    url: str


@register.filter
def reaction_buttons(subject: Thread | Comment) -> list[Button]:
    """The six, always in the same order, so that nothing moves when counts change."""
    name = "conversations:comment_reaction" if isinstance(subject, Comment) else "conversations:thread_reaction"
    return [
        Button(
            emotion.value,
            emotion.label,
            ICONS[emotion],
            subject.reactions.get(emotion.value, 0),
            reverse(name, args=[subject.pk, emotion.value]),
        )
        for emotion in Emotion
    ]
