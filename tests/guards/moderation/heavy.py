"""A56, A57, A61, A92, A98: posting limits, appeals, reports said to be false, and what goes to the employer's side."""

from tests.guards.kinds import Guard, in_code, in_database, in_function

ACTIONS, RULE, FALSE = (
    "network/moderation/actions",
    "network/moderation/access/__init__.py",
    "network/moderation/access/false.py",
)
LIMITS, ROOM, HANDED = (
    "network/conversations/actions/limits.py",
    "network/conversations/models/limits.py",
    "network/moderation/access/handovers.py",
)
PUBLISHED = "test_limits.py::test_posts_answers_and_ideas_are_kept_from_being_published"
ENDS = "test_limits.py::test_it_ends_by_the_clock_with_no_job"
NOTHING_ELSE = "test_limits.py::test_it_touches_nothing_else"
BACK = "test_deciding.py::test_an_appeal_is_answered_by_another_and_gives_everything_back"
AGAIN, MILDER = "test_begun_again.py", "test_milder.py"
THIRD = "test_false.py::test_the_appeal_is_answered_by_a_third_and_ends_it_when_right"
ALONE = "test_false.py::test_one_person_alone_does_nothing"
LAST = "test_false.py::test_ordinary_reports_go_last_and_what_is_urgent_never"
RECEIVER = "test_handovers.py::test_the_receiver_stands_in_nobodys_line_and_handles_no_reports"
FIELDS = "test_handovers.py::test_the_package_holds_these_fields_and_no_other"
NOBODY = "test_handovers.py::test_nothing_of_whoever_reported_it_is_in_the_package"
PUT_THERE = "The rule is that something is not there, so it is put there."

# fmt: off
HEAVY: list[Guard] = [
    # A56. A posting limit keeps from publishing, and from nothing else (M10).
    in_code("A56", "Nothing is published", LIMITS, ("    if limit is not None:\n        caches", "    if False:\n        caches"), PUBLISHED),
    in_code("A56", "It ends by itself", ROOM, ("lifted_at=None, starts_at__lte=at, ends_at__gt=at)", "lifted_at=None, starts_at__lte=at)"), ENDS,
            "test_limits.py::test_it_is_over_at_its_last_moment"),
    in_code("A56", "Words may be taken away", LIMITS, ("    if adds or not all(only_shortens(*one) for one in said):", "    if True:"),
            "test_limits.py::test_under_a_limit_a_shorter_text_is_saved"),
    in_code("A56", "And none added", LIMITS, ("    if adds or not all(only_shortens(*one) for one in said):", "    if adds:"),
            "test_limits.py::test_words_may_be_taken_away_and_none_added"),
    in_code("A56", "A union's group is out of its reach", "network/conversations/access.py", ("    if group is not None and group.is_for_union:\n        return None\n", ""),
            "test_limits.py::test_no_limit_reaches_into_a_group_that_is_run_for_a_union"),
    in_code("A56", "Reporting is not touched", f"{ACTIONS}/reporting.py",
            ("    require(by.pk not in content.authors, OWN)\n",
             '    assert not __import__("network.conversations.access", fromlist=["x"]).limit_on(by)\n    require(by.pk not in content.authors, OWN)\n'),
            NOTHING_ELSE, remark=PUT_THERE),
    in_code("A56", "Nor is answering what one is asked", f"{ACTIONS}/desk.py",
            ("    require(wrote(by, case) and hearing.answered_at is None, NOT_NOW)\n",
             '    assert not __import__("network.conversations.access", fromlist=["x"]).limit_on(by)\n    require(wrote(by, case) and hearing.answered_at is None, NOT_NOW)\n'),
            NOTHING_ELSE, remark=PUT_THERE),
    in_code("A56", "Nor is appealing", f"{ACTIONS}/appealing.py",
            ("    require(bool(text.strip()), SAY_WHY)\n    appeal =",
             '    assert not __import__("network.conversations.access", fromlist=["x"]).limit_on(by)\n    require(bool(text.strip()), SAY_WHY)\n    appeal ='),
            "test_limits.py::test_an_appeal_that_is_right_lifts_it_in_the_same_transaction", remark=PUT_THERE),
    in_database("A56", "Never longer than a fortnight", "ALTER TABLE conversations_postinglimit DROP CONSTRAINT a_limit_is_short",
                "test_limits.py::test_no_other_length[15]"),
    in_code("A56", "Nor in a decision", f"{ACTIONS}/grounds.py",
            ("    require(plan.level != Level.LIMIT or 1 <= (plan.days or 0) <= MOST_DAYS, DAYS)\n", ""), "test_limits.py::test_no_other_length[15]"),
    in_database("A56", "Nor past every action", "ALTER TABLE moderation_decision DROP CONSTRAINT a_limit_has_its_days",
                "test_limits.py::test_the_database_refuses_a_decision_of_any_other_length"),
    in_code("A56", "Against nobody for what several wrote", f"{ACTIONS}/grounds.py", ("    require(has_one_author(case), TOGETHER)\n", ""),
            "test_together.py::test_no_step_is_taken_about_one_of_them"),
    in_code("A56", "By a lead", f"{ACTIONS}/grounds.py", ("    require(acts_as_lead(by, case) and case.author_id is not None, LEADS)\n", ""),
            "test_limits.py::test_who_does_not_lead_places_none"),
    in_code("A56", "Lifted by a lead, with a reason", RULE, ("not decision.is_limit_standing or not acts_as_lead(person, decision.case)", "not decision.is_limit_standing"),
            "test_limits.py::test_a_lead_lifts_it_with_a_reason_and_the_person_is_told"),
    # A57. An appeal: another person, once, and everything back (M4).
    in_code("A57", "By another than those who decided", RULE, ("    if any(person.pk in pair for pair in earlier):\n        return False\n", ""), BACK),
    in_code("A57", "Who may handle the case", RULE,
            ("    return reaches(person, appeal.decision.case_id)", "    return True"), BACK),
    in_code("A57", "With reasons", f"{ACTIONS}/appealing.py", ("    require(bool(answer.reasons.strip()), NOT_NOW)\n", ""),
            "test_second_people.py::test_an_answer_to_an_appeal_has_reasons"),
    in_code("A57", "Once for each", RULE, ("    return not decision.appeals.filter(side=side, mark=mark_of(person.pk)).exists()", "    return True"),
            "test_second_people.py::test_each_side_appeals_once"),
    in_database("A57", "Once, past every action", "ALTER TABLE moderation_appeal DROP CONSTRAINT one_appeal_for_each",
                "test_second_people.py::test_the_database_takes_one_appeal_of_each"),
    in_code("A57", "Within its days", RULE, ("    if decision.appeal_by < localdate() or decision", "    if decision"),
            "test_sides.py::test_after_the_last_day_there_is_no_form_any_more"),
    in_code("A57", "By those whom it concerns", f"{ACTIONS}/appealing.py", ("    if side is None or not can_appeal(by, decision):", "    side = side or Appeal.Side.REPORTER\n    if by.pk == decision.case.author_id and not can_appeal(by, decision):"), BACK),
    in_code("A57", "Who was right has no limit any more", f"{ACTIONS}/deciding.py", ('as it was; what others hide stays hidden."""\n    end_limit(by, decision)\n', 'as it was; what others hide stays hidden."""\n'),
            "test_limits.py::test_who_was_right_may_publish_again"),
    in_code("A57", "And a reminder that counts no more", f"{ACTIONS}/appealing.py", ('comes back."""\n    decision.standing = Decision.Standing.OVERTURNED\n', 'comes back."""\n'),
            "test_reminders.py::test_a_reminder_that_was_overruled_is_marked_so_and_gone_from_view"),
    in_code("A57", "Both are told", "network/moderation/notices.py", ("nor that anything changed\n            _tell_reporters(case)\n", "nor that anything changed\n            pass\n"),
            "test_deciding.py::test_both_sides_may_appeal_at_once_and_the_author_is_answered_first"),
    in_code("A57", "What is hidden waits for the new decision", f"{ACTIONS}/deciding.py", ("Q(case=case, standing=Standing.STANDS) | open_still)", "Q(case=case, standing=Standing.STANDS))"),
            f"{AGAIN}::test_a_new_decision_that_hides_nothing_gives_it_back[nothing]"),
    in_code("A57", "Whichever case that is in", f"{ACTIONS}/deciding.py", ("open_still = of_this & Q(", "open_still = Q(case=case) & Q("),
            f"{AGAIN}::test_what_was_hidden_in_the_ended_case_is_answered_for_in_the_open_one"),
    in_code("A57", "Which gives it back", f"{ACTIONS}/deciding.py", ("        _show_again(decision.by, earlier, content)\n    if", "        pass\n    if"),
            f"{AGAIN}::test_a_new_decision_that_hides_nothing_gives_it_back[guidance]"),
    in_code("A57", "Or takes it over, once", f"{ACTIONS}/deciding.py", ("    if standing is not None:\n        prolong_restriction(", "    if False:\n        prolong_restriction("),
            f"{AGAIN}::test_a_new_decision_that_hides_it_takes_the_hiding_over_and_an_author_who_is_right_gets_it_back"),
    in_code("A57", "Who was right is answered in the open case", f"{ACTIONS}/joining.py", ("    case.reports.update(case=open_one)\n", ""),
            f"{AGAIN}::test_an_appeal_that_is_right_goes_on_in_the_case_that_is_open"),
    in_code("A57", "Which those who decided do not handle", f"{ACTIONS}/joining.py", ('flat=True), *(mark_of(pk) for pk in decided)}', 'flat=True)}'),
            f"{AGAIN}::test_nobody_who_has_a_part_in_either_case_or_decided_it_handles_the_open_one"),
    in_code("A57", "Nor those near to whoever reported it before", f"{ACTIONS}/joining.py", ("    Party.objects.bulk_create(parties, ignore_conflicts=True)\n", ""),
            f"{AGAIN}::test_nobody_who_has_a_part_in_either_case_or_decided_it_handles_the_open_one"),
    # A61. A report is knowingly false when two people say so, and what is urgent is looked at as ever.
    in_code("A61", "Not by one", FALSE, (" or said.by_id == person.pk or is_above", " or is_above"), ALONE),
    in_database("A61", "Not by one, past every action", "ALTER TABLE moderation_falsereport DROP CONSTRAINT false_takes_two", ALONE),
    in_code("A61", "The second is not below the first", FALSE, ("said.by_id == person.pk or is_above(said.by_id, person.pk):", "said.by_id == person.pk:"),
            "test_false.py::test_nobody_below_the_one_who_proposes_agrees"),
    in_code("A61", "And may handle the case", FALSE,
            ("is_above(said.by_id, person.pk):\n        return False\n    return reaches(person, said.report.case_id)", "is_above(said.by_id, person.pk):\n        return False\n    return True"),
            "test_false.py::test_a_party_or_an_outsider_agrees_to_nothing"),
    in_code("A61", "A proposal alone changes nothing", FALSE, ("mark=mark_of(person.pk), standing=Standing.STANDS)\n    return standing", "mark=mark_of(person.pk))\n    return standing"),
            "test_false.py::test_a_proposal_alone_puts_nothing_last"),
    in_code("A61", "What is urgent never goes last", FALSE, ("    if reason in NEVER_LAST:\n        return False\n", ""), f"{LAST}[danger]"),
    in_code("A61", "Nor what is done to somebody", "network/moderation/reasons.py", ("NEVER_LAST = EMERGENCIES | {Reason.HARASSMENT, ", "NEVER_LAST = EMERGENCIES | {"),
            "test_false.py::test_never_last_holds_what_the_rules_promise"),
    in_code("A61", "It is over after a month", FALSE, ("    return standing.filter(until__gt=now()).exists()", "    return standing.exists()"),
            "test_false.py::test_it_is_over_after_thirty_days"),
    in_code("A61", "A third answers the appeal", FALSE, ("    if person.pk in (said.by_id, said.answered_by_id):\n        return False\n", ""), THIRD),
    in_database("A61", "A third, past every action", "ALTER TABLE moderation_falsereport DROP CONSTRAINT false_appeal_by_another",
                "test_false.py::test_the_database_wants_a_third_with_reasons"),
    # A92. Whoever appeals is never worse off.
    in_code("A92", "An author's appeal begins nothing again", f"{ACTIONS}/appealing.py",
            ("    begins_again = not is_authors and answer.verdict == Verdict.OVERTURNED\n", "    begins_again = answer.verdict == Verdict.OVERTURNED\n"), BACK),
    in_code("A92", "What becomes milder is lower", f"{ACTIONS}/milder.py", ("    if plan is None or not is_milder(decision, plan):", "    if plan is None:"), f"{MILDER}::test_nothing_that_is_not_milder_and_nothing_without_its_statement[plan1]"),
    in_code("A92", "And hides nothing that was not hidden", f"{ACTIONS}/milder.py", (" or (plan.hides and not decision.hides):", ":"), f"{MILDER}::test_no_text_is_hidden_that_was_not"),
    in_code("A92", "With its statement", f"{ACTIONS}/milder.py", ("    require(not stated or bool(plan.milder.strip()), SAY_WHY)\n", ""), f"{MILDER}::test_nothing_that_is_not_milder_and_nothing_without_its_statement[plan6]"),
    in_code("A92", "Fewer days count from when it began", f"{ACTIONS}/limits.py", ("    if longer is not None:\n", "    if False:\n"), f"{MILDER}::test_fewer_days_count_from_when_it_began_and_the_text_stays_hidden"),
    in_code("A92", "And are never more", LIMITS, ("    ends_at = min(limit.ends_at, max(", "    ends_at = max(limit.ends_at, max("), f"{MILDER}::test_less_than_what_has_passed_ends_it_now"),
    in_code("A92", "There is no answer that is stricter", "network/moderation/states.py",
            ('    OVERTURNED = "overturned", _("The decision is reversed")', '    OVERTURNED = "overturned", _("The decision is reversed")\n    HARDER = "harder", "x"'),
            "test_second_people.py::test_no_answer_to_an_appeal_is_stricter", remark=PUT_THERE),
    in_code("A92", "Nor is milder an answer to whoever reported it", f"{ACTIONS}/appealing.py", ("    require(is_authors or answer.verdict != Verdict.CHANGED, NOT_NOW)\n", ""),
            "test_second_people.py::test_milder_is_no_answer_to_whoever_reported_it"),
    # A98. Nothing of whoever reported goes to the employer's side (M9).
    in_code("A98", "No field is for them", "network/moderation/queries/packages.py",
            ('        "case": case.ref, "kind": case.kind,', '        "case": case.ref, "reporters": case.reports.count(), "kind": case.kind,'), FIELDS, remark=PUT_THERE),
    in_code("A98", "Nor their words", "network/moderation/queries/packages.py", ('        "purpose": purpose, "ground": ground,\n        "author"',
            '        "purpose": purpose + "".join(case.reports.values_list("text", flat=True)), "ground": ground,\n        "author"'), NOBODY, remark=PUT_THERE),
    in_code("A98", "Nor what was only proposed", "network/moderation/queries/packages.py", ("    rows = case.decisions.filter(stands_at__isnull=False).order_by(\"pk\")", "    rows = case.decisions.order_by(\"pk\")"),
            "test_handovers.py::test_internal_notes_and_proposals_that_were_refused_do_not_go"),
    in_code("A98", "Whoever receives it handles no reports", HANDED, ("Role.Kind.HR_ADVISER) or roles_of(person):", "Role.Kind.HR_ADVISER):"), RECEIVER),
    in_code("A98", "And stands in nobody's line", HANDED, ("    return Case.objects.without(mark_of(person.pk), marks_near(person)).filter(pk=case.pk).exists()", "    return True"), RECEIVER),
    in_function("A98", "What was proposed is what is handed over", "moderation_handed_over", ("NEW.sealed NOT IN (OLD.sealed, '')", "false"),
                "test_handovers.py::test_the_database_refuses_another_package_or_receiver"),
    in_database("A98", "And stays so", "DROP TRIGGER unchanged ON moderation_employercopy",
                "test_handovers.py::test_the_database_refuses_another_package_or_receiver"),
]
