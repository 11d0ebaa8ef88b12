"""What templates ask about conversations: the six reactions of a thread or a comment."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from network.conversations.models import Comment, Emotion, PostingLimit, Thread
from network.conversations.queries import limit_shown
from network.core.templatetags.ui import icon
from network.groups.models import Group

register = template.Library()

ICONS = {
    Emotion.THANKS: "heart",
    Emotion.AGREE: "thumb",
    Emotion.SMART: "idea",
    Emotion.CHEER: "flag",
    Emotion.GLOW: "flame",
    Emotion.SAME: "metoo",
}
# A tag and not a template, as every card has one and a page of comments twenty. The order of the attributes from
# data-reaction on is relied on where a page presses its viewer's own marks.
_BUTTON = (
    '<button {}type="submit" form="act" formaction="{}" name="on" data-react="{}" data-reaction="{}:{}"'
    ' aria-pressed="false" value="1">{}</button>'
)
_BAR = (
    '<div class="reacts" id="reactions-{pk}" role="group" aria-label="{name}">{bar}'
    '<button class="react react--add" type="button" popovertarget="react-{pk}" aria-label="{more}">{plus}</button>'
    '<div id="react-{pk}" popover class="pop"><div class="react-pick">{all}</div></div></div>'
)


@register.simple_tag(takes_context=True)
def posting_limit(context: dict[str, Any], group: Group | None = None) -> PostingLimit | None:
    """What keeps whoever looks from publishing there; said to them alone, in place of the button."""
    return limit_shown(context["person"], group or None)


@register.simple_tag
def reactions(subject: Thread | Comment) -> SafeString:
    """Thanks and what was given, with their counts, and behind a button all six; always in the same order."""
    name = "conversations:comment_reaction" if isinstance(subject, Comment) else "conversations:thread_reaction"
    bar, every = [], []
    for emotion, drawing in ICONS.items():
        count, picture = subject.reactions.get(emotion.value, 0), icon(drawing)
        url = reverse(name, args=[subject.pk, emotion.value])
        given = (url, emotion.value, subject.pk, emotion.value)
        every.append(("", *given, format_html("{}{}", picture, emotion.label)))
        if count or emotion is Emotion.THANKS:
            words = format_html(
                '{}<span class="sr">{}</span><span data-n>{}</span>', picture, emotion.label, count or ""
            )
            bar.append((SafeString('class="react" '), *given, words))
    return format_html(
        _BAR,
        pk=subject.pk,
        name=gettext("Reactions"),
        more=gettext("More reactions"),
        plus=icon("plus"),
        bar=format_html_join("", _BUTTON, bar),
        all=format_html_join("", _BUTTON, every),
    )
