"""How figures are read out: sentences above tables, and bars beside numbers."""

from django import template

from network.moderation.queries import told
from network.moderation.queries.transparency import Sheet

register = template.Library()


@register.simple_tag
def sentence_of(sheet: Sheet, part: str) -> str:
    """What that part of the report says."""
    said = {
        "reasons": lambda: told.of_reports(sheet.reasons),
        "levels": lambda: told.of_decisions(sheet),
        "appeals": lambda: told.of_appeals(sheet.appeals, sheet.overturned),
        "look": lambda: told.of_times(sheet.look),
        "decide": lambda: told.of_times(sheet.decide),
        "names": lambda: told.of_names(sheet.names),
        "hits": lambda: told.of_hits(sheet.hits),
        "rules": lambda: told.of_rules(sheet),
    }
    return said[part]()
