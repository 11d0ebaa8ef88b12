"""A37 to A39, A93, A94: who may handle a case, and that nobody else meets it."""

from tests.guards.kinds import Guard, in_code

ACCESS, QUERIES = "network/moderation/access", "network/moderation/queries"
RULE, LINES, CASES = f"{ACCESS}/__init__.py", f"{ACCESS}/lines.py", "network/moderation/models/cases.py"
NEAR = "test_eligible.py::test_whoever_has_a_part_or_stands_near_it_never_sees_it"
CHART = "test_eligible.py::test_where_the_chart_ends_above_a_party_the_department_in_which_it_ends_keeps_out"
BOTH = "test_eligible.py::test_both_charts_count_the_one_at_the_report_and_the_one_now"
TODAY = "test_eligible.py::test_by_the_chart_of_today_alone_the_same_people_keep_out"
THEN = "test_eligible.py::test_the_chart_of_a_report_is_noted_for_everybody_near"
PAGES = "test_desk_pages.py::test_whoever_may_not_handle_a_case_gets_the_same_as_for_one_that_is_not_there"
HOUSE = "test_custody_pages.py::test_a_house_that_moderates_without_an_outsider_or_a_custodian_fails_the_check"
OTHERS = "test_eligible.py::test_a_moderator_sees_a_case_and_nobody_else_does"

# fmt: off
ELIGIBLE: list[Guard] = [
    # A37. Nobody with a part in it, and nobody in their line (M4).
    in_code("A37", "Whoever has no task has no case", RULE, ("    if not roles or person.is_top:\n        return Case.objects.none()\n    cases = Case.objects.filter(erased_at=None).without(mark_of(person.pk), near[person.pk])",
            "    if person.is_top:\n        return Case.objects.none()\n    roles = roles or set(INSIDE)\n    cases = Case.objects.filter(erased_at=None).without(mark_of(person.pk), near.get(person.pk, []))"), OTHERS),
    in_code("A37", "Nobody who has left", "profiles/access.py", ("for person in people if person.is_active}", "for person in people}"),
            f"{NEAR}[deactivated]"),
    in_code("A37", "Nobody with a part in it, nor near", RULE, (".without(mark_of(person.pk), near[person.pk])\n    return cases if", "\n    return cases if"),
            f"{NEAR}[author]"),
    in_code("A37", "Today: whoever is the top", RULE, ("    if not roles or person.is_top:", "    if not roles:"), f"{TODAY}[top]"),
    in_code("A37", "Today: themselves", LINES, ("    near = {person.pk: {person.pk} for", "    near: dict[int, set[int]] = {person.pk: set() for"), f"{TODAY}[author]"),
    in_code("A37", "Today: everybody above, to the top", LINES,
            ("  UNION SELECT me, p.id FROM profiles_person p JOIN below b ON p.manager_id = b.id\n", ""), f"{TODAY}[above]"),
    in_code("A37", "Today: whoever reports to them", LINES,
            ("UNION SELECT me, manager_id FROM mine WHERE manager_id IS NOT NULL\n", ""), f"{TODAY}[below]"),
    in_code("A37", "Today: a small unit", LINES, ("AND u.is_active) < %(small)s\n\"\"\"\n# The same", "AND u.is_active) < 0\n\"\"\"\n# The same"),
            f"{TODAY}[colleague]"),
    in_code("A37", "Today: where the chart ends, everybody there", LINES,
            ("    WHERE p.manager_id IS NULL AND NOT p.is_top\n  UNION SELECT", "    WHERE false\n  UNION SELECT"), CHART),
    in_code("A37", "Nobody's address opens it", f"{QUERIES}/desk.py",
            ("    return cases_for(person).filter(ref=ref)", "    return Case.objects.filter(ref=ref)"), PAGES),
    in_code("A37", "Nobody hears of it over the wire or in news", f"{QUERIES}/handlers.py",
            ("    return [handler.person for handler in look_up_each(people) if handler.reaches(case_id)]", "    return list(people)"),
            "test_own_desk.py::test_it_is_fetched_again_when_something_changes_and_only_by_those_who_may_know"),
    in_code("A37", "Nor whoever is answered in it", f"{QUERIES}/content.py", ("    return (comment.parent.author_id if comment.parent else thread.author_id,)\n", "    return ()\n"),
            "test_eligible.py::test_who_is_answered_in_a_reply_is_part_of_the_case[post]"),
    in_code("A37", "Of a reply to a reply, whoever wrote that", f"{QUERIES}/content.py",
            ("    return (comment.parent.author_id if comment.parent else thread.author_id,)\n", "    return (thread.author_id,)\n"),
            "test_eligible.py::test_who_is_answered_in_a_reply_is_part_of_the_case[reply]"),
    in_code("A37", "Nobody is shown it in news of before", f"{QUERIES}/subjects.py",
            ("    rows = cases_for(person).filter(pk__in=ids)\n", "    rows = cases_for(person).model.objects.filter(pk__in=ids)\n"),
            "test_eligible.py::test_news_of_a_case_are_nothing_to_whoever_may_not_handle_it_any_more"),
    in_code("A37", "Nobody counts it", f"{QUERIES}/exposure.py",
            ("    return cases.filter(mine_to_do(person)).count()", "    return cases.model.objects.filter(mine_to_do(person)).count()"),
            "test_own_desk.py::test_the_rail_counts_what_waits_for_this_handler_and_nothing_else"),
    in_code("A37", "Nobody reads its lines in the log", f"{QUERIES}/log.py",
            ("    rows = LogEntry.objects.exclude(case_ref__in=hidden)\n", "    rows = LogEntry.objects.all()\n"),
            "test_custody_pages.py::test_the_log_tells_a_custodian_nothing_of_a_case_in_which_they_have_a_part"),
    in_code("A37", "Nor does a custodian with a part in it know of it", f"{ACCESS}/custody.py",
            ("    return Case.objects.without(mark_of(person.pk), marks_near(person))\n\n\ndef requests_for", "    return Case.objects.get_queryset()\n\n\ndef requests_for"),
            "test_custody.py::test_only_a_custodian_with_no_part_in_it_answers[author]"),
    in_code("A37", "Nor a host of the group", f"{ACCESS}/hosts.py",
            ("    cases = Case.objects.without(mark_of(person.pk), marks_near(person))\n", "    cases = Case.objects.get_queryset()\n"),
            "test_hosts.py::test_a_host_who_wrote_it_reported_it_or_is_in_the_line_gets_nothing"),
    # A38. Where nobody is left, somebody outside the line.
    in_code("A38", "From outside nothing is seen that somebody inside may see", RULE,
            ("    return cases if roles & set(INSIDE) else cases.filter(is_outside=True)", "    return cases"),
            "test_eligible.py::test_where_nobody_inside_may_handle_it_somebody_outside_does"),
    in_code("A38", "Where nobody is left it is seen outside", "network/moderation/actions/desk.py",
            ("        _release(case)\n    look_outside(case)\n    note(Verb.STEPPED_ASIDE", "        _release(case)\n    note(Verb.STEPPED_ASIDE"),
            "test_eligible.py::test_where_nobody_inside_may_handle_it_somebody_outside_does"),
    in_code("A38", "From its first report on", "network/moderation/actions/reporting.py",
            ("ignore_conflicts=True)\n    look_outside(case)\n", "ignore_conflicts=True)\n"),
            "test_eligible.py::test_a_report_that_nobody_inside_may_handle_is_seen_outside_at_once"),
    in_code("A38", "When the last one inside comes into the line", "network/moderation/actions/clock.py",
            (" + _close() + _look_outside()", " + _close()"),
            "test_eligible.py::test_where_the_last_one_inside_comes_into_the_line_somebody_outside_sees_it_from_then_on"),
    in_code("A38", "When nobody inside may be the second person", RULE,
            ("    if case.state == State.AWAITING_APPROVAL:\n", "    if False:\n"),
            "test_eligible.py::test_where_only_somebody_below_whoever_proposed_is_left_inside_the_second_person_comes_from_outside"),
    in_code("A38", "When nobody inside may answer the appeal", RULE, ("    if case.state == State.APPEAL_OPEN:\n", "    if False:\n"),
            "test_eligible.py::test_an_appeal_that_only_its_decider_could_answer_inside_is_seen_outside"),
    in_code("A38", "Who there does what a lead does", RULE, (" or (case.is_outside and Role.Kind.OUTSIDE_HANDLER in roles)", ""),
            "test_outsiders.py::test_the_steps_of_a_lead_are_taken_from_outside[reminder]"),
    in_code("A38", "And nowhere else", RULE, ("(case.is_outside and Role.Kind", "(Role.Kind"),
            "test_outsiders.py::test_whoever_has_both_tasks_leads_nobody_inside"),
    # A39. The chart of the report and the chart of today.
    in_code("A39", "The chart of today counts", CASES, ("self.filter(~Q(Exists(parties)), ~Q(Exists(bars)))", "self.filter(~Q(Exists(bars)))"), BOTH),
    in_code("A39", "The chart of the report counts", CASES, ("self.filter(~Q(Exists(parties)), ~Q(Exists(bars)))", "self.filter(~Q(Exists(parties)))"), BOTH),
    in_code("A39", "Then: everybody above", LINES,
            ("SELECT p.manager_id FROM profiles_person p JOIN above a ON p.id = a.id WHERE p.manager_id IS NOT NULL\n), loose",
             "SELECT p.manager_id FROM profiles_person p JOIN above a ON false WHERE p.manager_id IS NOT NULL\n), loose"), f"{THEN}[above]"),
    in_code("A39", "Then: whoever reported to them", LINES,
            ("UNION SELECT p.id FROM profiles_person p WHERE p.manager_id = ANY(%(parties)s)\n", ""), f"{THEN}[below]"),
    in_code("A39", "Then: whoever was the top", LINES, ("UNION SELECT p.id FROM profiles_person p WHERE p.is_top\n", ""), f"{THEN}[top]"),
    in_code("A39", "Then: a small unit", LINES, ("AND s.is_active) < %(small)s", "AND s.is_active) < 0"), f"{THEN}[colleague]"),
    in_code("A39", "Then: where the chart ended, everybody there", LINES, ("manager_id IS NULL AND NOT is_top\n)\n", "false\n)\n"), CHART),
    # A93. A house without somebody outside does not pass its own check.
    in_code("A93", "Somebody outside", f"{QUERIES}/standing.py", ("Role.Kind.OUTSIDE_HANDLER).values", "Role.Kind.MODERATOR).values"), HOUSE),
    in_code("A93", "Who is not the top", f"{QUERIES}/standing.py", ("pk__in=held, is_top=False)", "pk__in=held)"), HOUSE),
    in_code("A93", "Who leads no moderator and is led by none", f"{QUERIES}/standing.py",
            ("person.pk not in over and not apart & people_over(person.pk)]", "person.pk not in apart]"), HOUSE),
    in_code("A93", "And a second, for what takes two", f"{QUERIES}/standing.py", ("        found.append(ONE_OUTSIDE)\n", "        pass\n"), HOUSE),
    # A94. Who becomes a party loses it in the next request.
    in_code("A94", "The claim is worth nothing any more", RULE,
            ("is_claimed:\n        return False\n    return reaches(person, case.pk)\n\n\ndef can_approve",
             "is_claimed:\n        return False\n    return True\n\n\ndef can_approve"),
            "test_eligible.py::test_who_becomes_a_party_loses_page_wire_and_claim_at_once"),
    in_code("A94", "Whoever is named in a second report has a part in it", "network/moderation/actions/reporting.py",
            ("Side.REPORTER: [by.pk], Side.NAMED: content.named,", "Side.REPORTER: [by.pk], Side.NAMED: (),"),
            "test_stubs.py::test_whom_it_named_has_a_part_in_the_case"),
    in_code("A94", "Whoever reports it themselves too", "network/moderation/actions/reporting.py",
            ("Side.REPORTER: [by.pk], Side.NAMED: content.named,", "Side.NAMED: content.named,"),
            "test_eligible.py::test_who_becomes_a_party_loses_page_wire_and_claim_at_once"),
]
