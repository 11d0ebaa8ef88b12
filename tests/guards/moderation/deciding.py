"""A50 to A53, A62, A91, A99, A100: what a decision needs, who makes it with whom, and the ways of a case."""

from tests.guards.kinds import Guard, in_code, in_database, in_function

ACTIONS, QUERIES, RULE = (
    "network/moderation/actions",
    "network/moderation/queries",
    "network/moderation/access/__init__.py",
)
PLACE, GROUNDS = f"{ACTIONS}/deciding.py", f"{ACTIONS}/grounds.py"
REASONS = "test_deciding.py::test_a_restriction_without_its_reasons_is_refused"
SECOND = "test_deciding.py::test_what_may_be_protected_speech_takes_two"
ELECTED = "test_deciding.py::test_retaliation_and_elected_representatives_take_two"
KEPT = "test_sides.py::test_whoever_keeps_a_profile_or_a_group_changes_it_and_says_so"
LATER = "test_deciding.py::test_a_rule_that_came_later_restricts_nothing_and_a_law_may"
MOVED = "test_reminders.py::test_no_change_and_no_deletion_after_the_report_makes_a_later_rule_count"
EARLIER = "test_desk_pages.py::test_earlier_decisions_are_told_after_the_first_view_and_only_those_that_count"
LAW = "test_reminders.py::test_no_law_is_cited_against_a_person"
HEARD = "test_reminders.py::test_before_the_author_was_heard_it_is_refused_and_time_that_passed_counts_as_heard"
DRAFT = "test_desk_pages.py::test_a_draft_begins_a_text_and_is_not_sent_as_it_is"
URGENT = "test_urgent.py::test_the_case_waits_for_another_at_the_top_of_the_queue_within_a_working_day"
TOGETHER = "test_together.py"
HANDED = "test_handovers.py::test_the_second_person_is_eligible_and_not_below_the_first"

# fmt: off
DECIDING: list[Guard] = [
    # A50. No restriction without its statement (M2).
    in_code("A50", "It says what happened, why, and why nothing milder", GROUNDS,
            ("        require(all(text.strip() for text in (plan.facts, plan.reasoning, plan.milder)), SAY_WHY)\n", ""), f"{REASONS}[facts]"),
    in_code("A50", "It names a rule", GROUNDS, ("        require(plan.section is not None or bool(plan.law.strip()), NO_RULE)\n", ""),
            f"{REASONS}[section]"),
    in_database("A50", "And past every action too", "ALTER TABLE moderation_decision DROP CONSTRAINT a_restriction_says_why",
                "test_deciding.py::test_the_database_refuses_a_restriction_without_reasons_too"),
    in_code("A50", "The author is told in the same moment", "network/moderation/notices.py",
            ('        _tell(whom_it_concerns(decision), Kind.DECISION, f"decision:{decision.pk}")\n    if decision.level == Level.INTERIM',
             "        pass\n    if decision.level == Level.INTERIM"),
            "test_deciding.py::test_what_is_hidden_is_seen_by_nobody_and_both_sides_are_told_once"),
    in_code("A50", "Restriction and statement are there together, or neither", PLACE,
            ("@transaction.atomic\ndef decide_case(", "def decide_case("),
            "test_second_people.py::test_where_the_statement_fails_nothing_is_hidden"),
    in_code("A50", "What is never hidden is not offered to be", f"{QUERIES}/ladder.py",
            ("        levels = (Level.NOTHING, Level.GUIDANCE)\n", "        pass\n"),
            "test_sides.py::test_a_profile_and_a_group_are_never_hidden_and_nobody_is_offered_to"),
    in_code("A50", "All who wrote it read it", "network/moderation/models/cases.py", ("Q(author=person_id) | Q(pk__in=together)", "Q(author=person_id)"),
            f"{TOGETHER}::test_both_read_the_statement_and_nobody_else_does"),
    in_code("A50", "And are told", f"{QUERIES}/authors.py", ("(case.author_id, *others)", "(case.author_id,)"),
            f"{TOGETHER}::test_both_are_told_and_find_it_from_the_letter"),
    # A51. A rule that counted when it was written (M3).
    in_code("A51", "The section counted then", GROUNDS, ("        require(was_in_force(plan.section, written_at(case)), NOT_THEN)\n", "        pass\n"), LATER),
    in_code("A51", "When it was last changed", f"{QUERIES}/content.py",
            ("    at = post.edited_at or post.thread.created_at\n", "    at = post.thread.created_at\n"), LATER),
    in_code("A51", "When what was reported was, not what stands there now", f"{QUERIES}/words.py",
            ('order_by("taken_at", "pk").first()', 'order_by("taken_at", "pk").last()'), MOVED),
    in_code("A51", "Nor the day on which it was reported", f"{QUERIES}/words.py",
            ('return parse_datetime(said.get("written_at", "")) or case.made_at', 'return case.made_at'), MOVED),
    in_code("A51", "A host names no other either", f"{ACTIONS}/hosts.py",
            ("        require(was_in_force(plan.section, written_at(case)), NOT_THEN)\n", "        pass\n"), "test_hosts.py::test_a_rule_that_came_later_hides_nothing_by_a_host_either"),
    in_code("A51", "A profile is as old as its words", f"{QUERIES}/content.py", ("(found.pk,), found.said_at, photo", "(found.pk,), found.created_at, photo"),
            f"{KEPT}[person]"),
    in_code("A51", "A group too", f"{QUERIES}/content.py", ("hosts, found.said_at, group=found", "hosts, found.created_at, group=found"),
            f"{KEPT}[group]"),
    in_code("A51", "No other is offered", f"{QUERIES}/desk.py",
            ("    return sections_at(written_at(case))", "    return Section.objects.all()"),
            "test_desk_pages.py::test_only_rules_that_counted_when_it_was_written_can_be_chosen"),
    in_code("A51", "No law against a person", GROUNDS, ("    require(plan.section is not None and not plan.law.strip(), NO_LAW)\n", ""),
            f"{LAW}[reminder]"),
    in_database("A51", "Nor past every action", "ALTER TABLE moderation_decision DROP CONSTRAINT no_law_against_a_person", f"{LAW}[reminder]"),
    in_code("A50", "A word reaches somebody", GROUNDS, ("    require(plan.level != Level.GUIDANCE or case.author_id is not None, NOBODY)\n", ""),
            "test_sides.py::test_where_a_group_has_no_host_there_is_no_word_to_give"),
    # A52. The author's word first; what is urgent is looked at by another.
    in_code("A52", "Before something is removed", GROUNDS,
            ("    if plan.level == Level.REMOVE and not reasons_of(case) & LASTING:\n        require(is_heard(case), HEAR_FIRST)\n", ""),
            "test_deciding.py::test_removing_asks_for_the_authors_word_first"),
    in_code("A52", "Nor by one alone where it is urgent", GROUNDS, ("    if level == Level.REMOVE and not is_heard(case):  # where it is urgent; else nobody removes it unheard\n        return True\n", ""),
            "test_urgent.py::test_what_is_urgent_is_removed_unheard_by_two_people_alone[danger]"),
    in_code("A52", "Before a step about a person", GROUNDS,
            ("NO_LAW)\n    require(is_heard(case), HEAR_FIRST)\n", "NO_LAW)\n"), HEARD),
    in_code("A52", "A question for a change is no hearing", RULE, ("case.hearings.filter(kind=Hearing.Kind.REPLY)", "case.hearings.all()"),
            "test_second_people.py::test_a_question_for_a_change_is_no_hearing"),
    in_code("A52", "What is urgent is looked at within a working day", PLACE,
            ("        case.due_at = min(case.due_at, add_working_hours(now(), DAY))\n", ""), URGENT,
            "test_urgent.py::test_it_is_looked_at_within_a_working_day_whatever_its_clock_says"),
    in_code("A52", "It is nobody's until then", PLACE,
            ("    if case.reason in EMERGENCIES:\n        case.claimed_by, case.claimed_until = None, None\n", "    if case.reason in EMERGENCIES:\n"), URGENT),
    in_code("A52", "By another than whoever hid it", PLACE, ("    require(not is_first_in(by, case), ANOTHER)\n", ""),
            "test_urgent.py::test_whoever_hid_it_decides_it_not_even_with_a_claim"),
    in_code("A52", "Who does not take it either", RULE, ("    if is_first_in(person, case):\n        return False\n", ""),
            "test_urgent.py::test_whoever_hid_it_does_not_decide_it"),
    in_code("A52", "Nor takes it over", RULE, ("not acts_as_lead(person, case) or is_first_in(person, case)", "not acts_as_lead(person, case)"),
            "test_urgent.py::test_a_lead_who_hid_it_does_not_take_it_over"),
    # A53. Two people (M4).
    in_code("A53", "Retaliation", GROUNDS, (" or reasons_of(case) & ALWAYS_TWO:", ":"), ELECTED),
    in_code("A53", "Whatever it was sorted to since", RULE, ("    return {case.reason, *(report.reason for report in case.reports.all())}", "    return {case.reason}"),
            "test_urgent.py::test_sorting_it_anew_takes_away_no_second_person"),
    in_code("A53", "What an elected representative wrote", GROUNDS,
            ("    return Role.objects.current().filter(kind=Role.Kind.REPRESENTATIVE, person__in=authors_of(case)).exists()",
             "    return False"), ELECTED),
    in_code("A53", "Whoever of those who wrote it was elected", GROUNDS, ("person__in=authors_of(case)", "person=case.author"),
            f"{TOGETHER}::test_an_elected_colleague_among_them_takes_a_second_person_too"),
    in_code("A53", "Words taken out", GROUNDS, ("    if level == Level.REDACT or (level", "    if (level"),
            "test_redactions.py::test_one_person_takes_nothing_out"),
    in_code("A53", "More than three days", GROUNDS, ("(level == Level.LIMIT and (days or 0) > ALONE_DAYS)", "False"),
            "test_limits.py::test_more_than_three_days_take_two[4]"),
    in_code("A53", "The second is another", RULE, ("standing != Decision.Standing.PROPOSED or decision.by_id == person.pk:", "standing != Decision.Standing.PROPOSED:"), SECOND),
    in_code("A53", "And not below the first", RULE, ("    if is_above(decision.by_id, person.pk):\n        return False\n", ""), SECOND),
    in_code("A53", "And may handle the case", RULE,
            ("    if is_above(decision.by_id, person.pk):\n        return False\n    return reaches(person, decision.case_id)",
             "    return not is_above(decision.by_id, person.pk)"), SECOND),
    in_database("A53", "The second is another, past every action", "ALTER TABLE moderation_decision DROP CONSTRAINT a_second_person_is_another",
                "test_second_people.py::test_the_database_refuses_that_one_is_both"),
    in_code("A53", "A no has a reason", PLACE, ("can_approve(by, decision) and bool(reason.strip())", "can_approve(by, decision)"),
            "test_deciding.py::test_a_second_person_says_no_with_a_reason"),
    in_code("A53", "Handed over by two", "network/moderation/access/handovers.py", (" or handover.proposed_by_id == person.pk", ""),
            "test_handovers.py::test_one_person_alone_hands_nothing_over"),
    in_database("A53", "Handed over by two, past every action", "ALTER TABLE moderation_handover DROP CONSTRAINT handed_over_by_two",
                "test_handovers.py::test_one_person_alone_hands_nothing_over"),
    in_database("A53", "And never by one alone", "ALTER TABLE moderation_handover DROP CONSTRAINT sent_when_agreed",
                "test_handovers.py::test_one_person_alone_hands_nothing_over"),
    in_code("A53", "Of whom the second is not below the first", "network/moderation/access/handovers.py",
            ("    if is_above(handover.proposed_by_id, person.pk):\n        return False\n", ""), HANDED),
    # A62. What was decided before is told after the first view.
    in_code("A62", "After the first view", f"{QUERIES}/desk.py", ("if not case.view or case.author_id is None:", "if case.author_id is None:"), EARLIER),
    in_code("A62", "For the same reason alone", f"{QUERIES}/desk.py", ("author=case.author_id, reason=case.reason)", "author=case.author_id)"), EARLIER),
    in_code("A62", "Of twelve months", f"{QUERIES}/desk.py", ("standing=Decision.Standing.STANDS, stands_at__gte=now() - BACK,", "standing=Decision.Standing.STANDS,"), EARLIER),
    in_code("A62", "That stands", f"{QUERIES}/desk.py", ("standing=Decision.Standing.STANDS, stands_at__gte=now() - BACK,", "stands_at__gte=now() - BACK,"), EARLIER),
    in_code("A62", "Of cases that the handler may know of", f"{QUERIES}/desk.py", ("case__in=cases.filter(author", "case__in=Case.objects.filter(author"), EARLIER),
    # A91. The ways between states, and no other.
    in_code("A91", "No action goes another way", f"{ACTIONS}/desk.py", ("    require(to in MOVES[State(case.state)], NOT_NOW)\n", ""),
            "test_moves.py::test_a_case_moves_only_as_the_table_says"),
    in_code("A91", "A closed case is opened again by a lead", "network/moderation/access/__init__.py", ("    if case.state != State.CLOSED or not acts_as_lead(person, case):\n", "    if case.state != State.CLOSED:\n"),
            "test_reopening.py::test_nobody_else_does"),
    in_code("A91", "Who may handle it", "network/moderation/access/__init__.py", ("    if case.state != State.CLOSED or not acts_as_lead(person, case):\n        return False\n    return reaches(person, case.pk)\n",
            "    return case.state == State.CLOSED and acts_as_lead(person, case)\n"), "test_reopening.py::test_nor_a_lead_with_a_part_in_it"),
    in_code("A91", "For something new", f"{ACTIONS}/reopening.py", ("    require(bool(because.strip()), SAY_WHAT)\n", ""), "test_reopening.py::test_only_with_something_new_and_only_once_closed"),
    in_database("A91", "Nor anything past every action", "DROP TRIGGER moves ON moderation_case", "test_moves.py::test_the_database_holds_the_table_too"),
    in_function("A91", "The table in the database is the same", "moderation_case_moves",
                ("(OLD.state, NEW.state) NOT IN (", "(OLD.state, NEW.state) NOT IN (('closed', 'decided'), "),
                "test_moves.py::test_the_database_holds_the_table_too"),
    in_code("A91", "What was decided is decided once", PLACE, ("    require(case.state == State.IN_REVIEW, NOT_NOW)\n", ""),
            "test_moves.py::test_every_act_in_every_state_does_what_the_table_says_or_nothing"),
    in_code("A91", "Its author mends it once", f"{ACTIONS}/desk.py", ("    require(kind != Hearing.Kind.EDIT or not was_asked_to_change(case), ASKED)\n", ""),
            "test_second_people.py::test_a_change_is_asked_for_once[0-False]"),
    in_code("A91", "Once in twelve months, in whatever case", RULE, ("(Q(case=case) | same, kind", "(Q(case=case), kind"),
            "test_second_people.py::test_a_change_is_asked_for_once[300-True]"),
    # A99. No draft is sent as it is.
    in_code("A99", "A draft as it was", f"{QUERIES}/drafts.py", ("    if _bare(text) in _all():\n        return AS_IT_WAS\n", ""), DRAFT),
    in_code("A99", "A placeholder that is left", f"{QUERIES}/drafts.py", ("    return LEFT if PLACEHOLDER.search(text) else None", "    return None"), DRAFT),
    in_code("A99", "A full stop more makes no other text", f"{QUERIES}/drafts.py",
            ('    return "".join(letter for letter in fold(text) if letter.isalnum())', "    return text"), DRAFT),
    # A100. The five questions first.
    in_code("A100", "Answered before anything is restricted", GROUNDS, ("        require(bool(case.checklist), THINK_FIRST)\n", ""), f"{REASONS}[checklist]"),
    in_code("A100", "All five", f"{ACTIONS}/desk.py", (" and len(answers) == QUESTIONS and", " and"),
            "test_second_people.py::test_all_five_questions_are_answered_and_a_view_is_written"),
    in_code("A100", "With a view", f"{ACTIONS}/desk.py", ("len(answers) == QUESTIONS and bool(view.strip())", "len(answers) == QUESTIONS"),
            "test_second_people.py::test_all_five_questions_are_answered_and_a_view_is_written"),
    in_code("A100", "One yes makes a second person necessary", f"{ACTIONS}/desk.py", ("if any(answers) else Speech.NO", "if all(answers) else Speech.NO"), SECOND),
    in_code("A100", "What nobody has thought through does too", GROUNDS, ("    if case.speech != Speech.NO:\n", "    if case.speech == Speech.POSSIBLE:\n"),
            "test_second_people.py::test_what_nobody_has_thought_through_takes_two"),
]
