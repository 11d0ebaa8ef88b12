"""How pages of drafts show what was written."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from network.core.text import render_markdown

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """The text as cleaned HTML."""
    return mark_safe(render_markdown(text))  # noqa: S308 — render_markdown lets no HTML of ours or theirs through
