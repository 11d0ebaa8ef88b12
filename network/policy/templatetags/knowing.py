"""How the text of the rules is shown where it is acknowledged."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from network.core.text import render_markdown

register = template.Library()


@register.filter
def rule_text(text: str) -> SafeString:
    """The Markdown of a section, or what an editor wrote beside it, as safe HTML."""
    return mark_safe(render_markdown(text))  # noqa: S308  (cleaned there)
