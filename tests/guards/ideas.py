"""The guards of the forty invariants of ideas and awards, how each is taken away, and the test that then goes red.

`in_code`: the file, what stands there once, and what stands there without the guard. `in_database`: the statement that
drops it. Tests are named without their folder, tests/ideas. Where two guards hold the same rule, each is here by itself,
and the remark says what the other one still does. The order is that of the invariants.
"""

from tests.guards.kinds import Guard, in_code, in_database

ACCESS, ACTIONS, QUERIES = "ideas/access", "ideas/actions", "ideas/queries"
FRIENDLY = "The database still refuses: what is lost is the sentence for people."

# fmt: off
GUARDS: list[Guard] = [
    # 1. One vote per person and idea.
    in_database(
        1, "The database keeps one vote for a person and an idea",
        "ALTER TABLE ideas_vote DROP CONSTRAINT one_vote_per_idea",
        "test_voting.py::test_the_database_keeps_one_vote_and_one_reading_for_each_person",
    ),
    in_code(
        1, "Votes of one person at once are given one after the other", f"{ACTIONS}/voting.py",
        ('    idea = Idea.objects.select_for_update(no_key=True, of=("self",)).select_related("campaign").get(pk=idea.pk)\n'
         "    require(can_vote_on(by, idea), NO_VOTE)",
         '    idea = Idea.objects.select_related("campaign").get(pk=idea.pk)\n    require(can_vote_on(by, idea), NO_VOTE)'),
        "test_races.py::test_twenty_votes_of_one_person_are_one",
        remark="The database still keeps one: without the lock the others end in an error.",
    ),
    in_code(
        1, "Giving the same vote again changes nothing", f"{ACTIONS}/voting.py",
        ("    if given is not None and given.points == points:\n        return False\n", ""),
        "test_voting.py::test_a_vote_is_given_once_taken_back_and_given_again",
    ),
    # 2. Nobody votes on what they wrote.
    in_code(
        2, "An author, or who is asked to be one, has no vote", f"{ACCESS}/ideas.py",
        ("    if is_bound(person, idea):\n        return False\n    return can_see_idea(person, idea)\n\n\ndef can_take",
         "    return can_see_idea(person, idea)\n\n\ndef can_take"),
        "test_voting.py::test_nobody_votes_on_what_they_wrote_or_are_asked_to_take_part_in",
    ),
    in_code(
        2, "A vote from before one became an author counts no more", f"{ACTIONS}/counts.py",
        ("Vote.objects.filter(~Exists(own), family, counted=True)", "Vote.objects.filter(family, counted=True)"),
        "test_voting.py::test_a_vote_given_before_stops_counting_while_one_is_asked_and_counts_again_after_a_no",
    ),
    in_code(
        2, "Becoming an author is counted at once", f"{ACTIONS}/authors.py",
        ("    else:\n        recount_votes(idea)\n", ""),
        "test_voting.py::test_a_vote_given_before_stops_counting_while_one_is_asked_and_counts_again_after_a_no",
    ),
    # 3. Sending in is no vote.
    in_code(
        3, "Nothing votes for the author when an idea is sent in", f"{ACTIONS}/moves.py",
        ("    move_files(draft=kept.draft, thread_id=idea.thread.pk)\n",
         "    move_files(draft=kept.draft, thread_id=idea.thread.pk)\n    idea.votes.create(person=lead)\n"),
        "test_voting.py::test_sending_an_idea_in_is_not_a_vote_for_it",
        remark="The rule is that something is not there, so it is put there.",
    ),
    # 4. Who works here and reads it votes.
    in_code(
        4, "Only those who read the idea vote on it", f"{ACCESS}/ideas.py",
        ("    return can_see_idea(person, idea)\n\n\ndef can_take_vote_back", "    return True\n\n\ndef can_take_vote_back"),
        "test_access.py::test_votes_follow_the_rule_of_sight",
    ),
    in_code(
        4, "Whoever works here no more sees, and so votes on, nothing", "ideas/models/ideas.py",
        ("        if person is None or not person.is_active:\n            return self.none()\n"
         "        sent = Q(thread__isnull=False) & audience(person, via=\"thread__group\") & unrestricted(\"thread_id\")\n",
         "        if person is None:\n            return self.none()\n        sent = Q(thread__isnull=False) & unrestricted(\"thread_id\")\n"),
        "test_access.py::test_every_way_out_shows_exactly_what_the_rule_of_sight_shows",
        remark="`can_vote_on` asks is_active by itself too, before the rule of sight that says the same.",
    ),
    in_code(
        4, "Leaving the house uncounts votes on what is open", "ideas/tasks.py",
        ("    stop_counting(person_id=event.person_id)\n", ""),
        "test_voting.py::test_leaving_the_house_uncounts_votes_on_what_is_open_and_leaves_what_is_closed",
    ),
    in_code(
        4, "Leaving the house changes no closed result", f"{ACTIONS}/voting.py",
        (" for vote in rows if (vote.idea.merged_into or vote.idea).is_votable]", " for vote in rows]"),
        "test_voting.py::test_leaving_the_house_uncounts_votes_on_what_is_open_and_leaves_what_is_closed",
    ),
    # 5. A budget of points.
    in_code(
        5, "Nobody gives more points than they have", f"{ACTIONS}/voting.py",
        ('        require(others["n"] + points <= campaign.vote_budget, SPENT)\n', ""),
        "test_points.py::test_nobody_gives_more_than_they_have_nor_more_than_one_idea_may_get",
    ),
    in_code(
        5, "Nobody gives one idea more than it may get", f"{ACTIONS}/voting.py",
        ("    require(1 <= points <= (campaign.max_per_idea if campaign.vote_budget else 1), TOO_MUCH)\n", ""),
        "test_points.py::test_nobody_gives_more_than_they_have_nor_more_than_one_idea_may_get",
    ),
    in_code(
        5, "Gifts of one person at once do not both fit: their row is locked", f"{ACTIONS}/voting.py",
        ("        Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two gifts at once do not both fit\n", ""),
        "test_points.py::test_the_budget_holds_when_twenty_ideas_are_given_to_at_once",
    ),
    in_code(
        5, "The budget stays once somebody has voted", f"{ACTIONS}/campaigns.py",
        ("        require(keeps_points(campaign, brief), SPENT)\n", "        pass\n"),
        "test_invariants.py::test_the_budget_of_a_campaign_stays_once_somebody_has_voted_also_past_the_form",
    ),
    # 6. No vote after the end.
    in_code(
        6, "Nobody votes after the campaign's last day", f"{ACCESS}/ideas.py",
        ("    if ends is not None and ends <= now():\n        return False\n", ""),
        "test_access.py::test_voting_ends_when_the_campaign_says_so",
    ),
    in_code(
        6, "Nobody votes on what is declined, withdrawn or merged", f"{ACCESS}/ideas.py",
        ("    if not person.is_active or not idea.is_votable:\n        return False\n    ends",
         "    if not person.is_active:\n        return False\n    ends"),
        "test_voting.py::test_after_the_last_word_no_vote_is_given_or_taken_back",
    ),
    in_code(
        6, "Nobody votes on what is carried out", "ideas/states.py",
        ("OVER = frozenset({State.DECLINED, State.WITHDRAWN, State.MERGED}) | CARRIED_OUT",
         "OVER = frozenset({State.DECLINED, State.WITHDRAWN, State.MERGED})"),
        "test_voting.py::test_nobody_votes_after_the_last_word",
    ),
    # 7. Points come back once.
    in_database(
        7, "The database keeps the moment at which points came back",
        "DROP TRIGGER released_once ON ideas_vote",
        "test_points.py::test_points_come_back_once_and_the_database_keeps_the_moment",
    ),
    in_code(
        7, "Points that came back are left alone", f"{ACTIONS}/voting.py",
        ("Vote.objects.filter(idea=idea, released_at=None).update(released_at=now())",
         "Vote.objects.filter(idea=idea).update(released_at=now())"),
        "test_points.py::test_points_come_back_once_and_the_database_keeps_the_moment",
        remark="The trigger refuses it: without the filter the second merger ends in an error.",
    ),
    in_code(
        7, "Points come back when an idea is over", f"{ACTIONS}/moves.py",
        ("    if to in RELEASING:\n        release_points(idea)\n", ""),
        "test_points.py::test_points_come_back_when_the_idea_is_declined_withdrawn_or_merged",
    ),
    # 8. Only moves of the table.
    in_code(
        8, "A move is made by those in the table alone", f"{ACCESS}/ideas.py",
        ("    return bool(parts_in(person, idea) & set(move.who))", "    return True"),
        "test_moves.py::test_a_move_belongs_to_exactly_those_in_the_table",
    ),
    in_code(
        8, "A move that the table does not know is none", f"{ACCESS}/ideas.py",
        ("    if move is None or not is_open_move(idea, to):\n        return False\n",
         "    if move is None or not is_open_move(idea, to):\n        return True\n"),
        "test_moves.py::test_a_move_belongs_to_exactly_those_in_the_table",
    ),
    in_code(
        8, "The one function that moves asks the table", f"{ACTIONS}/moves.py",
        ("    require(can_move_idea(by, idea, to), NO_SUCH_MOVE)\n", ""),
        "test_invariants.py::test_the_function_that_moves_asks_who_may_also_where_everything_else_is_there",
    ),
    in_code(
        8, "Nothing else sets a state", f"{ACTIONS}/owning.py",
        ("    idea.owner, idea.version = owner, idea.version + 1\n",
         "    idea.owner, idea.version = owner, idea.version + 1\n    idea.state = State.OPEN\n"),
        "test_moves.py::test_nobody_but_the_moves_sets_the_state_of_an_idea",
        remark="The rule is that something is not there, so it is put there.",
    ),
    # 9. Every no has a published reason.
    in_database(
        9, "The database takes no no without a reason",
        "ALTER TABLE ideas_statuschange DROP CONSTRAINT no_without_a_reason",
        "test_moves.py::test_the_database_refuses_a_no_without_a_reason",
    ),
    in_code(
        9, "A reason has eighty characters", f"{ACTIONS}/moves.py",
        ("    if len(clean_text(said.reason)) < REASON:\n", "    if not said.reason:\n"),
        "test_moves.py::test_a_no_a_parking_and_a_reversal_need_kind_eighty_characters_and_what_would_change_our_mind",
        remark=FRIENDLY,
    ),
    in_code(
        9, "What would change our mind is said", f"{ACTIONS}/moves.py",
        ("    if not clean_text(said.change_of_mind):\n", "    if False:\n"),
        "test_moves.py::test_a_no_a_parking_and_a_reversal_need_kind_eighty_characters_and_what_would_change_our_mind",
        remark=FRIENDLY,
    ),
    in_code(
        9, "A yes that is taken back needs a reason too", "ideas/states.py",
        ("    (State.IN_PROGRESS, State.DECLINED): Move((Who.OWNER,), (Need.REASON,)),",
         "    (State.IN_PROGRESS, State.DECLINED): Move((Who.OWNER,)),"),
        "test_moves.py::test_a_no_a_parking_and_a_reversal_need_kind_eighty_characters_and_what_would_change_our_mind",
        remark=FRIENDLY,
    ),
    in_code(
        9, "The reason is read by everybody who reads the idea", "templates/ideas/_history.html",
        ("{% if change.reason %}<p>{{ change.reason|linebreaksbr }}</p>{% endif %}", ""),
        "test_views.py::test_the_way_here_tells_every_reason_and_what_would_change_our_mind",
    ),
    # 10. What was decided stays.
    in_database(
        10, "Moves of an idea are never changed or deleted", "DROP TRIGGER append_only ON ideas_statuschange",
        "test_moves.py::test_what_was_decided_and_what_was_written_is_never_changed_or_deleted",
    ),
    in_database(
        10, "What an idea said before is never changed or deleted", "DROP TRIGGER append_only ON ideas_idearevision",
        "test_moves.py::test_what_was_decided_and_what_was_written_is_never_changed_or_deleted",
    ),
    in_database(
        10, "A ballot that was cast is never changed or deleted", "DROP TRIGGER frozen_once_cast ON ideas_ballot",
        "test_juries.py::test_a_ballot_is_cast_once_and_never_changed",
    ),
    in_database(
        10, "Scores of a ballot that was cast stay", "DROP TRIGGER frozen_once_cast ON ideas_ballotscore",
        "test_juries.py::test_a_ballot_is_cast_once_and_never_changed",
    ),
    in_code(
        10, "A juror who has cast a ballot casts no other", f"{ACCESS}/juries.py",
        ("    return not given.exists()\n", "    return True\n"),
        "test_juries.py::test_a_ballot_is_cast_once_and_never_changed", remark=FRIENDLY,
    ),
    in_database(
        10, "Ballots are given and changed only while the jury judges", "DROP TRIGGER while_judging ON ideas_ballot",
        "test_juries.py::test_no_ballot_is_given_or_changed_but_while_the_jury_judges",
    ),
    *(
        in_database(
            10, f"Rows of {table} are never changed or deleted", f"DROP TRIGGER append_only ON ideas_{table}", test,
        )
        for table, test in (
            ("conflict", "test_juries.py::test_conflicts_are_never_changed_or_deleted"),
            ("conflictlifted", "test_juries.py::test_conflicts_are_never_changed_or_deleted"),
            ("conflictupheld", "test_juries.py::test_conflicts_are_never_changed_or_deleted"),
            ("roundchange", "test_rounds.py::test_cancelling_says_why_and_a_move_is_never_changed"),
            ("deliverychange", "test_delivery.py::test_the_log_is_never_changed_nor_deleted"),
            ("export", "test_exports.py::test_the_log_is_never_changed_nor_deleted"),
        )
    ),
    # 11. A first answer is a person's.
    in_code(
        11, "What an author does is no answer", f"{ACTIONS}/clocks.py",
        ("    if idea.first_answer_at is not None or idea.authors.bound().filter(person=by).exists():\n",
         "    if idea.first_answer_at is not None:\n"),
        "test_clocks.py::test_a_comment_of_an_author_is_no_answer_though_they_take_ideas_in",
    ),
    in_code(
        11, "What the clock does is no answer", f"{ACTIONS}/clocks.py",
        ("    if by is not None and to != State.WITHDRAWN:\n", "    if to != State.WITHDRAWN:\n"),
        "test_clocks.py::test_giving_it_to_somebody_is_an_answer_and_an_automatic_move_is_not",
    ),
    in_code(
        11, "What somebody says who does not answer for it is no answer", f"{ACTIONS}/owning.py",
        ("    if idea.owner_id == by.pk or Person.objects.filter(receivers(idea.campaign), pk=by.pk).exists():\n",
         "    if by.is_active:\n"),
        "test_clocks.py::test_a_comment_of_whoever_answers_is_a_first_answer",
    ),
    # 12. An author neither answers for, judges, takes in nor confirms the own idea.
    in_code(
        12, "An author does not answer for the idea", f"{ACCESS}/ideas.py",
        ("    if not person.is_active or is_bound(person, idea) or has_judged(person, idea):\n",
         "    if not person.is_active or has_judged(person, idea):\n"),
        "test_moves.py::test_nobody_answers_for_an_idea_who_wrote_it_or_cannot_read_it",
    ),
    in_code(
        12, "The clock gives an idea to none of its authors", f"{ACTIONS}/owning.py",
        ("        .exclude(pk__in=authors)\n", ""),
        "test_clocks.py::test_it_goes_to_whoever_answers_for_the_fewest_and_never_to_an_author",
    ),
    in_code(
        12, "An author who takes ideas in does not choose who answers for the own", f"{ACCESS}/ideas.py",
        ("    if idea.state in OVER | {State.DRAFT} or is_bound(person, idea):\n", "    if idea.state in OVER | {State.DRAFT}:\n"),
        "test_invariants.py::test_an_author_who_takes_ideas_in_takes_in_none_of_their_own",
    ),
    in_code(
        12, "The own idea does not lie on the desk of who takes ideas in", f"{QUERIES}/desk.py",
        ("rows.exclude(pk__in=mine).for_card()", "rows.for_card()"),
        "test_invariants.py::test_an_author_who_takes_ideas_in_takes_in_none_of_their_own",
    ),
    in_code(
        12, "An author is nothing but an author to the idea", f"{ACCESS}/ideas.py",
        ("        return parts | ({Who.LEAD} if is_lead(person, idea) else set())\n",
         "        parts |= {Who.LEAD} if is_lead(person, idea) else set()\n"),
        "test_delivery.py::test_no_author_no_deliverer_and_nobody_who_measured_confirms",
    ),
    in_code(
        12, "Who answers for an idea, or carries it out, does not become its author", f"{ACCESS}/ideas.py",
        ("    if idea.owner_id == person.pk or _delivers(person, idea):\n        return False\n    return Campaign",
         "    return Campaign"),
        "test_access.py::test_whoever_answers_for_it_or_carries_it_out_is_not_asked_to_be_co_author",
    ),
    in_code(
        12, "No author is asked to judge it", f"{ACCESS}/reviews.py",
        ('        .exclude(pk__in=authors.exclude(person__manager=None).values("person__manager"))\n', ""),
        "test_panels.py::test_nobody_judges_what_they_wrote_answer_for_or_manage",
        remark="This one is for those who lead an author; the next for the authors themselves.",
    ),
    in_code(
        12, "Nobody who wrote it is asked to judge it", f"{ACCESS}/reviews.py",
        ('able.exclude(pk__in=authors.values("person"))', "able.all()"),
        "test_panels.py::test_nobody_judges_what_they_wrote_answer_for_or_manage",
    ),
    in_code(
        12, "Who became an author hands no review in", f"{ACCESS}/reviews.py",
        ("    if is_bound(person, idea) or idea.owner_id == person.pk:\n        return False\n    return can_see_idea",
         "    return can_see_idea"),
        "test_reviews.py::test_nobody_judges_for_another_or_when_it_is_not_theirs_to_do",
    ),
    in_code(
        12, "Who carries it out does not confirm what it gave", f"{ACCESS}/ideas.py",
        ("    return parts if delivers else parts | {Who.WITNESS}", "    return parts | {Who.WITNESS}"),
        "test_invariants.py::test_who_carries_it_out_now_does_not_confirm_it_though_another_made_the_moves",
        remark="Who moved it on is kept from confirming by `had_a_hand_in` too.",
    ),
    in_code(
        12, "Who was an author once does not confirm it either", f"{ACCESS}/ideas.py",
        ("    if IdeaAuthor.objects.filter(idea=idea, person=person, state=IdeaAuthor.State.LEFT).exists():\n        return True\n", ""),
        "test_delivery.py::test_who_carried_it_out_before_another_did_and_who_was_an_author_do_not_confirm",
    ),
    # 13. Somebody has it, or it lies on a desk.
    in_code(
        13, "What nobody answers for lies on the desk", f"{QUERIES}/desk.py",
        ("    waits = Q(state=State.SUBMITTED) | (Q(owner=None) | Q(owner__is_active=False)) & Q(state__in=OWNED)\n",
         "    waits = Q(state=State.SUBMITTED)\n"),
        "test_invariants.py::test_every_idea_under_way_has_somebody_who_answers_or_lies_on_a_desk",
    ),
    in_code(
        13, "Also while its authors are asked something", f"{QUERIES}/desk.py",
        ("OWNED = UNDECIDED | {State.APPROVED", "OWNED = UNDECIDED - {State.NEEDS_INFO} | {State.APPROVED"),
        "test_invariants.py::test_every_idea_under_way_has_somebody_who_answers_or_lies_on_a_desk",
    ),
    in_code(
        13, "Nothing comes onto the board without somebody who answers for it", "ideas/states.py",
        ("Move((Who.SCREENER, Who.OWNER, Who.CLOCK), (Need.OWNER,)),", "Move((Who.SCREENER, Who.OWNER, Who.CLOCK)),"),
        "test_moves.py::test_a_move_without_what_it_needs_is_refused_and_the_field_is_named",
    ),
    # 14. Merging.
    in_database(
        14, "The database merges nothing into itself",
        "ALTER TABLE ideas_idea DROP CONSTRAINT idea_not_merged_into_itself",
        "test_merging.py::test_there_is_no_merging_into_itself_or_into_what_is_merged_or_withdrawn_or_a_draft",
    ),
    in_database(
        14, "Merged means into something", "ALTER TABLE ideas_idea DROP CONSTRAINT idea_merged_has_a_target",
        "test_merging.py::test_the_database_knows_that_merged_means_into_something",
    ),
    in_code(
        14, "Nothing is merged into itself", f"{ACTIONS}/moves.py",
        ("    if target is None or target.pk == idea.pk or target.state in", "    if target is None or target.state in"),
        "test_merging.py::test_there_is_no_merging_into_itself_or_into_what_is_merged_or_withdrawn_or_a_draft",
        remark=FRIENDLY,
    ),
    in_code(
        14, "Nothing is merged into what is merged", f"{ACTIONS}/moves.py",
        ("target.state in (State.DRAFT, State.MERGED, State.WITHDRAWN):", "target.state in (State.DRAFT, State.WITHDRAWN):"),
        "test_merging.py::test_there_is_no_merging_into_itself_or_into_what_is_merged_or_withdrawn_or_a_draft",
    ),
    in_code(
        14, "What others were merged into is merged into nothing", f"{ACCESS}/ideas.py",
        ("        return not idea.merged.exists()", "        return True"),
        "test_merging.py::test_there_are_no_chains",
    ),
    in_code(
        14, "Who wants both is counted once", f"{ACTIONS}/counts.py",
        ('family, counted=True).order_by().values("person")', 'family, counted=True).order_by().values("pk")'),
        "test_merging.py::test_voters_and_readers_of_both_count_once_and_taking_it_back_restores_the_exact_counts",
    ),
    in_code(
        14, "A merger that is taken back gives both their exact counts again", f"{ACTIONS}/moves.py",
        ("    for one in family:\n        recount_votes(one)\n", ""),
        "test_merging.py::test_voters_and_readers_of_both_count_once_and_taking_it_back_restores_the_exact_counts",
    ),
    in_code(
        14, "Two mergers at once take their locks in one order", f"{ACTIONS}/moves.py",
        ('        list(Idea.objects.select_for_update(of=("self",)).filter(pk__in=[idea.pk, said.into.pk]).order_by("pk"))\n',
         "        pass\n"),
        "test_races.py::test_two_ideas_merged_into_each_other_at_once_make_one_merger",
        remark="Red as the database ends one of the two that wait for each other.",
    ),
    in_code(
        14, "After ninety days a merger stays", f"{ACCESS}/ideas.py",
        ("    return idea.state != State.MERGED or _days_since(change) <= UNMERGE_DAYS", "    return True"),
        "test_merging.py::test_a_merger_is_taken_back_within_ninety_days",
    ),
    # 15. Authors of what is merged are asked.
    in_code(
        15, "Merging makes nobody an author", f"{ACTIONS}/moves.py",
        ('        State.MERGED: lambda: setattr(idea, "merged_into", said.into),\n',
         '        State.MERGED: lambda: (\n            setattr(idea, "merged_into", said.into),\n'
         '            [said.into.authors.create(person=a.person, state="accepted") for a in idea.authors.all()],\n        ),\n'),
        "test_invariants.py::test_the_author_of_what_is_merged_becomes_an_author_by_saying_yes_and_not_before",
        remark="The rule is that something is not there, so it is put there.",
    ),
    in_code(
        15, "Who is asked is no author before they have said yes", f"{ACTIONS}/authors.py",
        ('defaults={"state": IdeaAuthor.State.INVITED,', 'defaults={"state": IdeaAuthor.State.ACCEPTED,'),
        "test_invariants.py::test_the_author_of_what_is_merged_becomes_an_author_by_saying_yes_and_not_before",
    ),
    # 16. Hidden authors show nowhere.
    *(
        in_code(16, says, where, change, "test_hidden.py::test_nothing_tells_who_wrote_a_blind_idea_before_it_is_decided")
        for says, where, change in (
            ("A blind campaign hides authors until the decision", "ideas/models/ideas.py",
             ("        return self.campaign.identity == Campaign.Identity.BLIND or self.is_anonymous",
              "        return self.is_anonymous")),
            ("Cards, pages and frames name nobody who is hidden", "ideas/models/ideas.py",
             ("        return [] if self.hides_authors else standing", "        return standing")),
            ("Nor the department of who is hidden", "ideas/models/ideas.py",
             ("        return None if self.hides_authors else self.department", "        return self.department")),
            ("Nor the way here", f"{QUERIES}/ideas.py",
             (" if idea.hides_authors else set()\n", " if not idea.hides_authors else set()\n")),
            ("Nor what it said before", "templates/ideas/history.html",
             ("{% if idea.hides_authors %}{% blocktranslate with day=before.replaced_at",
              "{% if not idea.hides_authors %}{% blocktranslate with day=before.replaced_at")),
            ("Nor its conversation", f"{ACTIONS}/moves.py",
             ("        hides_author=idea.hides_authors,\n", "        hides_author=False,\n")),
        )
    ),
    in_code(
        16, "Letters name nobody who is hidden", "ideas/notices/telling.py",
        ("0 if hidden else actor_id", "actor_id"),
        "test_hidden.py::test_her_first_letter_to_those_who_answer_names_nobody",
    ),
    in_code(
        16, "No list by department or person finds who is hidden", f"{QUERIES}/boards.py",
        ("rows.filter(authors_shown(), department__in=", "rows.filter(department__in="),
        "test_hidden.py::test_the_author_finds_it_among_her_own_and_nobody_on_her_page",
    ),
    in_code(
        16, "No export names who is hidden", f"{QUERIES}/exports.py",
        ("    shown, counted = Q(authors_shown()), ~Q(counts_hidden())", "    shown, counted = Q(), ~Q(counts_hidden())"),
        "test_exports.py::test_a_hidden_author_is_in_no_file_before_the_decision_and_in_the_files_after",
    ),
    in_code(
        16, "Nor through who moved it", f"{QUERIES}/exports.py",
        ("filter(Q(Exists(open_to_all)) | ~Q(Exists(wrote)), pk=OuterRef", "filter(pk=OuterRef"),
        "test_exports.py::test_who_moved_it_is_named_unless_it_was_a_hidden_author",
    ),
    in_code(
        16, "No award on the spot tells who is hidden", f"{ACCESS}/grants.py",
        ("    if idea.hides_authors:\n        return False\n", ""),
        "test_grants.py::test_an_idea_that_hides_its_authors_gets_none_as_that_would_tell_them",
    ),
    # 17. Terms only get stricter.
    in_code(
        17, "Terms only get stricter once an idea is there", f"{ACTIONS}/campaigns.py",
        ("        require(not loosens(campaign, brief), LOOSER)\n", ""),
        "test_hidden.py::test_terms_only_get_stricter_once_an_idea_is_sent_in",
    ),
    in_code(
        17, "Those about authors", f"{ACTIONS}/campaigns.py",
        ("        (Campaign.Identity.values, campaign.identity, brief.identity),\n", ""),
        "test_hidden.py::test_terms_only_get_stricter_once_an_idea_is_sent_in",
    ),
    in_code(
        17, "And those about counts", f"{ACTIONS}/campaigns.py",
        ("        (Campaign.Counts.values, campaign.counts, brief.counts),\n", ""),
        "test_hidden.py::test_terms_only_get_stricter_once_an_idea_is_sent_in",
    ),
    # 18. Hidden counts show nowhere.
    in_code(
        18, "A count that is kept back stands on no card", "ideas/models/ideas.py",
        ("        return self.campaign.counts != Campaign.Counts.ALWAYS and self.campaign.takes_votes and self.is_votable",
         "        return False"),
        "test_hidden.py::test_how_many_want_it_is_told_only_to_those_who_have_voted",
    ),
    in_code(
        18, "It is told only to those who have voted", f"{QUERIES}/votes.py",
        ("Q(campaign__counts=Campaign.Counts.VOTED, wants=True)", "Q(campaign__counts=Campaign.Counts.VOTED)"),
        "test_hidden.py::test_how_many_want_it_is_told_only_to_those_who_have_voted",
    ),
    in_code(
        18, "It shows in no order", f"{QUERIES}/orders.py",
        ("Entry(pk, votes, readers) if told else Entry(pk, 0, 0) for pk", "Entry(pk, votes, readers) for pk"),
        "test_hidden.py::test_the_order_of_a_list_does_not_tell_it_either",
    ),
    in_code(
        18, "Nor in what trends", f"{QUERIES}/orders.py",
        ("votes=votes.get(pk, 0) if told else 0,", "votes=votes.get(pk, 0),"),
        "test_orders.py::TestTrending::test_votes_that_are_not_told_lift_nothing",
    ),
    in_code(
        18, "Nor in an export of ideas", f"{QUERIES}/exports.py",
        ("    shown, counted = Q(authors_shown()), ~Q(counts_hidden())", "    shown, counted = Q(authors_shown()), Q()"),
        "test_exports.py::test_a_kept_back_count_is_in_no_file_and_in_no_order_while_people_vote",
    ),
    in_code(
        18, "Nor in an export of votes", f"{QUERIES}/exports.py",
        ("    rows = ideas.exclude(counts_hidden())\n", "    rows = ideas\n"),
        "test_exports.py::test_a_kept_back_count_is_in_no_file_and_in_no_order_while_people_vote",
    ),
    # 19. Nobody reads another's review before the own one is in.
    in_code(
        19, "Who owes a review reads none, even where they decide", f"{ACCESS}/reviews.py",
        ("    return not Assignment.objects.filter(idea=idea, reviewer=person, state=Assignment.State.OPEN).exists()",
         "    return True"),
        "test_reviews.py::test_whoever_answers_for_it_reads_what_is_said_and_nobody_else",
    ),
    in_code(
        19, "The page of what all say is there for who decides alone", "ideas/views/panels.py",
        ("    shown = _idea(person, number, can_read_reviews)", "    shown = _idea(person, number, lambda *_who: True)"),
        "test_review_pages.py::test_nobody_sees_what_others_say_before_the_own_review_is_in",
    ),
    in_code(
        19, "No export tells who has yet to judge", f"{QUERIES}/exports.py",
        ("ideas.exclude(Exists(judging)).exclude(", "ideas.exclude("),
        "test_exports.py::test_who_has_yet_to_judge_an_idea_and_who_wrote_it_take_out_no_review_of_it",
    ),
    # 20. Whole reviews, whole rubrics, and both stay.
    in_database(
        20, "The database holds weights to a hundred", "DROP TRIGGER weights_sum_to_hundred ON ideas_criterion",
        "test_rubrics.py::test_the_database_holds_the_weights_to_a_hundred",
    ),
    *(
        in_database(
            20, says, f"DROP TRIGGER {trigger}",
            "test_rubrics.py::test_an_idea_is_judged_by_its_campaigns_rubric_which_is_frozen_then",
        )
        for says, trigger in (
            ("Criteria that were judged by stay", "frozen_once_judged_by ON ideas_criterion"),
            ("A rubric that was judged by stays", "frozen_once_judged_by ON ideas_rubric"),
            ("A rubric that was judged by is not deleted", "kept_once_judged_by ON ideas_rubric"),
        )
    ),
    *(
        in_database(
            20, says, f"DROP TRIGGER {trigger}",
            "test_reviews.py::test_the_database_refuses_a_review_that_is_not_whole_and_a_change_of_one_that_was_handed_in",
        )
        for says, trigger in (
            ("The database takes no review that is not whole", "whole_when_handed_in ON ideas_review"),
            ("A review that was handed in stays", "frozen_once_handed_in ON ideas_review"),
            ("Its scores stay", "frozen_once_handed_in ON ideas_score"),
        )
    ),
    in_code(
        20, "Weights sum to a hundred, in words", f"{ACTIONS}/rubrics.py",
        ("    if sum(question.weight for question in questions) != WHOLE:\n", "    if False:\n"),
        "test_rubrics.py::test_a_rubric_is_whole_or_it_is_said_what_it_lacks", remark=FRIENDLY,
    ),
    in_code(
        20, "A review answers every criterion, in words", f"{ACTIONS}/reviews.py",
        ("        if answer.value is None and not (answer.is_skipped and criterion.may_skip):\n", "        if False:\n"),
        "test_reviews.py::test_every_criterion_is_answered_or_skipped_where_that_is_an_answer", remark=FRIENDLY,
    ),
    in_code(
        20, "A change of what is in use makes a new version", f"{ACTIONS}/rubrics.py",
        ("    if is_kept(rubric):\n", "    if rubric.frozen_at is not None:\n"),
        "test_rubrics.py::test_what_nobody_has_seen_is_changed_in_place_and_what_is_in_use_becomes_a_new_version",
    ),
    in_code(
        20, "The first ballot freezes the rubric", f"{ACTIONS}/ballots.py",
        ("    Rubric.objects.filter(pk=rubric, frozen_at=None).update(frozen_at=now())\n", ""),
        "test_juries.py::test_a_draft_counts_for_nothing_and_a_cast_ballot_freezes_the_rubric",
    ),
    # 21. A score from three reviews on.
    in_code(
        21, "Nothing of the scores is made before three are in", f"{QUERIES}/panels.py",
        ("    if len(reviews) < ENOUGH:\n        return Spread", "    if not reviews:\n        return Spread"),
        "test_reviews.py::test_nothing_of_the_scores_is_told_before_three_have_handed_in",
    ),
    in_code(
        21, "Enough are three", "ideas/judging.py", ("ENOUGH = 3  #", "ENOUGH = 2  #"),
        "test_review_pages.py::test_fewer_than_three_show_no_score_to_anybody",
    ),
    # 22. Panels.
    in_code(
        22, "Nobody has a thirteenth idea to judge", f"{ACCESS}/reviews.py",
        ("    full = {pk: FULL for pk in ids if loads.get(pk, 0) >= MOST_OPEN}\n", "    full = {}\n"),
        "test_panels.py::test_nobody_has_a_thirteenth_idea_to_judge",
    ),
    in_code(
        22, "Nor by a race: those who are asked are locked", f"{ACTIONS}/panels.py",
        ("    _lock(named)\n", ""),
        "test_review_races.py::test_nobody_gets_a_thirteenth_when_many_ask_at_once",
    ),
    in_code(
        22, "Half of a panel comes from elsewhere", f"{ACCESS}/reviews.py",
        ("    if len(ids) - elsewhere > size - wanted:\n        return ONE_SIDED\n", ""),
        "test_panels.py::test_one_knows_the_field_and_half_come_from_elsewhere",
    ),
    in_code(
        22, "One of a panel knows the field", f"{ACCESS}/reviews.py",
        ("    if len(ids) == size and knowing.exists() and not knowing.filter(pk__in=ids).exists():\n        return ONE_SIDED\n", ""),
        "test_panels.py::test_one_knows_the_field_and_half_come_from_elsewhere",
    ),
    # 23. Nobody awards, nominates, judges or votes on their own.
    in_code(
        23, "Nobody puts the own idea forward", f"{ACCESS}/awards.py",
        ("    if is_bound(person, idea) or _carried(person, idea):\n        return []\n", "    if _carried(person, idea):\n        return []\n"),
        "test_rounds_public.py::test_nobody_puts_the_own_idea_forward_also_not_as_a_co_author",
    ),
    in_code(
        23, "Nobody says yes to the own nomination", f"{ACCESS}/awards.py",
        ("    if is_bound(person, nomination.idea) or _carried(person, nomination.idea):\n        return False\n", ""),
        "test_juries.py::test_nobody_says_yes_to_their_own_and_only_what_is_eligible_is_nominated",
    ),
    in_code(
        23, "Glød finds authors among the jurors", f"{ACCESS}/conflicts.py",
        ("    found: Found = {(person, idea, kinds.AUTHOR) for person, idea in authors}\n", "    found: Found = set()\n"),
        "test_juries.py::test_each_tie_to_an_idea_is_found_when_it_is_accepted",
    ),
    in_code(
        23, "A juror with a conflict gives no ballot", f"{ACCESS}/juries.py",
        ("    if seat is None or is_conflicted(seat, nomination.idea_id):\n", "    if seat is None:\n"),
        "test_juries.py::test_nobody_judges_what_they_wrote_lead_carried_out_or_decided",
    ),
    in_code(
        23, "Nobody gives the people's vote to the own idea", f"{ACCESS}/awards.py",
        ("    return can_see_idea(person, nomination.idea) and not tied", "    return can_see_idea(person, nomination.idea)"),
        "test_rounds_public.py::test_nobody_votes_for_an_idea_that_they_wrote_or_are_asked_to",
    ),
    in_code(
        23, "Nobody chooses a winner with whom they have a conflict", f"{ACCESS}/juries.py",
        ("seat is None or is_conflicted(seat, nomination.idea_id):\n        return False\n    chair", "seat is None:\n        return False\n    chair"),
        "test_winning.py::test_nobody_chooses_what_they_have_a_conflict_with",
    ),
    in_code(
        23, "Nobody gives an award on the spot to the own idea", f"{ACCESS}/grants.py",
        ("    return not is_bound(person, idea) and person.pk not in winners_of(idea)", "    return True"),
        "test_grants.py::test_only_managers_without_a_part_in_it_give_one",
    ),
    # 24. No manager alone to somebody in their line.
    in_code(
        24, "Who leads an author is ruled out in a round", f"{ACCESS}/conflicts.py",
        ("    found |= {(above, idea, kinds.LINE_MANAGER) for person, idea in authors for above in lines[person]}\n", ""),
        "test_juries.py::test_on_any_chart_no_juror_in_an_authors_line_ever_counts",
    ),
    in_code(
        24, "In the own line a second manager signs", f"{ACTIONS}/grants.py",
        ("    require(not in_line or (cosigner is not None and can_cosign_for(cosigner, by, idea)), NOT_OUTSIDE)\n", ""),
        "test_grants.py::test_the_line_reaches_up_over_several_steps",
    ),
    in_code(
        24, "It does not count before they have", f"{ACTIONS}/grants.py",
        ("        announce(SignatureAsked(grant.pk))\n    else:\n        _count(grant)\n",
         "        announce(SignatureAsked(grant.pk))\n    _count(grant)\n"),
        "test_grants.py::test_in_the_own_line_it_counts_only_once_a_manager_outside_has_signed",
        remark="The database refuses it too, with an error.",
    ),
    in_code(
        24, "Who signs stands outside the line", f"{ACCESS}/grants.py",
        ("    return not is_in_line(person, winners_of(idea)) and not is_above(giver.pk, person)", "    return True"),
        "test_grants.py::test_nobody_in_the_line_and_nobody_with_a_part_in_it_signs",
    ),
    in_database(
        24, "The database counts no award in the own line without a signature",
        "ALTER TABLE ideas_grant DROP CONSTRAINT no_spot_award_in_the_own_line_alone",
        "test_grants.py::test_the_database_counts_no_award_in_the_own_line_without_a_second_signature",
    ),
    in_database(
        24, "Two people sign it", "ALTER TABLE ideas_grant DROP CONSTRAINT two_people_sign_a_spot_award",
        "test_grants.py::test_the_database_counts_no_award_in_the_own_line_without_a_second_signature",
    ),
    # 25. Conflicts.
    in_code(
        25, "Conflicts are written down when an idea is nominated", f"{ACTIONS}/eligibility.py",
        ('Nomination.State.ACCEPTED, "")\n    find_conflicts(round=round)\n', 'Nomination.State.ACCEPTED, "")\n'),
        "test_juries.py::test_each_tie_to_an_idea_is_found_when_it_is_accepted",
    ),
    in_code(
        25, "And when the jury changes", f"{ACTIONS}/juries.py",
        ("    take_seat(by=by, round=round, person=person, role=role)\n    find_conflicts(round=round)\n",
         "    take_seat(by=by, round=round, person=person, role=role)\n"),
        "test_juries.py::test_they_are_found_again_when_the_jury_changes",
    ),
    in_code(
        25, "What Glød found is never lifted", f"{ACCESS}/juries.py",
        ("    if conflict.source == Conflict.Source.FOUND:\n        return False\n", ""),
        "test_invariants.py::test_what_was_found_once_stays_also_when_the_tie_is_gone",
    ),
    in_code(
        25, "Nor does a row that says it is lifted lift it", "ideas/models/nominations.py",
        ("Q(source=Conflict.Source.FOUND) | Q(lifted=None)", "Q(lifted=None)"),
        "test_invariants.py::test_what_was_found_once_stays_also_when_the_tie_is_gone",
    ),
    in_code(
        25, "What was declared and is found too is never lifted", f"{ACCESS}/juries.py",
        ("    return (conflict.member.person_id, conflict.idea_id) not in found", "    return True"),
        "test_juries.py::test_what_glod_has_found_is_never_lifted_not_even_where_it_was_declared_too",
    ),
    in_code(
        25, "Only the chair lifts what was declared", f"{ACCESS}/juries.py",
        ("    if conflict.member.person_id == person.pk or not is_chair(person, round):\n", "    if conflict.member.person_id == person.pk:\n"),
        "test_juries.py::test_only_the_chair_lifts_what_was_declared_with_a_reason_and_once",
    ),
    in_code(
        25, "The chair never lifts the own", f"{ACCESS}/juries.py",
        ("    if conflict.member.person_id == person.pk or not is_chair(person, round):\n", "    if not is_chair(person, round):\n"),
        "test_juries.py::test_the_chair_never_lifts_their_own",
    ),
    in_code(
        25, "Lifting has a reason", f"{ACTIONS}/juries.py",
        ("    require(bool(clean_text(reason)), NO_REASON)\n", ""),
        "test_juries.py::test_only_the_chair_lifts_what_was_declared_with_a_reason_and_once", remark=FRIENDLY,
    ),
    in_database(
        25, "The database lifts nothing without a reason",
        "ALTER TABLE ideas_conflictlifted DROP CONSTRAINT lifting_has_a_reason",
        "test_invariants.py::test_the_database_asks_for_the_words_of_the_chair",
    ),
    in_code(
        25, "The ballot of a juror with a conflict is left out of the mean", f"{QUERIES}/rounds.py",
        ("b.state == Ballot.State.CAST and b.member_id not in out]", "b.state == Ballot.State.CAST]"),
        "test_juries.py::test_a_juror_declares_and_is_left_out_of_the_mean_also_afterwards",
    ),
    # 26. One award an idea and a category, one a place.
    in_database(
        26, "The database gives an idea one grant in a category", "DROP INDEX one_grant_an_idea_a_category",
        "test_invariants.py::test_the_database_gives_an_idea_one_grant_in_a_category_under_whatever_award",
    ),
    in_database(
        26, "And a place of a category once", "DROP INDEX one_grant_a_place",
        "test_grants.py::test_an_idea_wins_a_category_once_a_place_goes_once_and_an_award_once_ever",
    ),
    in_code(
        26, "No more win than may", f"{ACTIONS}/winners.py",
        ("    require(_fits(panel), TOO_MANY)\n", ""),
        "test_winning.py::test_who_departs_from_the_ranking_writes_why",
    ),
    in_code(
        26, "Two choices at once are one after the other", f"{ACTIONS}/winners.py",
        ('    return load_desk(AwardRound.objects.select_for_update(of=("self",)).get(pk=round_id))',
         "    return load_desk(AwardRound.objects.get(pk=round_id))"),
        "test_award_races.py::test_two_winners_at_once_where_one_wins_are_one",
    ),
    in_code(
        26, "Only the last step of the tie rule lets two share a place", f"{ACTIONS}/winners.py",
        ("                shared=place.shared,\n", "                shared=True,\n"),
        "test_winning.py::test_the_best_wins_with_equal_shares_for_authors_and_who_carried_it_out",
    ),
    # 27. Two categories a round, and the same award once ever.
    in_code(
        27, "An idea wins at most two categories of a round", f"{QUERIES}/winning.py",
        ("            if wins[line.idea.pk] > MOST_CATEGORIES:\n", "            if False:\n"),
        "test_winning.py::test_an_idea_wins_at_most_two_categories_of_a_round",
    ),
    in_code(
        27, "An idea wins an award once, also years later", f"{QUERIES}/winning.py",
        ("**dict.fromkeys(again, AGAIN), **dict.fromkeys(had, TWICE)}", "**dict.fromkeys(again, AGAIN)}"),
        "test_invariants.py::test_an_idea_wins_an_award_once_also_two_years_later", remark=FRIENDLY,
    ),
    in_database(
        27, "The database gives an idea an award once", "DROP INDEX an_award_once_for_an_idea",
        "test_grants.py::test_an_idea_wins_a_category_once_a_place_goes_once_and_an_award_once_ever",
    ),
    in_code(
        27, "An award on the spot too is given to an idea once", f"{ACTIONS}/grants.py",
        ("    require(not Grant.objects.filter(award=award, idea=idea, revoked_at=None).exists(), ONCE)\n", ""),
        "test_invariants.py::test_an_award_on_the_spot_is_given_to_an_idea_once_also_a_year_later", remark=FRIENDLY,
    ),
    # 28. A person wins an award once in twelve months.
    in_code(
        28, "Nobody wins an award twice within a year", f"{QUERIES}/winning.py",
        ("**dict.fromkeys(again, AGAIN), **dict.fromkeys(had, TWICE)}", "**dict.fromkeys(had, TWICE)}"),
        "test_winning.py::test_a_person_wins_the_same_award_once_in_a_year_unless_nobody_else_can",
    ),
    in_code(
        28, "Where nobody else can, the chair writes why", f"{QUERIES}/winning.py",
        ("                fault = None if line.nomination.winner.repeat else AGAIN_NOTE\n", "                fault = None\n"),
        "test_winning.py::test_a_person_wins_the_same_award_once_in_a_year_unless_nobody_else_can",
    ),
    in_code(
        28, "On the spot too nobody gets an award twice within a year", f"{ACTIONS}/grants.py",
        ("    require(not won_lately(award, winners), WON_LATELY)\n", ""),
        "test_invariants.py::test_nobody_gets_an_award_on_the_spot_twice_within_a_year",
    ),
    in_code(
        28, "Two managers at once do not give it twice", f"{ACTIONS}/grants.py",
        ("    award = Award.objects.select_for_update(no_key=True).get(pk=award.pk)  # two who give it at once\n", ""),
        "test_invariants.py::test_two_managers_at_once_do_not_give_one_person_the_same_award_twice",
    ),
    in_code(
        28, "The form says so beside the award", "ideas/forms/grants.py",
        ("        if award is not None and won_lately(award, winners_of(self.idea)):\n", "        if False:\n"),
        "test_invariants.py::test_the_form_of_an_award_on_the_spot_says_beside_the_award_that_somebody_has_it",
    ),
    # 29. Three ballots, or no place.
    in_code(
        29, "What too few have judged has no place", "ideas/placing.py",
        ("(len(t.scores) >= fewest if t.votes is None", "(len(t.scores) >= 1 if t.votes is None"),
        "test_winning.py::test_too_few_ballots_are_listed_apart_and_never_before_anything",
    ),
    in_code(
        29, "What has no place cannot win", f"{ACTIONS}/winners.py",
        ("    require(panel.ranking.of(nomination.pk) is not None, NOT_RANKED)\n", ""),
        "test_winning.py::test_what_too_few_have_judged_cannot_win",
    ),
    in_code(
        29, "Judging opens once each idea has jurors enough", f"{QUERIES}/checklist.py",
        ("    if thin:\n", "    if False:\n"),
        "test_rounds.py::test_judging_opens_with_enough_jurors_for_each_nominated_idea_and_no_earlier",
    ),
    # 30. Ballots are secret; an abstention is no zero.
    in_code(
        30, "Nobody reads ballots while the jury judges", f"{ACCESS}/juries.py",
        ("    return round.state in IS_PUBLIC | {RoundState.DECIDED} and can_see_round_desk(person, round)",
         "    return can_see_round_desk(person, round)"),
        "test_juries.py::test_ballots_are_nobodys_while_judged_and_the_jurys_while_it_talks",
    ),
    in_code(
        30, "The desk shows no mean and no ballot while the jury judges", "ideas/views/award_rounds.py",
        ('    context = {"round": shown, "lines": lines, "sees_ballots": access.can_see_ballots(person, shown)}',
         '    context = {"round": shown, "lines": lines, "sees_ballots": True}'),
        "test_award_pages.py::test_nobody_reads_means_or_ballots_while_the_jury_judges",
    ),
    in_code(
        30, "An abstention is not a zero", f"{QUERIES}/rounds.py",
        ("[b for b in said if b.state == Ballot.State.CAST and b.member_id not in out]", "[b for b in said if b.member_id not in out]"),
        "test_juries.py::test_an_abstention_is_not_a_zero",
    ),
    # 31. Ties.
    *(
        in_code(
            31, f"A tie is told apart by {what}", "ideas/placing.py",
            ("BY_JURY = (Step.SUPPORT, Step.AGREEMENT, Step.FIRST, Step.CHAIR)", f"BY_JURY = ({', '.join(steps)})"),
            "test_winning.py::test_each_step_of_the_tie_rule_in_its_turn",
        )
        for what, steps in (
            ("the votes of colleagues", ("Step.AGREEMENT", "Step.FIRST", "Step.CHAIR")),
            ("how much jurors agree", ("Step.SUPPORT", "Step.FIRST", "Step.CHAIR")),
            ("the first criterion", ("Step.SUPPORT", "Step.AGREEMENT", "Step.CHAIR")),
            ("the chair's vote", ("Step.SUPPORT", "Step.AGREEMENT", "Step.FIRST")),
        )
    ),
    in_code(
        31, "In this order", "ideas/placing.py",
        ("BY_JURY = (Step.SUPPORT, Step.AGREEMENT, Step.FIRST, Step.CHAIR)",
         "BY_JURY = (Step.CHAIR, Step.FIRST, Step.AGREEMENT, Step.SUPPORT)"),
        "test_winning.py::test_an_earlier_step_goes_before_a_later_one",
    ),
    in_code(
        31, "After a shared place the next is skipped", "ideas/placing.py",
        ("            place = len(placed) + 1\n", "            place = (placed[-1].place if placed else 0) + 1\n"),
        "test_winning.py::test_each_step_of_the_tie_rule_in_its_turn",
    ),
    in_code(
        31, "The chair's vote has a note", f"{ACTIONS}/winners.py",
        ("    require(bool(clean_line(note)), NO_REASON)\n", ""),
        "test_winning.py::test_the_chairs_vote_needs_a_note_a_tie_and_no_conflict_and_can_be_taken_back", remark=FRIENDLY,
    ),
    in_database(
        31, "The database keeps no vote of the chair without a note",
        "ALTER TABLE ideas_tievote DROP CONSTRAINT tie_vote_says_why",
        "test_invariants.py::test_the_database_asks_for_the_words_of_the_chair",
    ),
    in_code(
        31, "Nothing is decided while there is a tie", f"{QUERIES}/checklist.py",
        ("    if ties := len(panel.ties):\n", "    if ties := 0:\n"),
        "test_winning.py::test_a_round_is_not_decided_with_a_tie_a_missing_citation_or_an_unsettled_category",
    ),
    # 32. The people's choice.
    in_code(
        32, "Votes stand as they are when judging ends", f"{ACTIONS}/rounds.py",
        ("    if to == RoundState.DELIBERATING:\n        _freeze(round)\n", ""),
        "test_juries.py::test_the_votes_stand_as_they_are_when_judging_ends",
    ),
    *(
        in_code(
            32, says, f"{QUERIES}/counting.py", change,
            "test_juries.py::test_votes_of_authors_their_line_who_carried_it_out_and_barred_jurors_are_not_counted",
        )
        for says, change in (
            ("Votes of authors and of those tied to them do not count",
             ("found[nomination] += (person, idea) not in tied", "found[nomination] += 1")),
            ("Votes of jurors with a conflict do not count",
             ("PeoplesVote.objects.filter(~Exists(barred), category__round=round", "PeoplesVote.objects.filter(category__round=round")),
            ("Votes of those who have left do not count", ("category__round=round, person__is_active=True)", "category__round=round)")),
        )
    ),
    # 33. A citation, and one post.
    in_database(
        33, "The database keeps no grant without a citation", "ALTER TABLE ideas_grant DROP CONSTRAINT grant_says_why",
        "test_grants.py::test_what_it_is_for_is_said_in_eighty_characters_or_more",
    ),
    in_code(
        33, "An award on the spot says why, in words", f"{ACTIONS}/grants.py",
        ("    require(len(clean_text(citation)) >= CITATION, SAY_WHY)\n", ""),
        "test_grants.py::test_what_it_is_for_is_said_in_eighty_characters_or_more", remark=FRIENDLY,
    ),
    in_code(
        33, "Nothing is decided while a citation is missing", f"{QUERIES}/checklist.py",
        ("    missing = sum(len(line.nomination.winner.citation) < CITATION for line in winners)\n", "    missing = 0\n"),
        "test_winning.py::test_a_round_is_not_decided_with_a_tie_a_missing_citation_or_an_unsettled_category",
        remark=FRIENDLY,
    ),
    in_database(
        33, "The database knows one post of a category", "DROP INDEX one_post_per_source",
        "test_award_posts.py::test_of_many_announcements_at_the_same_moment_one_makes_the_posts",
    ),
    in_code(
        33, "A second announcement follows the first", "network/feed/actions/telling.py",
        ("    if post is not None:\n        _follow(post, told)\n    elif told is not None:\n", "    if told is not None:\n"),
        "test_award_posts.py::test_the_card_follows_when_somebody_says_no_after_all",
        remark="The database keeps the post one, so what is lost is that it follows.",
    ),
    in_code(
        33, "A round is announced once, whoever does it", f"{ACTIONS}/rounds.py",
        ('    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=round.pk)\n'
         "    require(can_move_round(by, round, to), NO_SUCH_MOVE)\n",
         "    round = AwardRound.objects.get(pk=round.pk)\n    require(can_move_round(by, round, to), NO_SUCH_MOVE)\n"),
        "test_invariants.py::test_three_who_announce_a_round_at_once_announce_it_once",
    ),
    # 34. Never deleted.
    *(
        in_database(34, f"Rows of {table} are never deleted", f"DROP TRIGGER kept ON ideas_{table}", test)
        for table, test in (
            ("award", "test_rounds.py::test_awards_rounds_and_grants_are_never_deleted"),
            ("awardround", "test_rounds.py::test_awards_rounds_and_grants_are_never_deleted"),
            ("grant", "test_rounds.py::test_awards_rounds_and_grants_are_never_deleted"),
            ("recipient", "test_rounds.py::test_awards_rounds_and_grants_are_never_deleted"),
            ("nomination", "test_rounds.py::test_awards_rounds_and_grants_are_never_deleted"),
            ("jurymember", "test_rounds.py::test_awards_rounds_and_grants_are_never_deleted"),
        )
    ),
    in_database(
        34, "The database takes no award back without a reason", "ALTER TABLE ideas_grant DROP CONSTRAINT revoking_has_a_reason",
        "test_grants.py::test_taking_an_award_back_keeps_the_row_and_the_reason",
    ),
    in_code(
        34, "Taking back says why, in words", f"{ACTIONS}/grants.py",
        ("    require(bool(clean_text(reason)), SAY_WHY_NOT)\n", ""),
        "test_grants.py::test_taking_an_award_back_keeps_the_row_and_the_reason", remark=FRIENDLY,
    ),
    in_code(
        34, "The wall shows it struck through", "templates/ideas/_sash.html",
        ('<b><s lang="{{ grant.idea.language }}">{{ grant.idea.title }}</s></b>', "<b>{{ grant.idea.title }}</b>"),
        "test_grants.py::test_taking_an_award_back_keeps_the_row_and_the_reason",
    ),
    # 35. An employee.
    in_code(
        35, "Who has not said yes is called an employee", "ideas/models/grants.py",
        ('        if not self.is_public:\n            return gettext("an employee")\n', ""),
        "test_award_posts.py::test_no_outlet_names_who_said_no_or_has_not_answered",
    ),
    in_code(
        35, "And has no face beside it", "ideas/models/grants.py",
        ("self.person if self.is_public and self.person.erased_at is None", "self.person if self.person.erased_at is None"),
        "test_invariants.py::test_who_has_not_said_yes_has_neither_name_nor_face_beside_the_award",
    ),
    in_code(
        35, "An export names those who said yes", f"{QUERIES}/exports.py",
        ('Recipient.objects.filter(grant=OuterRef("pk"), is_public=True)', 'Recipient.objects.filter(grant=OuterRef("pk"))'),
        "test_exports.py::test_awards_leave_once_they_are_announced_and_with_the_names_that_may_be_told",
    ),
    # 36. What not everybody reads stays where it is.
    in_code(
        36, "A win is told within sight of the idea", "ideas/models/grants.py",
        ('        return self.announced().filter(idea__in=Idea.objects.visible_to(person).values("pk"))', "        return self.announced()"),
        "test_hall.py::test_a_win_is_told_within_sight_of_the_idea_alone",
    ),
    in_code(
        36, "What is not announced is seen by nobody", "ideas/models/grants.py",
        ("        return self.filter(announced_at__isnull=False)\n", "        return self.all()\n"),
        "test_grants.py::test_in_the_own_line_it_counts_only_once_a_manager_outside_has_signed",
    ),
    in_code(
        36, "The feed tells nothing of what is hidden", "ideas/models/grants.py",
        ('        return self.announced().filter(idea__in=Idea.objects.unrestricted().values("pk"))', "        return self.announced()"),
        "test_award_posts.py::test_an_idea_that_is_hidden_when_it_is_announced_is_not_told",
    ),
    in_code(
        36, "The feed tells of an idea of a group inside the group", f"{QUERIES}/grants.py",
        ("    group = grant.idea.thread.group_id if grant.idea.thread else None\n", "    group = None\n"),
        "test_award_posts.py::test_an_idea_of_a_group_is_told_inside_the_group_alone",
    ),
    in_code(
        36, "What not everybody reads is nominated for nothing", f"{ACCESS}/awards.py",
        ("    return Q(state__in=states) & open_to_all & asked", "    return Q(state__in=states) & asked"),
        "test_juries.py::test_who_may_nominate_what",
    ),
    in_code(
        36, "No export holds what one may not read", f"{QUERIES}/exports.py",
        ("    rows = Idea.objects.visible_to(person).unrestricted()\n", "    rows = Idea.objects.unrestricted()\n"),
        "test_exports.py::test_the_role_opens_nothing_that_one_may_not_read_oneself",
    ),
    in_code(
        36, "No list, search, frame or letter shows what one may not read", "ideas/models/ideas.py",
        ('audience(person, via="thread__group") & unrestricted("thread_id")\n        return', 'unrestricted("thread_id")\n        return'),
        "test_access.py::test_every_way_out_shows_exactly_what_the_rule_of_sight_shows",
    ),
    # 37. Prizes and tax.
    in_code(
        37, "Money bears its tax note", f"{ACTIONS}/catalogue.py",
        ("        if kind == Prize.Kind.CASH:\n", "        if False:\n"),
        "test_rounds.py::test_money_and_gifts_above_the_limit_set_their_tax_note_by_themselves",
    ),
    in_code(
        37, "What is above the limit bears one too", f"{ACTIONS}/catalogue.py",
        (" and value > limit:\n", " and value < 0:\n"),
        "test_rounds.py::test_money_and_gifts_above_the_limit_set_their_tax_note_by_themselves",
    ),
    in_code(
        37, "The payroll office reads the note", f"{QUERIES}/prizes.py",
        ("    said = [_prize(grant).tax_note] if _prize(grant).tax_note else []\n", "    said: list[str] = []\n"),
        "test_hall.py::test_money_bears_its_tax_note_and_things_above_the_limit_of_the_year_too",
    ),
    in_code(
        37, "And what lies above the limit of the year", f"{QUERIES}/prizes.py",
        ("    over = max(Decimal(0), value - free[person_id])\n", "    over = Decimal(0)\n"),
        "test_hall.py::test_money_bears_its_tax_note_and_things_above_the_limit_of_the_year_too",
    ),
    # 38. Voices from outside are no votes.
    in_code(
        38, "A voice from outside is never counted among the votes", f"{ACTIONS}/counts.py",
        ('    votes = given["people"]\n', '    votes = given["people"] + Idea.objects.get(pk=pk).customer_voices.count()\n'),
        "test_invariants.py::test_voices_from_outside_are_in_no_count_no_rate_and_no_bound",
        remark="The rule is that something is not there, so it is put there.",
    ),
    in_code(
        38, "Nor in the rate and the order that follows from it", f"{QUERIES}/rounds.py",
        ("ranking.rate(idea.vote_count, idea.reader_count, usual)",
         "ranking.rate(idea.vote_count + idea.customer_voices.count(), idea.reader_count, usual)"),
        "test_invariants.py::test_voices_from_outside_are_in_no_count_no_rate_and_no_bound",
    ),
    in_code(
        38, "Nor in the bound that tells a tie apart", f"{QUERIES}/rounds.py",
        ("    bound = ranking.wilson(idea.vote_count, idea.reader_count)[0]",
         "    bound = ranking.wilson(idea.vote_count + idea.customer_voices.count(), idea.reader_count)[0]"),
        "test_invariants.py::test_voices_from_outside_are_in_no_count_no_rate_and_no_bound",
    ),
    # 39. The department it was sent in from.
    in_code(
        39, "The department is kept when an idea is sent in", f"{ACTIONS}/moves.py",
        ("    idea.department_id, idea.submitted_at = lead.department_id, now()\n", "    idea.submitted_at = now()\n"),
        "test_authors.py::test_the_department_is_that_of_the_lead_when_it_was_sent_in_and_stays",
    ),
    in_code(
        39, "No later move writes another", f"{ACTIONS}/moves.py",
        ("    idea.state, idea.state_since, idea.version = to, change.created_at, idea.version + 1\n",
         "    idea.state, idea.state_since, idea.version = to, change.created_at, idea.version + 1\n"
         "    idea.department_id = IdeaAuthor.objects.get(idea=idea, role=IdeaAuthor.Role.LEAD).person.department_id\n"),
        "test_invariants.py::test_moves_an_edit_and_another_lead_leave_the_department_as_it_was",
        remark="The rule is that something is not there, so it is put there.",
    ),
    in_code(
        39, "Nor does another lead", f"{ACTIONS}/authors.py",
        ("    heir.update(role=IdeaAuthor.Role.LEAD)\n",
         "    heir.update(role=IdeaAuthor.Role.LEAD)\n    Idea.objects.filter(pk=idea.pk).update(department=person.department_id)\n"),
        "test_invariants.py::test_moves_an_edit_and_another_lead_leave_the_department_as_it_was",
        remark="The rule is that something is not there, so it is put there.",
    ),
    # 40. Counts equal their recount.
    in_code(
        40, "A vote is counted when it is given", f"{ACTIONS}/voting.py",
        ("    if changed:\n        recount_votes(idea)\n", "    if changed:\n"),
        "test_voting.py::test_a_vote_is_given_once_taken_back_and_given_again",
    ),
    in_code(
        40, "Who leaves is counted no more at once", f"{ACTIONS}/voting.py",
        ("    Vote.objects.filter(person=person_id, idea__in=ideas).update(counted=False)\n    for idea in ideas:\n        recount_votes(idea)\n",
         "    Vote.objects.filter(person=person_id, idea__in=ideas).update(counted=False)\n"),
        "test_voting.py::test_leaving_the_house_uncounts_a_vote_on_what_was_merged_into_something_open",
    ),
    in_code(
        40, "Whatever happens, counts equal their recount", f"{ACTIONS}/authors.py",
        ("    else:\n        recount_votes(idea)\n",
         '    else:\n        Idea.objects.filter(pk=idea.pk).update(version=F("version") + 2)\n'),
        "test_voting.py::test_counters_equal_their_recount_after_two_hundred_random_acts",
    ),
    in_code(
        40, "The recount of votes asks as the board does", "network/conversations/management/commands/recount.py",
        ("v.idea_id WHERE v.counted AND (f.id", "v.idea_id WHERE (f.id"),
        "test_recount.py::test_votes_of_ideas_equal_their_rows_whatever_happened",
    ),
    in_code(
        40, "The recount finds and mends what is not true", "network/conversations/management/commands/recount.py",
        ('VERSIONED = ("conversations_thread", "conversations_comment", "ideas_idea")', 'VERSIONED = ("conversations_thread", "conversations_comment")'),
        "test_recount.py::test_a_count_that_is_not_true_is_found_and_mended_and_the_card_is_another",
    ),
    in_code(
        40, "Points are recounted too", "network/conversations/management/commands/recount.py",
        ("(SELECT max(v.points) most", "(SELECT sum(v.points) most"),
        "test_recount.py::test_points_of_ideas_equal_their_rows_and_are_mended",
    ),
]
# fmt: on
