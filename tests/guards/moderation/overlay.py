"""A54, A55, A58 to A60, A97: what hides, and gives everything back; who is told, and what of it."""

from tests.guards.kinds import Guard, in_code, in_database

DECIDING, TALK = "network/moderation/actions/deciding.py", "network/conversations/actions/talking.py"
TALKED, LIMITS = "network/conversations/models/talk.py", "network/conversations/models/limits.py"
HIDDEN = "test_deciding.py::test_what_is_hidden_is_seen_by_nobody_and_both_sides_are_told_once"
BACK = "test_deciding.py::test_an_appeal_is_answered_by_another_and_gives_everything_back"
WHOLE = "test_given_back.py::test_hiding_and_giving_back_leaves_every_page_as_it_was"
PICTURE = "test_files.py::test_a_hidden_picture_answers_404_to_all_but_its_owner_in_every_width_and_range"
INTERIM = "test_deciding.py::test_what_is_hidden_for_the_time_being_comes_back_by_itself"
QUIET = "test_reminders.py::test_whoever_reported_it_never_learns_of_a_step_about_a_person"
PUT_THERE = "The rule is that something is not there, so it is put there."

# fmt: off
OVERLAY: list[Guard] = [
    # A54. Hidden for everybody, and given back as it was (M5, M6, M7).
    in_code("A54", "A decision hides", DECIDING, ("        decision.restriction = _hide(case, decision, content, earlier)\n", "        pass\n"), HIDDEN),
    in_code("A54", "What is hidden is in nobody's sight", TALKED, ("        return self.filter(audience(person), unrestricted())", "        return self.filter(audience(person))"), HIDDEN,
            "tests/conversations/test_access.py::test_a_restricted_thread_is_seen_by_nobody_also_not_its_author"),
    in_code("A54", "Nor is an answer under what is hidden", TALKED, ('self.filter(unrestricted(), unrestricted("parent_id"))', "self.filter(unrestricted())"),
            "tests/conversations/test_actions.py::test_answers_to_a_restricted_comment_go_and_come_with_it"),
    in_code("A54", "An appeal that is right gives it back", DECIDING, ("        lift_restriction(by=by,", "        (lambda **_given: None)(by=by,"), BACK),
    in_code("A54", "And nothing that others hide", DECIDING, ("file=content.file, only=hidden)", "file=content.file)"),
            "test_deciding.py::test_giving_back_lifts_only_what_this_decision_hid"),
    in_code("A54", "Hiding takes nothing away", TALK, ("    restriction = Restriction.objects.create(\n",
            '    __import__("django").apps.apps.get_model("conversations.Reaction").objects.filter(thread=thread).delete()\n    restriction = Restriction.objects.create(\n'),
            f"{WHOLE}[post-everybody]", remark=PUT_THERE),
    in_code("A54", "Counts are as before", TALK, ("    found = Comment.objects.filter(thread=thread, deleted_at=None).unrestricted().count()", "    found = Comment.objects.filter(thread=thread, deleted_at=None).count()"),
            "tests/conversations/test_actions.py::test_a_restricted_comment_leaves_the_count_and_comes_back_when_lifted"),
    in_code("A54", "A second restriction of one case is the first one", DECIDING,
            ("        prolong_restriction(restriction=standing, ends_at=ends_at)\n        return standing\n", "        pass\n"),
            "test_deciding.py::test_a_hide_after_an_interim_one_is_one_restriction"),
    in_code("A54", "What its author deletes stays deleted", "network/feed/actions/posts.py", ('    post.title = post.text = post.html = ""\n', ""),
            "test_own_hidden.py::test_the_copy_and_the_appeal_stay_and_nothing_comes_back"),
    in_code("A54", "Only its author deletes what is hidden", "network/feed/access.py", (
        "def can_delete_post(person: Person, post: Post) -> bool:\n"
        '    """The author, hidden or not, while the post stands and they may still read where it is; nobody what Glød tells."""\n'
        "    if post.thread.author_id != person.pk or post.source:\n        return False\n",
        "def can_delete_post(person: Person, post: Post) -> bool:\n"), "test_own_hidden.py::test_nobody_else_deletes_it"),
    in_code("A54", "And only while a decision hides it", "network/moderation/queries/hidden.py", (" or decision.restriction.lifted_at is not None:", ":"),
            "test_own_hidden.py::test_only_while_the_decision_hides_it"),
    # A55. Nor in letters and on open pages.
    in_code("A55", "No letter of the day holds what is hidden", "network/feed/queries/posts.py", ("    posts = Post.objects.visible_to(person).filter(pk__in=ids).annotate(muted=muted, told=told)", "    posts = Post.objects.filter(pk__in=ids).annotate(muted=muted, told=told)"),
            "tests/notifications/test_digest.py::test_each_summary_holds_only_what_its_reader_may_see_now"),
    in_code("A55", "It leaves open pages", "network/conversations/live.py", ("def restriction_placed(event: RestrictionPlaced) -> None:\n", "def restriction_placed(event: RestrictionPlaced) -> None:\n    return\n"),
            "tests/conversations/test_live.py::test_cards_and_counts_change_when_a_comment_is_restricted_and_when_it_comes_back"),
    in_code("A55", "Nothing of it is rendered for the wire", "network/feed/live.py", ('Post.objects.filter(unrestricted("thread_id"), pk__in=ids)', "Post.objects.filter(pk__in=ids)"),
            "tests/conversations/test_live.py::test_nothing_of_a_restricted_post_is_rendered_for_the_wire"),
    # A58. One answer for each report (M11).
    in_code("A58", "Everybody who reported is answered", DECIDING, ("        tell_reporters(case, decision.outcome)\n", ""), HIDDEN),
    in_code("A58", "Once: the moment stays", DECIDING, ('told_at=Coalesce("told_at", Value(now()))', "told_at=now()"),
            "test_deciding.py::test_whoever_reported_reads_what_became_of_it_after_their_appeal"),
    in_code("A58", "They are told when it is answered", "network/moderation/notices.py", ("kind=Kind.CASE)\n        _tell_reporters(case)\n", "kind=Kind.CASE)\n"), HIDDEN),
    in_code("A58", "What an appeal changes is told too", "network/moderation/actions/appealing.py", ("        tell_reporters(case, outcome)  #", "        pass  #"),
            "test_deciding.py::test_both_sides_may_appeal_at_once_and_the_author_is_answered_first"),
    in_database("A58", "An answer says something", "ALTER TABLE moderation_report DROP CONSTRAINT an_answer_says_something",
                "test_reporting.py::test_an_answer_has_its_moment_and_says_something"),
    # A59. And nothing of a person (M12).
    in_code("A59", "A step about a person is no outcome", DECIDING.replace("deciding.py", "grounds.py"), ("(plan.level in PERSONAL and plan.hides):", "plan.level in PERSONAL:"), QUIET),
    in_code("A59", "No word of one", "network/moderation/states.py", ('"stays", _("We have looked at it. It stays where it is.")', '"stays", _("Its author got a reminder.")'),
            "test_reminders.py::test_no_outcome_speaks_of_a_person[stays]", remark=PUT_THERE),
    in_code("A59", "Nor when it is reversed", "network/moderation/actions/appealing.py", ("    if decision.is_restricting and outcome != decision.outcome:", "    if outcome != decision.outcome:"), QUIET),
    in_code("A59", "Nor in news", "network/moderation/notices.py", ("        if is_other:  # of", "        if True:  # of"), QUIET),
    # A42, A38, A60. Whoever waits for it hears of it; and its author that it is over.
    in_code("A42", "Leads hear of a deadline that was missed", "network/moderation/actions/clock.py", ("        announce(CaseLate(case.pk))\n", "        pass\n"),
            "test_told.py::test_leads_are_told_once_of_each_deadline_that_is_missed"),
    in_code("A42", "Once", "network/moderation/actions/clock.py", ("    alerted = Case.objects.filter(fresh, pk=case.pk).update(alerted_for=missed)\n", "    alerted = 1\n"),
            "test_told.py::test_leads_are_told_once_of_each_deadline_that_is_missed"),
    in_code("A38", "Those outside hear that it is theirs", "network/moderation/actions/reporting.py", ("            announce(WentOutside(case.pk))\n", "            pass\n"),
            "test_told.py::test_outside_they_are_told_when_nobody_inside_is_left[steps aside]"),
    in_code("A60", "The second looker hears of it", "network/moderation/notices.py", ("        _tell_handlers(case.pk, but={decision.by_id})\n    if decision.level != Level.INTERIM:", "        pass\n    if decision.level != Level.INTERIM:"),
            "test_told.py::test_what_is_hidden_at_once_is_looked_at_by_another_who_is_told"),
    in_code("A60", "Its author hears that it is there again", "network/moderation/actions/clock.py", ("                announce(InterimLapsed(decision.pk))\n", ""),
            "test_told.py::test_an_author_hears_that_what_was_hidden_is_there_again[lapsed]"),
    in_code("A58", "Who never heard of a case does not hear that nothing came of it", "network/moderation/models/decisions.py", (" & ~Exists(asked) & ~Exists(was_hidden))", " & Q(pk=None))"),
            "test_told.py::test_an_author_who_never_heard_of_the_case_does_not_now"),
    # A60. What is hidden for the time being.
    in_code("A60", "It has an end", DECIDING, ("    if level != Level.INTERIM or case.reason in LASTING:\n        return None\n", "    if level != Level.INTERIM or case.reason:\n        return None\n"),
            "test_deadlines.py::test_what_is_hidden_for_the_time_being_comes_back_after_five_working_days",
            "test_second_people.py::test_an_interim_hide_has_an_end"),
    in_code("A60", "After five working days", DECIDING, ("    return now() + (add_working_days(localdate(), INTERIM_DAYS) - localdate())", "    return now() + timedelta(days=INTERIM_DAYS)"),
            "test_deadlines.py::test_what_is_hidden_for_the_time_being_comes_back_after_five_working_days"),
    in_code("A60", "But not where there is danger", DECIDING, ("level != Level.INTERIM or case.reason in LASTING:", "level != Level.INTERIM:"),
            "test_deciding.py::test_an_interim_hide_for_danger_stays_until_somebody_decides"),
    in_code("A60", "The decision says so", "network/moderation/actions/clock.py", ("    return _lapse() + ", "    return 0 + "), INTERIM),
    in_code("A60", "Once in a case", DECIDING.replace("deciding.py", "grounds.py"), ("    require(plan.level != Level.INTERIM or not was_interim(case), ONCE)\n", ""),
            "test_second_people.py::test_it_is_hidden_for_the_time_being_once[False]", "test_second_people.py::test_it_is_hidden_for_the_time_being_once[True]"),
    # A97. A hidden file has no address.
    in_code("A97", "For nobody but its owner", "network/conversations/access.py", ("            threads = threads.filter(Exists(Attachment.objects.shown().filter(pk=attachment.pk)))\n", "            pass\n"), PICTURE),
    in_code("A97", "Nor with the thread that is hidden", "network/conversations/access.py",
            ("        threads = Thread.objects.visible_to(person).filter(pk=attachment.thread_id, deleted_at=None)", "        threads = Thread.objects.filter(pk=attachment.thread_id, deleted_at=None)"),
            "test_files.py::test_a_file_of_a_hidden_post_answers_404_too"),
    in_code("A97", "Those who look at it see it and nobody else", "network/moderation/access/__init__.py",
            ("    if can_work_on(person, case):\n        return True\n    if acts_as_lead(person, case):", "    if reaches(person, case.pk):\n        return True\n    if acts_as_lead(person, case):"),
            "test_own_desk.py::test_its_bytes_are_for_whoever_may_read_what_was_reported"),
]
