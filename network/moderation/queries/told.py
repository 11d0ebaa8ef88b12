"""What the numbers of a report say, in plain sentences: one or two above each table.

No sentence needs a singular: what is told is nothing, or of at least a handful.
"""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from network.moderation.queries.figures import LATE
from network.moderation.queries.transparency import TIMES, Appeals, Listed, Sheet


def how_many(number: int | None, is_whole: bool) -> str:
    """The number, and that it is rounded where it is."""
    return str(number) if is_whole else pgettext("rounded number", "about %(number)s") % {"number": number}


def of_reports(told: Listed) -> str:
    """How many came in, and what most were about."""
    if told.is_empty:
        return _("Nothing was reported.")
    if told.sum is None:
        return _("So little was reported that no number is shown.")
    said = _("There were %(number)s reports.") % {"number": how_many(told.sum, told.is_whole)}
    if told.most is None:
        return said
    return f"{said} " + _("The most common reason was this: %(reason)s.") % {"reason": told.most.name}


def of_decisions(sheet: Sheet) -> str:
    """How many decisions counted, and how much of what was hidden was given back."""
    told = sheet.levels
    if told.is_empty:
        return _("Nothing was decided.")
    if told.sum is None:
        return _("So little was decided that no number is shown.")
    said = _("There were %(number)s decisions.") % {"number": how_many(told.sum, told.is_whole)}
    if sheet.back is None:
        return f"{said} " + _("Too little was hidden, or given back, to say how large a share came back.")
    return f"{said} " + _("Of what was hidden, %(share)s percent was given back.") % {"share": sheet.back}


def of_appeals(told: Appeals, overturned: int | None) -> str:
    """How many were answered, and how many were right."""
    if told.sum == 0:
        return _("No appeal was answered.")
    if told.sum is None:
        return _("So few appeals were answered that no number is shown.")
    said = _("There were %(number)s appeals that somebody else answered.") % {
        "number": how_many(told.sum, told.is_whole)
    }
    if overturned is None:
        return f"{said} " + _("How many reversed a decision is not shown: it would tell of single people.")
    return f"{said} " + _("Of these, %(number)s reversed a decision.") % {
        "number": how_many(overturned, told.is_whole)
    }  # fmt: skip


def of_times(told: Listed) -> str:
    """How long it took, and how many were late."""
    if told.is_empty:
        return _("There was nothing to wait for.")
    if told.median is None:
        return _("Too few cases to say how long it took.")
    said = _("Half took at most %(hours)s working hours.") % {"hours": told.median}
    if told.p90 is not None:
        said += " " + _("Nine of ten took at most %(hours)s.") % {"hours": told.p90}
    late = next(row.number for row in told.rows if row.name == TIMES[LATE])
    if late is None:
        return f"{said} " + _("How many were late is not shown: it would tell of single people.")
    if late == 0:
        return f"{said} " + _("None was late.")
    return f"{said} " + _("Too late were %(number)s.") % {"number": late}


def of_names(told: Listed) -> str:
    """How often somebody asked who had reported something, and a custodian answered."""
    if told.is_empty:
        return _("Nobody asked who had reported something.")
    if told.sum is None:
        return _("So few asked who had reported something that no number is shown.")
    return _("%(number)s times somebody asked who had reported something, and a custodian answered.") % {
        "number": how_many(told.sum, told.is_whole)
    }


def of_hits(told: Listed) -> str:
    """How often a text was posted in spite of a word of caution."""
    if told.is_empty:
        return _("No text was posted in spite of a word of caution.")
    if told.sum is None:
        return _("So few texts were posted in spite of a word of caution that no number is shown.")
    return _(
        "A word of caution was set aside %(number)s times. What people mended before they posted is counted nowhere."
    ) % {"number": how_many(told.sum, told.is_whole)}


def of_rules(sheet: Sheet) -> str:
    """What was looked at together, and what came sooner than promised."""
    evaluated = {
        0: _("No control measure was looked at together with representatives."),
        1: _("One control measure was looked at together with representatives."),
    }.get(sheet.evaluated, _("%(number)s control measures were looked at together with representatives."))
    short = {
        0: _("No rules came into force sooner than promised."),
        1: _("One version of the rules came into force sooner than promised."),
    }.get(sheet.short, _("%(number)s versions of the rules came into force sooner than promised."))
    return f"{evaluated % {'number': sheet.evaluated}} {short % {'number': sheet.short}}"
