"""A09 to A13: who is asked, what they acknowledge, the gate, and reminders."""

from tests.guards.kinds import Guard, in_code, in_database, in_function

ACTIONS, ACCESS, QUERIES = "network/policy/actions", "network/policy/access", "network/policy/queries"
ASKED, GATE, CONTEXT = f"{QUERIES}/knowing.py", "network/policy/middleware.py", "network/policy/context.py"
ADDRESSES = "test_gate.py::test_a11_every_address_is_either_held_or_named_as_open"
BANNER = "test_gate.py::test_a11_first_there_is_a_banner_that_can_be_put_away_for_the_session"
COST = "test_gate.py::test_a12_the_gate_costs_one_query_and_none_for_who_is_done"
NOBODY = "test_reminders.py::test_a13_nobody_is_reminded_whom_the_document_does_not_bind_who_left_or_who_is_done"

# fmt: off
KNOWING: list[Guard] = [
    # A09. What asks anew, and that it leaves every acknowledgement as it was (P4).
    in_code(
        "A09", "An editorial version does not hide what the one before it asks", ASKED,
        ("siblings.filter(materiality=Version.Materiality.SUBSTANTIVE, state__in=BEEN_IN_FORCE)",
         "siblings.filter(state__in=BEEN_IN_FORCE)"),
        "test_reminders.py::test_a_substantive_version_starts_anew_an_editorial_one_does_not",
    ),
    in_code(
        "A09", "An editorial version asks nobody", ASKED,
        ("        materiality=Version.Materiality.SUBSTANTIVE, state__in=BEEN_IN_FORCE,\n",
         "        state__in=BEEN_IN_FORCE,\n"),
        "test_knowing.py::test_a09_an_editorial_version_asks_nobody_again",
    ),
    in_code(
        "A09", "A substantive version asks everybody again", ASKED,
        ('    return Exists(rows.filter(version__number__gte=OuterRef("number")))', "    return Exists(rows)"),
        "test_knowing.py::test_a09_a_substantive_version_asks_everybody_again_and_old_rows_stay_as_they_were",
    ),
    in_code(
        "A09", "Who has acknowledged a later one is done", ASKED,
        ('version__number__gte=OuterRef("number")', 'version__number=OuterRef("number")'),
        "test_knowing.py::test_who_has_acknowledged_a_later_version_does_not_owe_the_earlier",
    ),
    in_code(
        "A09", "Nothing touches what people have acknowledged", f"{ACTIONS}/moving.py",
        ("        old.superseded_at = moment\n", "        old.superseded_at = moment\n        old.acknowledgements.all().delete()\n"),
        "test_clock.py::test_a09_when_a_new_version_comes_to_count_every_acknowledgement_stays_as_it_was",
        remark="The rule is that something is not there, so it is put there.",
    ),
    in_database(
        "A09", "An acknowledgement never changes", "DROP TRIGGER unchanged ON policy_acknowledgement",
        "test_knowing.py::test_a09_an_acknowledgement_is_never_changed",
    ),
    in_database(
        "A09", "A person acknowledges a version once",
        "ALTER TABLE policy_acknowledgement DROP CONSTRAINT one_acknowledgement_of_a_version",
        "test_kept.py::test_a09_a_person_acknowledges_a_version_once",
    ),
    in_code(
        "A09", "Any change makes it substantive again", f"{ACTIONS}/writing.py",
        ("row.revision, row.materiality = row.revision + 1, Version.Materiality.SUBSTANTIVE", "row.revision += 1"),
        "test_moving.py::test_two_editors_call_a_change_editorial_and_any_change_undoes_it",
    ),
    # A10. The text that was shown (P5). `acknowledge` compares hashes before the database does; either gives the same
    # sentence, so that no test can tell them apart.
    in_database(
        "A10", "No text but one that was shown is acknowledged", "DROP TRIGGER this_text ON policy_acknowledgement",
        "test_frozen.py::test_what_is_acknowledged_is_the_text_as_it_was_shown",
    ),
    in_function(
        "A10", "Nor that of another language", "policy_acknowledged_text", ("t.language = NEW.language", "true"),
        "test_knowing.py::test_a10_the_database_refuses_a_hash_of_another_language",
    ),
    in_function(
        "A10", "Nor one that counts no more", "policy_acknowledged_text", ("v.state IN ('scheduled', 'in-force')", "true"),
        "test_frozen.py::test_a_superseded_version_is_not_acknowledged_any_more",
    ),
    in_code(
        "A10", "Nor one that does not count yet", f"{ACCESS}/knowing.py",
        ("version.state != State.IN_FORCE or not can_see_version", "not can_see_version"),
        "test_knowing.py::test_what_does_not_count_yet_is_not_acknowledged",
    ),
    in_code(
        "A10", "A page of an older version acknowledges nothing of the newer", "network/policy/views/knowing.py",
        ('        if form.cleaned_data["version"] != reading.version.number:\n', "        if False:\n"),
        "test_knowing.py::test_a10_an_outdated_page_is_refused_keeps_the_words_and_shows_what_is_new",
    ),
    in_code(
        "A10", "The page carries the hash of its own language", ASKED,
        ('hashes.get(language, "")', 'hashes.get(version.document.language, "")'),
        "test_knowing.py::test_a10_the_hash_is_that_of_the_served_text_in_the_language_of_the_page[en]",
    ),
    in_code(
        "A10", "What is shown in another language is acknowledged in that", "network/policy/queries/reading.py",
        ("    return wanted if len(texts.get(wanted, {})) == len(texts.get(counts, {})) else counts\n", "    return wanted\n"),
        "test_knowing.py::test_where_the_language_is_missing_the_one_that_counts_is_shown_and_written_down",
    ),
    in_code(
        "A10", "The hash is of all that people read", "network/policy/words.py",
        ('part["heading"], part["short"], part["body"]]', 'part["heading"], part["body"]]'),
        "test_words.py::test_a10_a_letter_more_anywhere_is_another_hash",
    ),
    # A11. The gate is late, and never before what somebody needs (P8).
    in_code(
        "A11", "One's own evidence and settings are never held", GATE, ('"/channels/", "/settings/",', '"/channels/",'),
        ADDRESSES,
    ),
    in_code("A11", "The account and its sign-out are never held", GATE, ('"/account/", "/scim/"', '"/scim/"'), ADDRESSES),
    in_code("A11", "The wire is never held", GATE, ('"/scim/", "/live/",', '"/scim/",'), ADDRESSES),
    in_code("A11", "The rules themselves are never held", GATE, ('"/policy/", "/channels/"', '"/channels/"'), ADDRESSES),
    in_code("A11", "The health check is never held", GATE, ('        "livez",\n', ""), ADDRESSES),
    in_code("A11", "Files are never held", GATE, ('        "conversations:attachment",\n', ""), ADDRESSES),
    in_code("A11", "Nothing but what is named is open", GATE, ('"/report/", "/appeals/"', '"/people/", "/report/", "/appeals/"'),
            ADDRESSES),
    *[
        in_code("A11", f"Never held, before it has a page: {path}", GATE, (f'"/{path}/", ', ""),
                "test_gate.py::test_a11_what_has_no_page_yet_is_open_already")
        for path in ("report", "appeals", "whistleblowing", "help")
    ],
    in_code("A11", "Never held, before it has a page: privacy", GATE, ('"/help/", "/privacy/"', '"/help/"'),
            "test_gate.py::test_a11_what_has_no_page_yet_is_open_already"),
    in_code(
        "A11", "The last day is a day for it", ASKED, ("localdate() > self.due_on", "localdate() >= self.due_on"), BANNER,
    ),
    in_code(
        "A11", "After it a page leads to the rules", GATE,
        ("        if asked is None or not asked.is_overdue:\n", "        if True:\n"),
        "test_gate.py::test_a11_after_the_last_day_a_page_leads_to_the_rules_and_back_to_where_one_was_going",
    ),
    in_code(
        "A11", "The banner can be put away", CONTEXT,
        ("asked is None or request.session.get(LATER) == asked.version.pk", "asked is None"), BANNER,
    ),
    in_code(
        "A11", "There is a banner first", CONTEXT,
        ("    asked = None if request.path_info", "    return None\n    asked = None if request.path_info"), BANNER,
    ),
    in_code(
        "A11", "What is sent in is never held", GATE,
        ('    if request.method not in ("GET", "HEAD") or is_partial(request):\n', "    if is_partial(request):\n"),
        "test_gate.py::test_somebody_in_the_middle_of_writing_loses_nothing",
    ),
    in_code(
        "A11", "What a page fetches for itself is not held", GATE,
        ('    return request.headers.get("Sec-Fetch-Dest", "document") == "document"', "    return True"),
        "test_gate.py::test_what_a_page_fetches_for_itself_is_not_held",
    ),
    # A12. Every process at once, at the cost of a query.
    in_code(
        "A12", "That somebody owes something is remembered in no process", ASKED,
        ("    if cache.get(person.pk):\n        return None\n    found = asked_of(person)\n",
         '    found = cache.get(f"asked-{person.pk}") or asked_of(person)\n    cache.set(f"asked-{person.pk}", found, KEPT)\n'),
        "test_gate.py::test_a12_acknowledged_in_one_process_it_counts_at_once_in_another",
        remark="The rule is that something is not there, so it is put there.",
    ),
    in_code(
        "A12", "Banner and gate ask together", CONTEXT,
        ('    if "glod.asked" not in request.META:\n', "    if True:\n"), COST,
    ),
    in_code("A12", "Who is done is asked about once a minute", ASKED,
            ("        cache.set(person.pk, True, KEPT)\n", "        pass\n"), COST),
    in_code(
        "A12", "Fragments and forms cost nothing", GATE, (" or not is_visit(request)", ""),
        "test_gate.py::test_a12_a_fragment_and_a_form_cost_nothing",
    ),
    # A13. Reminders. That whoever left gets none holds twice: in `active()` and in `bound_by`.
    in_code(
        "A13", "Who is away is left in peace", "network/policy/tasks.py",
        ("    if owing.is_away:\n        return 0\n", ""),
        "test_reminders.py::test_a13_somebody_away_is_left_in_peace_and_what_they_missed_is_not_made_up_for",
    ),
    in_database(
        "A13", "There are three at most", "ALTER TABLE policy_reminder DROP CONSTRAINT three_reminders_at_most",
        "test_reminders.py::test_a13_the_database_holds_three_at_most",
    ),
    in_database(
        "A13", "Each comes once", "ALTER TABLE policy_reminder DROP CONSTRAINT one_reminder_of_a_number",
        "test_kept.py::test_a13_a_reminder_of_a_number_is_given_once_and_stays",
    ),
    in_database(
        "A13", "None is given another number", "DROP TRIGGER unchanged ON policy_reminder",
        "test_kept.py::test_a13_a_reminder_of_a_number_is_given_once_and_stays",
    ),
    in_code(
        "A13", "Of two workers one sends it", f"{ACTIONS}/knowing.py", ("DO NOTHING RETURNING", "DO UPDATE SET number = EXCLUDED.number RETURNING"),
        "test_reminders.py::test_a13_a_second_run_in_a_day_and_two_workers_send_nothing_twice",
    ),
    in_code(
        "A13", "After a later one no earlier one comes", "network/policy/tasks.py",
        ("sorted(set(people) - set(later))", "sorted(set(people))"),
        "test_reminders.py::test_a13_after_the_last_reminder_no_earlier_one_comes",
    ),
    in_code("A13", "Whom it does not bind is not reminded", ASKED, (".filter(bound_by(version.document)).exclude", ".exclude"), NOBODY),
    in_code("A13", "Who is done is not reminded", ASKED, (".exclude(Exists(known)).order_by", ".order_by"), NOBODY),
    in_code(
        "A13", "A letter that waits is not sent to whom it does not bind", ASKED,
        ("asking().filter(binds(person), pk__in=ids)", "asking().filter(pk__in=ids)"),
        "test_reminders.py::test_a13_a_letter_that_waits_is_not_sent_to_whom_the_rules_do_not_bind_any_more",
    ),
    in_code(
        "A13", "Nor to who is done meanwhile", ASKED, ("pk__in=ids).exclude(known_to(person))", "pk__in=ids)"),
        "test_reminders.py::test_a_letter_that_waits_is_not_sent_to_who_has_acknowledged_meanwhile",
    ),
]
