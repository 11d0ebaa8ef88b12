"""A01 and A02: what was adopted stays as it was, and one version counts at a time."""

from tests.guards.kinds import Guard, in_code, in_database, in_function

ACTIONS = "network/policy/actions"
MOVES, TEXT, PART, SECTION = (
    "policy_version_moves", "policy_text_is_open", "policy_part_of_version", "policy_part_of_section"
)  # fmt: skip

# fmt: off
FREEZING: list[Guard] = [
    # A01. Nothing of an adopted version changes, past every action (P1).
    in_function(
        "A01", "No field of an adopted version changes", MOVES,
        ("IF OLD.state NOT IN ('draft', 'consultation', 'sign-off')", "IF false"),
        "test_frozen.py::test_a01_no_field_of_an_adopted_version_changes",
    ),
    in_function(
        "A01", "Nor one that no page shows", MOVES,
        ("IF OLD.state NOT IN ('draft', 'consultation', 'sign-off')",
         "IF NEW.notice_days = OLD.notice_days AND OLD.state NOT IN ('draft', 'consultation', 'sign-off')"),
        "test_frozen.py::test_a01_no_field_of_an_adopted_version_changes",
    ),
    in_function(
        "A01", "The moment from which a version counted stays", MOVES,
        ("OLD.in_force_at IS NOT NULL AND NEW.in_force_at IS DISTINCT FROM OLD.in_force_at", "false"),
        "test_frozen.py::test_the_moments_in_which_a_version_counted_never_change",
    ),
    in_function(
        "A01", "The moment until which a version counted stays", MOVES,
        ("OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at", "false"),
        "test_frozen.py::test_the_moments_in_which_a_version_counted_never_change",
    ),
    in_function(
        "A01", "A version that people were asked about is never deleted", MOVES,
        ("IF OLD.state <> 'draft' THEN PERFORM policy_refused('a version that people were asked",
         "IF false THEN PERFORM policy_refused('a version that people were asked"),
        "test_frozen.py::test_a01_what_people_were_asked_about_is_never_deleted",
    ),
    in_database(
        "A01", "The words of an adopted version stay", "DROP TRIGGER frozen ON policy_sectiontext",
        "test_clock.py::test_a01_no_way_of_writing_changes_what_was_adopted",
    ),
    in_database(
        "A01", "The sections of an adopted version stay", "DROP TRIGGER frozen ON policy_section",
        "test_frozen.py::test_no_section_comes_goes_or_moves_in_a_signed_or_adopted_version",
    ),
    in_database(
        "A01", "The change notes of an adopted version stay", "DROP TRIGGER frozen ON policy_changenote",
        "test_frozen.py::test_a01_the_notes_of_a_signed_or_adopted_version_stay",
    ),
    in_database(
        "A01", "The hashes of an adopted version stay", "DROP TRIGGER frozen ON policy_versiontext",
        "test_frozen.py::test_a01_the_hashes_of_an_adopted_version_stay",
    ),
    in_database(
        "A01", "The questions of an adopted version stay", "DROP TRIGGER frozen ON policy_quizquestion",
        "test_quiz.py::test_once_the_text_lies_with_the_representatives_the_questions_stay",
    ),
    in_function(
        "A01", "No section leaves an adopted version", PART,
        ("IF TG_OP <> 'INSERT' THEN PERFORM policy_text_is_open(OLD.version_id, TG_TABLE_NAME::text); END IF;", ""),
        "test_frozen.py::test_a01_no_section_or_word_is_carried_out_of_an_adopted_version",
    ),
    in_function(
        "A01", "No section comes into an adopted version", PART,
        ("IF TG_OP <> 'DELETE' THEN PERFORM policy_text_is_open(NEW.version_id, TG_TABLE_NAME::text); END IF;", ""),
        "test_frozen.py::test_a01_no_word_is_carried_into_a_signed_or_adopted_version",
    ),
    in_function(
        "A01", "No word leaves an adopted version", SECTION,
        ("(SELECT version_id FROM policy_section WHERE id = OLD.section_id)", "NULL::bigint"),
        "test_frozen.py::test_a01_no_section_or_word_is_carried_out_of_an_adopted_version",
    ),
    in_function(
        "A01", "No word comes into an adopted version", SECTION,
        ("(SELECT version_id FROM policy_section WHERE id = NEW.section_id)", "NULL::bigint"),
        "test_frozen.py::test_a01_no_word_is_carried_into_a_signed_or_adopted_version",
    ),
    in_function(
        "A01", "Nor does the text change that lies with the representatives", TEXT,
        ("v.state NOT IN ('draft', 'consultation')", "v.state NOT IN ('draft', 'consultation', 'sign-off')"),
        "test_frozen.py::test_no_word_of_a_signed_or_adopted_version_changes",
    ),
    in_code(
        "A01", "A text that is not the one that was adopted never counts", f"{ACTIONS}/clock.py",
        ("    if not is_as_adopted(row):\n", "    if False:\n"),
        "test_clock.py::test_a_text_that_is_not_the_one_that_was_adopted_never_counts",
    ),
    in_code(
        "A01", "An editor who writes in an adopted version hears why not", "network/policy/access/drafts.py",
        ("    return version.state in (*WRITABLE, State.SIGN_OFF) and can_see_drafts(person)",
         "    return can_see_drafts(person)"),
        "test_adopting.py::test_a01_an_editor_who_writes_in_an_adopted_version_hears_why_not",
        remark="The database still refuses: what is lost is the sentence for people.",
    ),
    # A02. At most one version of a document counts at any moment (P2).
    in_database(
        "A02", "No two versions count at the same moment, in however many processes",
        "ALTER TABLE policy_version DROP CONSTRAINT one_version_in_force_at_a_time",
        "test_races.py::test_a02_two_versions_are_let_count_at_once_past_every_action_and_one_does",
    ),
    in_database(
        "A02", "Only what is superseded has an end, and all of that has one",
        "ALTER TABLE policy_version DROP CONSTRAINT only_what_is_superseded_has_an_end",
        "test_one_counts.py::test_a02_what_counts_has_no_end_so_that_nothing_begins_beside_it",
    ),
    in_database(
        "A02", "What counts has a moment from which it does",
        "ALTER TABLE policy_version DROP CONSTRAINT in_force_since_a_moment",
        "test_one_counts.py::test_a02_nothing_counts_without_a_moment_from_which_it_does",
    ),
    in_database(
        "A02", "A version counts for some time",
        "ALTER TABLE policy_version DROP CONSTRAINT superseded_after_it_counted",
        "test_one_counts.py::test_a02_a_version_counts_for_some_time[0]",
        remark="An end before the beginning is no range for PostgreSQL either.",
    ),
    in_database(
        "A02", "A document has one version on its way", "DROP INDEX one_open_version",
        "test_frozen.py::test_a_document_has_one_version_on_its_way",
    ),
    in_function(
        "A02", "A version goes only where the table leads", MOVES,
        ("NEW.state <> OLD.state AND (OLD.state, NEW.state)", "false AND (OLD.state, NEW.state)"),
        "test_frozen.py::test_a_move_that_is_not_in_the_table_is_refused",
    ),
    in_function(
        "A02", "A version begins as a draft", MOVES,
        ("IF NEW.state <> 'draft' THEN PERFORM policy_refused('a version begins",
         "IF false THEN PERFORM policy_refused('a version begins"),
        "test_one_counts.py::test_a02_a_version_begins_as_a_draft",
    ),
    in_code(
        "A02", "Clocks in several processes wait for each other", f"{ACTIONS}/moving.py",
        ('    Document.objects.select_for_update().get(pk=version.document_id)\n'
         '    return Version.objects.select_for_update(of=("self",)).select_related',
         '    return Version.objects.select_related'),
        "test_races.py::test_a02_clocks_in_four_processes_let_a_version_count_once",
        remark="Two locks, of the document and of the version: each alone is enough for this.",
    ),
    in_code(
        "A02", "What counted before ends when another begins", f"{ACTIONS}/moving.py",
        ("        _move(old, State.SUPERSEDED, EMPTY, None)\n", ""),
        "test_clock.py::test_a_version_counts_from_its_day_and_the_one_before_no_more",
        remark="The database refuses that both count: the new one never would.",
    ),
    in_code(
        "A02", "The one ends in the very moment in which the other begins", f"{ACTIONS}/moving.py",
        ("        old.superseded_at = moment\n", "        old.superseded_at = now()\n"),
        "test_clock.py::test_a02_of_many_clocks_at_once_one_turns_and_two_versions_never_count",
    ),
    in_code(
        "A02", "Nobody but the clock lets a version count", "network/policy/access/drafts.py",
        ("        return person is None\n", "        return person is None or can_see_drafts(person)\n"),
        "test_moving.py::test_no_person_does_what_the_clock_does_and_the_clock_nothing_else",
    ),
    in_code(
        "A02", "A version counts from its day, no sooner", f"{ACTIONS}/clock.py",
        ("    if row.state != State.SCHEDULED or row.effective_on is None or row.effective_on > localdate():\n",
         "    if row.state != State.SCHEDULED:\n"),
        "test_clock.py::test_a_version_counts_from_its_day_and_the_one_before_no_more",
    ),
    in_code(
        "A02", "A clock that comes second does nothing", f"{ACTIONS}/clock.py",
        ("    if row.state != State.SCHEDULED or row.effective_on is None",
         "    if row.effective_on is None"),
        "test_clock.py::test_a02_of_many_clocks_at_once_one_turns_and_two_versions_never_count",
    ),
    in_code(
        "A02", "Of two editors who begin a draft at once the second hears why not", f"{ACTIONS}/writing.py",
        ("    Document.objects.select_for_update().get(pk=document.pk)\n    require(not document",
         "    require(not document"),
        "test_races.py::test_a02_of_two_editors_who_begin_a_draft_at_once_one_does",
        remark="The database still refuses: what is lost is the sentence for people.",
    ),
]
