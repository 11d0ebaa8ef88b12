"""Bringing people in with files; the parts are split by who acts."""

from network.openness.actions.asking import (
    MANY_GONE,
    ONLY_ADMINISTRATORS,
    TOO_FAULTY,
    TOO_LATE_TO_UNDO,
    Consent,
    Upload,
    begin_import,
    carry_out_import,
    choose_columns,
    drop_import,
    undo_import,
)
from network.openness.actions.fetching import fetch_file
from network.openness.actions.ldap_reading import is_ldap_offered
from network.openness.actions.scheduling import (
    Timetable,
    carry_out_scheduled,
    drop_schedule,
    due_schedules,
    fetch_scheduled,
    schedule_import,
)
from network.openness.actions.undoing import undo_lines
from network.openness.actions.working import apply_import, plan_import

__all__ = [
    "MANY_GONE",
    "ONLY_ADMINISTRATORS",
    "TOO_FAULTY",
    "TOO_LATE_TO_UNDO",
    "Consent",
    "Timetable",
    "Upload",
    "apply_import",
    "begin_import",
    "carry_out_import",
    "carry_out_scheduled",
    "choose_columns",
    "drop_import",
    "drop_schedule",
    "due_schedules",
    "fetch_file",
    "fetch_scheduled",
    "is_ldap_offered",
    "plan_import",
    "schedule_import",
    "undo_import",
    "undo_lines",
]
