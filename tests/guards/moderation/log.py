"""A80, A81, A82, A85, A87: the log and its chain, how long anything is kept, and who has read what was sealed."""

from tests.guards.kinds import Guard, in_code, in_database, in_function

ACTIONS, QUERIES = "network/moderation/actions", "network/moderation/queries"
KEEPING, RETENTION = f"{ACTIONS}/keeping.py", f"{QUERIES}/retention.py"
NEVER = "test_reporting.py::test_a_snapshot_an_identity_and_the_log_never_change"
CUTS = "test_keeping.py::test_the_database_cuts_nowhere_else"
CHAIN = "test_reporting.py::test_the_log_is_a_chain_and_names_nobody"
CUT = "test_keeping.py::test_the_log_is_cut_after_three_years_and_follows_where_it_was_cut"
DAYS = "test_keeping.py::test_exactly_what_the_table_says_goes_on_the_day_it_says"
LEFT = "test_keeping.py::test_what_is_counted_stays_and_nothing_else"
HOLD = "test_keeping.py::test_a_hold_stops_every_erasure_until_two_people_end_it"
LEAVES = "test_keeping.py::test_who_leaves_and_is_erased_takes_no_open_case_along"
READING = "test_desk_pages.py::test_a_case_is_looked_at_without_a_line_in_the_log_and_each_reading_leaves_one"
FOLLOWS = "test_keeping.py::test_the_database_takes_no_entry_that_does_not_follow"
CHECKPOINT = "moderation_checkpoint_is_true"

# fmt: off
LOG: list[Guard] = [
    # A80. The log is never changed, and nothing is taken out of it unseen (M8).
    in_database("A80", "No entry changes", "DROP TRIGGER unchanged ON moderation_logentry", NEVER),
    in_database("A80", "None is deleted", "DROP TRIGGER kept ON moderation_logentry", NEVER),
    in_database("A80", "Each follows the one before", "DROP TRIGGER follows ON moderation_logentry", FOLLOWS),
    in_database("A80", "It is cut at an entry that is there", "DROP TRIGGER is_true ON moderation_logcheckpoint", CUTS),
    in_function("A80", "With its own hash", CHECKPOINT, ("e.seq = NEW.seq AND e.hash = NEW.hash", "e.seq = NEW.seq"), CUTS),
    in_function("A80", "More than a year old", CHECKPOINT, ("AND e.at < now() - interval '1 year'", ""), CUTS),
    in_function("A80", "After the last cut", CHECKPOINT, ("WHERE c.seq >= NEW.seq)", "WHERE false)"), CUTS),
    in_database("A80", "Where it was cut never changes", "DROP TRIGGER unchanged ON moderation_logcheckpoint", CUTS),
    in_function("A80", "Nothing goes beyond the cut", "moderation_log_is_cut", ("WHERE c.seq >= OLD.seq)", ")"), CUTS),
    in_code("A80", "A change past the database is seen", f"{ACTIONS}/log.py", ("entry.before != before or entry.hash != hash_of(entry)", "entry.before != before"), CHAIN),
    in_code("A80", "And so is what was taken out", f"{ACTIONS}/log.py", ("entry.before != before or entry.hash != hash_of(entry)", "entry.hash != hash_of(entry)"), CUTS),
    in_code("A80", "All that an entry says is in its hash", f"{ACTIONS}/log.py", ("entry.verb, entry.case_ref, entry.object_ref", "entry.verb, entry.object_ref"), CHAIN),
    in_code("A80", "It has no room for words", "network/moderation/models/log.py",
            ("    object_ref = models.CharField(max_length=9, blank=True)", "    object_ref = models.CharField(max_length=900, blank=True)"),
            "test_keeping.py::test_the_log_holds_no_words"),
    in_code("A80", "Two who write at once wait for each other", f"{ACTIONS}/log.py", ('        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])', '        cursor.execute("SELECT %s", [_LOCK])'),
            "test_races.py::test_two_who_write_the_log_at_once_write_one_chain"),
    # A81. Exactly what the table says, when it says so.
    in_code("A81", "Reports that came to nothing", RETENTION, ('"report": RetentionPeriod(90,', '"report": RetentionPeriod(91,'), DAYS),
    in_code("A81", "And no others", RETENTION, ("case__in=cases, outcome=Outcome.NO_BREACH)", "case__in=cases)"), DAYS),
    in_code("A81", "What was sealed of numbers", RETENTION, ('"numbers": RetentionPeriod(30,', '"numbers": RetentionPeriod(31,'), DAYS),
    in_code("A81", "And of nothing else", RETENTION, ("~Q(held()), reason=Reason.IDENTITY, state__in", "~Q(held()), state__in"), DAYS),
    in_code("A81", "Cases", RETENTION, ('"case": RetentionPeriod(365,', '"case": RetentionPeriod(366,'), DAYS),
    in_code("A81", "That are closed", RETENTION, ("~Q(held()), state=State.CLOSED, closed_at__lte=moment, erased_at=None)", "~Q(held()), made_at__lte=moment, erased_at=None)"), DAYS),
    in_code("A81", "What is about a person a year longer", RETENTION, ("    return rows.filter(~Q(Exists(about_people)) | Q(closed_at__lte=RETENTION[\"person\"].before))", "    return rows"),
            "test_keeping.py::test_what_is_about_a_person_is_kept_for_two_years"),
    in_code("A81", "A hold stops it", RETENTION, ("~Q(held()), state=State.CLOSED, closed_at__lte=moment, erased_at=None)", "state=State.CLOSED, closed_at__lte=moment, erased_at=None)"), HOLD),
    in_code("A81", "Of numbers too", RETENTION, ("~Q(held()), reason=Reason.IDENTITY, state__in", "reason=Reason.IDENTITY, state__in"), HOLD),
    in_code("A81", "And of the log", RETENTION, ("    stays = [seq for seq in (first_kept, young) if seq is not None]\n", "    stays = [seq for seq in (young,) if seq is not None]\n"), HOLD),
    in_code("A81", "A hold that comes meanwhile is heeded", KEEPING, ("    locked(case)\n    return rows.exists()\n", "    return True\n"),
            "test_keeping.py::test_a_hold_that_comes_while_it_is_erased_is_heeded"),
    in_code("A81", "With whom HR has it, it stays", RETENTION, ("closed_before(RETENTION[\"case\"].before).exclude(with_hr())", "closed_before(RETENTION[\"case\"].before)"),
            "test_keeping.py::test_what_was_handed_over_keeps_its_person_until_the_employers_side_has_closed_it"),
    in_code("A81", "The log after three years", RETENTION, ('"log": RetentionPeriod(1096,', '"log": RetentionPeriod(1500,'), CUT),
    # A82. What is erased leaves no word and no person, and a log that verifies (M15).
    in_code("A82", "No sealed text", KEEPING, ('    (Snapshot, "report__case"), (ReportIdentity', '    (ReportIdentity'), LEFT),
    in_code("A82", "Nobody who reported", KEEPING, ('(ReportIdentity, "report__case"), ', ""), LEFT),
    in_code("A82", "Nobody with a part in it", KEEPING, ('(Party, "case"), (Bar, "case"),', '(Bar, "case"),'), LEFT),
    in_code("A82", "No word of a decision", KEEPING, ('{"quote": "", "facts": GONE, ', '{"quote": "", '), LEFT, "test_keeping.py::test_every_column_with_words_is_erased_with_its_case"),
    in_code("A82", "No column is forgotten", KEEPING, ('"reply": GONE, "wait": GONE, "review": GONE}', '"reply": GONE, "wait": GONE}'), "test_keeping.py::test_every_column_with_words_is_erased_with_its_case"),
    in_code("A82", "No author, no place", KEEPING, ("        author=None, claimed_by=None, claimed_until=None, subject_id=0,", "        claimed_by=None, claimed_until=None, subject_id=0,"), LEFT),
    in_code("A82", "Nobody who appealed", KEEPING, ('    Appeal.objects.filter(decision__case=pk).update(mark=F("ref"))\n', ""), LEFT),
    in_code("A82", "And nobody handles it any more", "network/moderation/access/__init__.py", ("Case.objects.filter(erased_at=None).without", "Case.objects.without"), LEFT),
    in_code("A82", "The log follows where it was cut", f"{ACTIONS}/log.py", ('    return LogCheckpoint.objects.order_by("-seq").values_list("hash", flat=True).first() or BEGINNING', "    return BEGINNING"), CUT),
    # A85. Whoever leaves takes no open case along.
    in_code("A85", "An open case keeps its author", KEEPING, ("    closed = Case.objects.filter(~Q(retention.with_hr()), state=State.CLOSED).exclude", "    closed = Case.objects.filter(~Q(retention.with_hr())).exclude"), LEAVES),
    in_code("A85", "A closed one names them no more", KEEPING, ("    closed.filter(author=person_id).update(author=None)\n", ""), LEAVES),
    in_code("A85", "Nor as whoever reported it", KEEPING, ("    ReportIdentity.objects.filter(mark=mark, report__case__in=closed).delete()\n", ""), LEAVES),
    in_code("A85", "It is done when they are erased", "network/moderation/tasks.py", ("    forget_person(person_id=event.person_id)\n", "    return\n"), LEAVES),
    # A87. Each reading of what was sealed leaves a line.
    in_code("A87", "Each reading", f"{ACTIONS}/reading.py", ("        note(Verb.OPENED, case.ref, by=by, about=kept.report.ref)\n", ""), READING),
    in_code("A87", "Nobody reads without a claim", f"{ACTIONS}/reading.py", ("    require(can_read_reported(by, case), CLAIM_FIRST)\n", ""), READING),
    in_code("A87", "Of a package that is handed over too", f"{ACTIONS}/handovers.py", ("    note(Verb.OPENED, handover.case.ref, by=by, about=handover.ref)\n", ""),
            "test_handovers.py::test_each_reading_of_the_package_leaves_a_line"),
    in_code("A87", "And on the machine", f"{ACTIONS}/looking.py", ("    note(Verb.GLASS_BROKEN, grant.case_ref, by=grant.asked_by, about=grant.ref)\n", ""),
            "test_custody_pages.py::test_an_administrator_reads_one_case_when_a_custodian_agrees_and_everybody_who_watches_is_told"),
    in_code("A87", "What one has read is told to oneself alone", f"{QUERIES}/exposure.py", ("verb=LogEntry.Verb.OPENED, actor=mark_of(person.pk), at", "verb=LogEntry.Verb.OPENED, at"),
            "test_own_desk.py::test_what_one_has_read_today_is_told_to_oneself_alone"),
]
