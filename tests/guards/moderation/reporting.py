"""A30 to A36, A42, A43: a report and its case, in one transaction, at one time, by its clock."""

from tests.guards.kinds import Guard, in_code, in_database, in_function

ACTIONS, QUERIES, ACCESS = "network/moderation/actions", "network/moderation/queries", "network/moderation/access"
TALK = "network/conversations/access.py"
STUB = "test_stubs.py::test_whoever_it_named_reports_it_for_thirty_days"
CLAIM = "test_deciding.py::test_a_claim_is_one_persons_for_half_an_hour_and_a_lead_may_take_over"
SECRET = "test_report_pages.py::test_a_secret_group_cannot_be_told_from_one_that_is_not_there"
UNSEEN = "test_reporting.py::test_nobody_reports_what_they_cannot_see_and_nobody_their_own"
ROWS = "test_reporting.py::test_a_snapshot_changes_only_where_words_are_taken_out_of_it"
HOURS = "test_deadlines.py::test_hours_run_while_the_house_works"
LATER = "test_reporting.py::test_a_less_pressing_report_makes_nothing_later"
PUT_THERE = "The rule is that something is not there, so it is put there."

# fmt: off
REPORTING: list[Guard] = [
    # A30. Report, identity, snapshot and case, or none of them (M1).
    in_code(
        "A30", "A report is whole or not there", f"{ACTIONS}/reporting.py",
        ("@transaction.atomic\ndef report_content(", "def report_content("),
        "test_reporting.py::test_if_anything_fails_nothing_is_left",
    ),
    in_database(
        "A30", "A snapshot never changes", "DROP TRIGGER unchanged ON moderation_snapshot",
        "test_reporting.py::test_a_snapshot_an_identity_and_the_log_never_change",
    ),
    in_function(
        "A30", "Nor does its first hash, when words are taken out", "moderation_snapshot_redacted",
        ("NEW.digest <> OLD.digest", "false"), f"{ROWS}[digest]",
    ),
    in_function(
        "A30", "Nor the moment at which it was taken", "moderation_snapshot_redacted",
        ("NEW.taken_at <> OLD.taken_at", "false"), f"{ROWS}[taken_at]",
    ),
    in_function(
        "A30", "What is left has a hash of its own", "moderation_snapshot_redacted",
        ("NEW.redacted_digest = '' OR NEW.redacted_digest = OLD.redacted_digest", "false"), f"{ROWS}[sealed]",
    ),
    in_database(
        "A30", "Nor who made it", "DROP TRIGGER unchanged ON moderation_reportidentity",
        "test_reporting.py::test_a_snapshot_an_identity_and_the_log_never_change",
    ),
    in_database(
        "A30", "Nor who had a part in it", "DROP TRIGGER unchanged ON moderation_party",
        "test_reporting.py::test_a_snapshot_an_identity_and_the_log_never_change",
    ),
    # A31. What its author does after the report changes nothing of it.
    in_code(
        "A31", "The snapshot holds the words", f"{QUERIES}/content.py",
        ('"title": self.title, "text": self.text,\n            "html": self.html,', '"title": self.title, "text": "",\n            "html": "",'),
        "test_reporting.py::test_what_is_changed_or_deleted_after_the_report_is_still_there_as_it_was",
    ),
    in_code(
        "A31", "Whoever reported it is told that it was gone", f"{ACTIONS}/grounds.py",
        ("    if content is None:\n        return Outcome.GONE\n", ""),
        "test_stubs.py::test_its_reporter_is_told_that_it_was_gone",
    ),
    in_code(
        "A31", "A snapshot of what is gone says so", f"{QUERIES}/stubs.py", (", gone_at=row.deleted_at,", ","),
        "test_stubs.py::test_the_snapshot_says_honestly_what_is_left",
    ),
    # A32. What was deleted is reported for thirty days by those who knew of it.
    in_code(
        "A32", "What its author deleted can be reported still", f"{QUERIES}/stubs.py",
        (" or _stub_of(person, kind, pk)", ""), STUB,
    ),
    in_code("A32", "For thirty days", TALK, ("gone.deleted_at < now() - REPORTED_WITHIN", "False"), STUB),
    in_code(
        "A32", "By those alone who had news of it or answered", TALK,
        ("    return told.exists() or Comment.objects.filter(thread=thread, author=person).exists()", "    return True"), STUB,
    ),
    in_code(
        "A32", "By whoever answered too", TALK,
        ("told.exists() or Comment.objects.filter(thread=thread, author=person).exists()", "told.exists()"),
        "test_stubs.py::test_whoever_answered_there_reports_it_too",
    ),
    # A33. Who does not see it gets the same as for what is not there.
    in_code("A33", "A post", f"{QUERIES}/content.py", ("Post.objects.visible_to(person) if person else Post", "Post.objects if person else Post"),
            SECRET, UNSEEN),
    in_code("A33", "A group", f"{QUERIES}/content.py",
            ("Group.objects.visible_to(person) if person else Group", "Group.objects if person else Group"), SECRET),
    in_code("A33", "A file", f"{QUERIES}/content.py", ("(person and not can_see_attachment(person, found))", "False"),
            "test_files.py::test_whoever_sees_a_file_reports_it_and_for_others_it_is_missing"),
    in_code("A33", "The page says the same of both", "network/moderation/views/reporting.py",
            ("    if content is None:\n        raise Http404\n",
             "    if content is None:\n        return HttpResponse(status=403 if number > 10 else 404)\n"), SECRET),
    in_code("A31", "What is reported is kept as it was", f"{ACTIONS}/reporting.py", ("    keep_files(case, content)\n", ""),
            "test_evidence.py::test_what_its_author_deletes_is_kept_for_whoever_looks_at_it"),
    in_code("A31", "The photo of a profile too", f"{ACTIONS}/evidence.py", ("    if photo and vault.keep(", "    if not photo and vault.keep("),
            "test_evidence.py::test_the_photo_of_a_profile_is_kept_whatever_its_owner_does"),
    in_code("A31", "For those who may read it", "network/moderation/views/choices.py", ("evidence_in(case, number) if can_read_reported(person, case) else None", "evidence_in(case, number)"),
            "test_evidence.py::test_and_for_nobody_else"),
    in_code("A81", "And goes with the case", f"{ACTIONS}/keeping.py", (" (KeptFile, \"case\"),", ""), "test_evidence.py::test_its_bytes_go_with_the_case"),
    in_code("A81", "But not what another case relies on", f"{ACTIONS}/evidence.py", ("    gone = places.difference(KeptFile.objects.filter(stored__in=places).values_list(\"stored\", flat=True))\n", "    gone = places\n"),
            "test_evidence.py::test_not_while_another_case_relies_on_them"),
    # A34. Many at once are one case.
    in_database("A34", "One open case for each content", "DROP INDEX one_open_case",
                "test_races.py::test_twenty_reports_of_one_post_at_once_are_one_case_and_twenty_reports"),
    in_code("A34", "A report comes to the case that is open", f"{ACTIONS}/reporting.py",
            ("    case = open_one.first()\n"
             "    if case is None:\n"
             "        try:\n"
             "            with transaction.atomic():\n"
             "                return Case.objects.create(\n"
             "                    kind=content.kind, subject_id=content.pk, author_id=content.author, reason=reason,\n"
             "                    group_id=content.group.pk if content.group else None,\n"
             "                    priority=priority, look_by=look_by, due_at=due_at,\n"
             "                )  # fmt: skip\n"
             "        except IntegrityError:  # somebody reported the same in the same moment: theirs is the case\n"
             "            case = open_one.get()\n",
             "    case = Case.objects.create(kind=content.kind, subject_id=content.pk, author_id=content.author, reason=reason, look_by=look_by, due_at=due_at)\n"),
            "test_reporting.py::test_several_reports_of_one_thing_are_one_case",
            remark="The database still refuses a second case: what is lost is the report."),
    in_code("A34", "Sent twice it is one report", f"{ACTIONS}/reporting.py",
            ("    remember_result(by.pk, key, report.pk)\n", ""), "test_reporting.py::test_the_same_key_reports_once"),
    # A35. Two decide at once, and one wins.
    in_code("A35", "What somebody else changed meanwhile is not overwritten", f"{ACTIONS}/desk.py",
            ("    require(version is None or fresh.version == version, MOVED_ON)\n", ""),
            "test_deciding.py::test_what_somebody_else_changed_meanwhile_is_not_overwritten"),
    in_code("A35", "Two windows at once wait for each other", f"{ACTIONS}/desk.py",
            ("Case.objects.select_for_update().get(pk=case.pk)", "Case.objects.get(pk=case.pk)"),
            "test_races.py::test_two_windows_decide_at_once_and_one_wins_the_other_keeps_every_word"),
    in_code("A35", "Of two second people at once one is it", f"{ACTIONS}/deciding.py",
            ('    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)\n    require(can_approve(by, decision), NOT_SECOND)\n',
             "    require(can_approve(by, decision), NOT_SECOND)\n"),
            "test_races.py::test_two_approve_at_once_and_one_is_the_second_person"),
    # A36. A claim ends by itself, and looking leaves no line.
    in_code("A36", "Half an hour", "network/moderation/models/cases.py",
            ("self.claimed_until is not None and self.claimed_until > now()", "self.claimed_until is not None"),
            "test_second_people.py::test_a_claim_that_has_run_out_keeps_nobody_away"),
    in_code("A36", "Meanwhile it is nobody else's", f"{ACCESS}/__init__.py",
            ("    if case.claimed_by_id not in (None, person.pk) and case.is_claimed:\n        return False\n", ""), CLAIM),
    in_code("A36", "Only a lead takes over", f"{ACCESS}/__init__.py",
            ("not acts_as_lead(person, case) or is_first_in(person, case)", "is_first_in(person, case)"), CLAIM),
    in_code("A36", "Without a claim nobody works on it", f"{ACCESS}/__init__.py",
            ("    if case.claimed_by_id != person.pk or not case.is_claimed:\n        return False\n", ""),
            "test_deciding.py::test_work_without_a_claim_is_refused"),
    in_code("A36", "Opening a page is no reading", f"{QUERIES}/desk.py",
            ("    seen = content_for(person, case.kind",
             '    __import__("network.moderation.actions.log", fromlist=["x"]).note("opened", case.ref, by=person)\n    seen = content_for(person, case.kind'),
            "test_desk_pages.py::test_a_case_is_looked_at_without_a_line_in_the_log_and_each_reading_leaves_one", remark=PUT_THERE),
    # A42. Clocks.
    in_code("A42", "Holidays and weekends are no working time", "network/moderation/reasons.py",
            ("        if is_working_day(at.date()) and at < closes:", "        if at < closes:"),
            f"{HOURS}[before Easter]", "test_reporting.py::test_a_holiday_is_no_working_day"),
    in_code("A42", "Nor are evenings", "network/moderation/reasons.py",
            ("            if begins + left <= closes:", "            if True:"), f"{HOURS}[over a weekend]"),
    in_code("A42", "What is urgent runs at night", "network/moderation/reasons.py", ("    if clock.always:\n", "    if False:\n"),
            "test_deadlines.py::test_where_somebody_may_be_hurt_nights_and_holidays_count_and_so_does_the_lost_hour"),
    in_code("A42", "A second report makes nothing later", f"{ACTIONS}/reporting.py",
            ("min(case.look_by, look_by), min(case.due_at, due_at)", "look_by, due_at"), LATER),
    in_code("A42", "Nor less pressing", f"{ACTIONS}/reporting.py", ("    if priority < case.priority:\n", "    if True:\n"), LATER),
    in_code("A42", "Settling what it is about makes nothing later", f"{ACTIONS}/desk.py",
            ("min(case.look_by, look_by), min(case.due_at, due_at)", "look_by, due_at"),
            "test_second_people.py::test_settling_what_it_is_about_makes_nothing_later"),
    in_code("A42", "The author's time is given back", f"{ACTIONS}/desk.py",
            ("        case.due_at = add_working_time(case.due_at, working_hours(hearing.asked_at, hearing.answered_at))\n", "        pass\n"),
            "test_deadlines.py::test_the_time_that_the_author_had_is_given_back_to_the_clock"),
    in_code("A42", "An author is waited for so long and no longer", f"{ACTIONS}/clock.py",
            ("_lapse() + _go_on() + ", "_lapse() + "),
            "test_deciding.py::test_an_author_who_says_nothing_is_waited_for_no_longer"),
    # A43. Something else needs words, and what is urgent is never held back.
    in_code("A43", "Something else needs words", f"{ACTIONS}/reporting.py",
            ('    require(words.reason != "other" or bool(words.text.strip()), NEEDS_WORDS)\n', ""),
            "test_reporting.py::test_something_else_needs_words"),
    in_code("A43", "Who reports much waits", f"{ACTIONS}/reporting.py",
            ("words.reason in EMERGENCIES or _of_a_day(by) < A_DAY", "True"),
            "test_reporting.py::test_who_reports_much_in_a_day_waits_but_never_with_what_is_urgent"),
    in_code("A43", "Never with what is urgent", f"{ACTIONS}/reporting.py",
            ("words.reason in EMERGENCIES or _of_a_day(by) < A_DAY", "_of_a_day(by) < A_DAY"),
            "test_reporting.py::test_who_reports_much_in_a_day_waits_but_never_with_what_is_urgent"),
    in_code("A43", "And what is urgent uses nothing up", f"{ACTIONS}/reporting.py",
            (".exclude(reason__in=EMERGENCIES).count()", ".count()"),
            "test_reporting.py::test_what_is_urgent_uses_nothing_of_the_day_up"),
]
