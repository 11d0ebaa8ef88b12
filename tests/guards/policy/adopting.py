"""A03 and A04: notice is given in time, by two people, and every change is explained."""

from tests.guards.kinds import Guard, in_code, in_database, in_function

ACTIONS, QUERIES = "network/policy/actions", "network/policy/queries"
MOVES, TABLE = "policy_version_moves", "network/policy/states.py"
TIDINGS = "test_frozen.py::test_a03_a_version_is_adopted_with_a_day_a_text_and_two_people"
FRIENDLY = "The database still refuses: what is lost is the sentence for people."

# fmt: off
ADOPTING: list[Guard] = [
    # A03. Fourteen days, or a reason that a second person approved (P3). That a step is complete is asked when it is
    # approved and once more when it is taken: the second is seen with A07, the two together here.
    in_code(
        "A03", "The notice is fourteen days", TABLE,
        ("NOTICE_DAYS = 14", "NOTICE_DAYS = 13"),
        "test_frozen.py::test_notice_is_given_in_time_or_with_a_reason",
        "test_moving.py::test_a03_notice_of_thirteen_days_takes_a_reason_and_a_second_editor",
    ),
    in_code(
        "A03", "A shorter notice takes a reason", f"{ACTIONS}/needs.py",
        ("    if days >= version.notice_days or clean_text(plan.short_notice_reason):\n", "    if days >= 0:\n"),
        "test_moving.py::test_a03_notice_of_thirteen_days_takes_a_reason_and_a_second_editor",
    ),
    in_code(
        "A03", "The table asks for notice", TABLE,
        ("Need.NOTICE)", "Need.FILLED)"),
        "test_moving.py::test_a03_notice_of_thirteen_days_takes_a_reason_and_a_second_editor",
    ),
    in_function(
        "A03", "The database takes no short notice without a reason", MOVES,
        ("NEW.effective_on - NEW.published_on < NEW.notice_days AND NEW.short_notice_reason = ''", "false"),
        "test_frozen.py::test_notice_is_given_in_time_or_with_a_reason",
    ),
    in_code(
        "A03", "What was asked for in time and is approved late has too short a notice", f"{ACTIONS}/moving.py",
        ("    for sentence in lacking(version, to, plan).values():\n        require(False, sentence)\n", "    return\n"),
        "test_adopting.py::test_a03_what_was_asked_for_in_time_and_is_approved_a_day_late_is_refused",
        remark=FRIENDLY,
    ),
    in_code(
        "A03", "It is complete when it is asked for", f"{ACTIONS}/moving.py",
        ("    require(can_move_version(by, version, to), NO_SUCH_MOVE)\n    _require_complete(version, to, plan)\n",
         "    require(can_move_version(by, version, to), NO_SUCH_MOVE)\n"),
        "test_moving.py::test_a03_notice_of_thirteen_days_takes_a_reason_and_a_second_editor",
    ),
    in_code(
        "A03", "Nothing counts before tomorrow", f"{ACTIONS}/needs.py",
        ("    if plan.effective_on is None or plan.effective_on <= localdate():\n", "    if plan.effective_on is None:\n"),
        "test_moving.py::test_nothing_counts_before_tomorrow",
    ),
    in_function(
        "A03", "The database lets nobody adopt alone", MOVES,
        ("NEW.published_by_id = NEW.approved_by_id", "false"),
        "test_frozen.py::test_nobody_adopts_alone",
    ),
    in_function(
        "A03", "The database lets nobody adopt without a second person", MOVES,
        ("NEW.approved_by_id IS NULL", "false"), f"{TIDINGS}[approved_by-None]",
    ),
    in_function(
        "A03", "The database lets nobody adopt unnamed", MOVES,
        ("NEW.published_by_id IS NULL", "false"), f"{TIDINGS}[published_by-None]",
    ),
    in_function(
        "A03", "The database takes no adoption without a day of it", MOVES,
        ("NEW.published_on IS NULL", "false"), f"{TIDINGS}[published_on-None]",
    ),
    in_function(
        "A03", "The database takes no adoption without a day from which it counts", MOVES,
        ("NEW.effective_on IS NULL", "false"), f"{TIDINGS}[effective_on-None]",
    ),
    in_function(
        "A03", "The database takes no adoption without a text", MOVES,
        ("NEW.content_hash = ''", "false"), f"{TIDINGS}[content_hash-]",
    ),
    in_function(
        "A03", "The language that counts is adopted", MOVES,
        ("IF NOT EXISTS (SELECT 1 FROM policy_versiontext t JOIN policy_document d",
         "IF false AND NOT EXISTS (SELECT 1 FROM policy_versiontext t JOIN policy_document d"),
        "test_frozen.py::test_a03_the_language_that_counts_is_among_those_that_are_adopted",
    ),
    in_database(
        "A03", "The database lets nobody approve what they asked for",
        "ALTER TABLE policy_approval DROP CONSTRAINT approved_by_another_policy_editor",
        "test_kept.py::test_a03_nobody_approves_what_they_asked_for",
    ),
    in_code(
        "A03", "Another editor approves", "network/policy/access/drafts.py",
        ("    return approval.asked_by_id != person.pk and can_see_drafts(person)", "    return can_see_drafts(person)"),
        "test_moving.py::test_a03_notice_of_thirteen_days_takes_a_reason_and_a_second_editor",
        remark=FRIENDLY,
    ),
    in_code(
        "A03", "To adopt takes two editors", TABLE,
        ("    (State.SIGN_OFF, State.SCHEDULED): Move(\n        Who.TWO_EDITORS,",
         "    (State.SIGN_OFF, State.SCHEDULED): Move(\n        Who.EDITOR,"),
        "test_adopting.py::test_a03_one_editor_does_not_adopt_it_with_a_single_move",
        remark=FRIENDLY,
    ),
    in_code(
        "A03", "A step for two is no single move", f"{ACTIONS}/moving.py",
        ("    require(MOVES[(State(row.state), to)].who != Who.TWO_EDITORS, TAKES_TWO)\n", ""),
        "test_moving.py::test_a_step_for_two_is_not_taken_alone",
    ),
    in_code(
        "A03", "What is approved is exactly the text that was asked about", f"{ACTIONS}/moving.py",
        ("    require(asked.content_hash == hash_now(row), OTHER_TEXT)\n", ""),
        "test_moving.py::test_what_is_approved_is_exactly_the_text_that_was_asked_about",
    ),
    in_code(
        "A03", "A reason is kept only of a short notice", f"{ACTIONS}/moving.py",
        ('clean_text(plan.short_notice_reason)[:1_000] if is_short else ""', "clean_text(plan.short_notice_reason)[:1_000]"),
        "test_moving.py::test_a_reason_is_not_kept_where_the_notice_is_long_enough",
    ),
    in_code(
        "A03", "Everybody reads why the notice was short", "templates/policy/_notices.html",
        ("{% if reading.version.is_short_notice %}", "{% if False %}"),
        "test_adopting.py::test_a03_the_banner_stands_where_the_version_waits_and_where_it_counts",
    ),
    # A04. A changed section has a note (P6).
    in_code(
        "A04", "Changes are explained before it goes to the representatives", TABLE,
        ("(Need.ANSWERS, Need.NOTES", "(Need.ANSWERS, Need.ANSWERS"),
        "test_moving.py::test_a04_a_change_without_a_note_stops_it_and_is_named",
    ),
    in_code(
        "A04", "Changes are explained before it is adopted", TABLE,
        ("Need.LANGUAGES, Need.NOTES, Need.FILLED", "Need.LANGUAGES, Need.FILLED"),
        "test_moving.py::test_a04_scheduling_asks_for_the_notes_again",
    ),
    in_code(
        "A04", "The sections that lack a note are named", f"{ACTIONS}/needs.py",
        ('_("Write what changed in these sections: %(sections)s") % {"sections": named}',
         '_("Write what changed in these sections: %(sections)s") % {"sections": ""}'),
        "test_moving.py::test_a04_a_change_without_a_note_stops_it_and_is_named",
    ),
    in_code(
        "A04", "Other laws are a change", f"{QUERIES}/drafts.py",
        (" and next(laws) == next(laws)", ""),
        "test_adopting.py::test_a04_a_law_that_a_section_rests_on_is_a_change_too",
    ),
    in_code(
        "A04", "Spaces are no change", f"{QUERIES}/texts.py",
        ('name: " ".join(words.split())', "name: words"),
        "test_moving.py::test_a04_spaces_are_no_change_and_a_removed_section_is_one",
    ),
    in_code(
        "A04", "A section that went is a change", f"{QUERIES}/drafts.py",
        ("            yield Change(one.key, ChangeNote.Kind.REMOVED, one.heading)\n", "            pass\n"),
        "test_moving.py::test_a04_spaces_are_no_change_and_a_removed_section_is_one",
    ),
    in_code(
        "A04", "A section that came is a change", f"{QUERIES}/drafts.py",
        ("            yield Change(one.key, ChangeNote.Kind.NEW, one.heading)\n", "            pass\n"),
        "test_moving.py::test_a04_a_change_without_a_note_stops_it_and_is_named",
    ),
    in_code(
        "A04", "A note without words explains nothing", f"{QUERIES}/drafts.py",
        ("for note in version.notes.all() if any(note.text.values())", "for note in version.notes.all()"),
        "test_adopting.py::test_a04_a_note_says_something",
    ),
    in_code(
        "A04", "A note has words in the language that counts", f"{ACTIONS}/writing.py",
        ('    require(bool(parts["text"].get(row.document.language)), _("Write what changed."))\n', ""),
        "test_adopting.py::test_a04_a_note_says_something",
    ),
]
