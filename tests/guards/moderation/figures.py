"""A86, A89: figures that tell of nobody, and pictures that are blurred."""

from tests.guards.kinds import Guard, in_code, in_database, in_function

GATE, ACTIONS, ACCESS = (
    "network/core/gate.py",
    "network/moderation/actions/transparency.py",
    "network/moderation/access/transparency.py",
)
CORE = "tests/core/test_gate.py::"
FEW = "test_transparency.py::test_what_describes_few_people_is_held_back_and_so_is_what_would_tell_it"
TALKED = "test_transparency.py::test_nothing_is_published_before_it_was_talked_over"
STAYS = "test_transparency.py::test_what_is_published_never_changes"
AFRESH = "test_transparency.py::test_a_draft_is_counted_afresh_and_a_half_year_that_runs_is_not_counted"
BLURRED = "test_own_desk.py::test_a_picture_is_blurred_until_one_chooses_otherwise"

# fmt: off
FIGURES: list[Guard] = [
    # A86. No number of few people, and none from which one can be worked out.
    in_code("A86", "What describes few people is held back", GATE, ("edge.is_hidden = edge.is_needed = edge.people < fewest and not is_empty", "edge.is_hidden = edge.is_needed = False"), FEW),
    in_code("A86", "And what would tell it", GATE, ("_open_to_sums(edges, fewest, least=0 if is_crossed else 1) or _thin(edges, entries, fewest)", "_thin(edges, entries, fewest)"), FEW,
            f"{CORE}test_a_list_gives_no_small_number_away"),
    in_code("A86", "What is hidden together is not of few either", GATE, ("_open_to_sums(edges, fewest, least=0 if is_crossed else 1) or _thin(edges, entries, fewest)", "_open_to_sums(edges, fewest, least=0 if is_crossed else 1)"),
            f"{CORE}test_what_is_hidden_together_is_not_of_few_people_either"),
    in_code("A86", "Sums are rounded where anything is hidden", GATE, ("    return edge.count if is_whole or not is_sum else round(edge.count / STEP) * STEP", "    return edge.count"), FEW),
    in_code("A86", "Many reports by one person are one person", GATE, ("    return min(len(reduce(frozenset.union, side)) for side in sides)", "    return len(entries)"),
            f"{CORE}test_many_reports_by_one_person_are_few_people"),
    in_code("A86", "Never fewer than three", GATE, ("    return max(FLOOR, settings.K_ANONYMITY)", "    return settings.K_ANONYMITY"), f"{CORE}test_no_installation_shows_fewer_than_three"),
    in_code("A86", "Shares of enough people alone", GATE, ("_people(entries) < fewest_people() or any(group and _people(group) < fewest_people() for group in (part, rest))", "_people(entries) < fewest_people()"), FEW,
            f"{CORE}test_a_share_is_told_to_the_nearest_five_percent_and_only_of_enough_people"),
    in_code("A86", "Times of enough people alone", GATE, ("    if people >= 2 * fewest_people():", "    if people >= fewest_people():"), f"{CORE}test_times_are_whole_hours_of_enough_people",
            "test_transparency.py::test_times_are_working_hours_and_late_is_late"),
    in_code("A86", "Nothing is published before it was talked over", ACTIONS, ("    require(bool(clean_line(discussed_with)), TALK_FIRST)\n", ""), TALKED),
    in_code("A86", "Since it was counted", ACTIONS, ("    require(localdate(report.counted_at) <= discussed_on <= localdate(), NOT_THEN)\n", ""), TALKED),
    in_database("A86", "Past every action too", "ALTER TABLE moderation_transparencyreport DROP CONSTRAINT published_when_talked_over", TALKED),
    in_database("A86", "What is published stays", "DROP TRIGGER published ON moderation_transparencyreport", STAYS),
    in_function("A86", "Nor is it taken back", "moderation_published", ("IF OLD.published_at IS NOT NULL THEN", "IF OLD.published_at IS NOT NULL AND NEW.published_at IS NOT NULL THEN"), STAYS),
    in_code("A86", "Half a year that runs is not counted", ACTIONS, ("    require(period.is_over, NOT_OVER)\n", ""), AFRESH),
    in_code("A86", "A draft is not for everybody", ACCESS, ("    return is_lead(person) or has_role(person, Role.Kind.REPRESENTATIVE)", "    return person.is_active"),
            "test_transparency.py::test_a_draft_is_read_by_leads_and_representatives_and_is_missing_for_everybody_else"),
    # A89. Pictures are blurred until somebody chooses otherwise, for themselves.
    in_code("A89", "Blurred from the beginning", "network/moderation/models/choices.py", ("shows_pictures = models.BooleanField(default=False)", "shows_pictures = models.BooleanField(default=True)"), BLURRED),
    in_code("A89", "What one chooses is one's own", "network/moderation/queries/exposure.py", ("    return DeskChoice.objects.filter(person=person).first() or", "    return DeskChoice.objects.first() or"),
            "test_own_desk.py::test_one_persons_choice_is_not_anothers"),
]
