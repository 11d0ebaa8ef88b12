"""A70 to A77: what detectors find and leave alone, and that they ask and do nothing else."""

from tests.guards.kinds import Guard, in_code

PLACE, WARNED = "network/policy/detectors", "network/core/warned.py"
DIGITS, FOLDING, MONEY, NORDIC, NORWEGIAN, MARKS = (
    f"{PLACE}/{name}.py" for name in ("digits", "folding", "money", "nordic", "norwegian", "marks")
)
FOUND = "test_detectors.py::test_an_identity_number_is_found_by_its_check_digits_however_it_is_written"
ALONE = "test_detectors.py::test_a_part_of_a_longer_number_a_wrong_digit_or_a_day_that_is_none_is_left_alone"
WRITTEN = "test_detectors.py::test_the_place_is_that_of_the_text_as_it_was_written"
ACCOUNT = "test_detectors.py::test_an_account_is_found_with_dots_or_with_a_word_nearby"
CARD = "test_detectors.py::test_a_card_is_found_by_issuer_length_and_sum"
NEIGHBOURS = "test_detectors.py::test_neighbours_are_known_with_their_separator_or_a_word"
BUDGET = "test_detectors.py::test_of_100_000_innocent_numbers_hardly_any_is_taken_for_something_else"
POSTS = "test_nothing_blocked.py::test_a77_whatever_is_found_the_author_is_asked_once_and_what_they_post_stands_at_once_for_all"
MENDED = "test_nothing_blocked.py::test_a73_what_is_mended_is_in_no_row_of_any_table_and_in_no_line_of_the_log"
ANYWAY = "test_warned.py::test_post_anyway_keeps_kind_reason_and_day_and_neither_value_nor_person"
GOES = "            self.go_ahead, self._found = (mark, why), [spot.kind for spot in spots]\n"
PUT_THERE = "The rule is that something is not there, so it is put there."

# fmt: off
DETECTORS: list[Guard] = [
    # A70. What is a number of somebody, and what is not.
    in_code("A70", "The first check digit", NORWEGIAN,
            ("    left = weighted(digits, FIRST)\n", "    left = 0\n"),
            "test_detectors.py::test_other_remainders_are_no_number_of_a_person"),
    in_code("A70", "The second check digit", NORWEGIAN,
            ("weighted(digits, SECOND) != 0 or not _has_date(digits)", "not _has_date(digits)"), ALONE),
    in_code("A70", "There is such a day", NORWEGIAN,
            ("weighted(digits, SECOND) != 0 or not _has_date(digits)", "weighted(digits, SECOND) != 0"), ALONE),
    in_code("A70", "A year without a 29 February", DIGITS, (" or year % 4 == 0", " or True"), ALONE),
    in_code("A70", "D numbers", NORWEGIAN, ("    day -= 40 if day > 40 else 0  # D number\n", ""), FOUND),
    in_code("A70", "Numbers of Skatteetaten's test people", NORWEGIAN, ("month -= 80 if month > 80 else 40", "month -= 40"), FOUND),
    in_code("A70", "H numbers, and NAV's test people", NORWEGIAN, ("else 40 if month > 40 else 0", "else 0"), FOUND),
    in_code("A70", "What the rules of 2032 allow", NORWEGIAN, ("REMAINDERS_2032 = range(4)", "REMAINDERS_2032 = range(1)"),
            "test_detectors.py::test_what_only_the_rules_of_2032_allow_needs_a_word_nearby"),
    in_code("A70", "And nothing more", NORWEGIAN, ("REMAINDERS_2032 = range(4)", "REMAINDERS_2032 = range(6)"),
            "test_detectors.py::test_other_remainders_are_no_number_of_a_person"),
    in_code("A70", "Help numbers need a word nearby", NORWEGIAN,
            ("if not may_be and not (is_named and is_help_number(digits)):", "if not may_be and not is_help_number(digits):"),
            "test_detectors.py::test_a_help_number_needs_a_word_nearby"),
    in_code("A70", "A number that goes on is another one", DIGITS,
            ('ALONE_AFTER = r"(?![0-9a-z])(?![-.][0-9])"', 'ALONE_AFTER = r""'), ALONE),
    in_code("A70", "A number that began before is another one", DIGITS,
            ('ALONE_BEFORE = r"(?<![0-9a-z])(?<![0-9][-.])"', 'ALONE_BEFORE = r""'), ALONE),
    in_code("A70", "Digits of full width are digits", FOLDING, ('unicodedata.normalize("NFKC", words)', "words"), WRITTEN),
    in_code("A70", "What cannot be seen is not there", FOLDING, (".translate(INVISIBLE)", ""), WRITTEN),
    in_code("A70", "All dashes are dashes", FOLDING, (".translate(DASHES)", ""), WRITTEN),
    in_code("A70", "Accounts by their check digit", MONEY, ("weighted(digits, SECOND) == 0 and is_person", "is_person"), ACCOUNT),
    in_code("A70", "Accounts by dots or a word nearby", MONEY,
            ("not (is_dotted or is_near(folded.low, *shape.span(), MONEY))", "False"), ACCOUNT),
    in_code("A70", "IBAN by its remainder", MONEY, ("for letter in moved)) % 97 == 1", "for letter in moved)) > 0"),
            "test_detectors.py::test_an_iban_is_found_by_its_remainder"),
    in_code("A70", "Cards by their sum", MONEY, ("    return known and luhn(digits)", "    return known"), CARD),
    in_code("A70", "Cards by issuer and length", MONEY, ("    return known and luhn(digits)", "    return luhn(digits)"),
            "test_detectors.py::test_numbers_of_an_issuer_that_does_not_exist_are_left_alone"),
    in_code("A70", "No card inside a longer number", MONEY, ('{ALONE_AFTER}(?! [0-9]{{4}}(?![0-9]))"', '{ALONE_AFTER}"'),
            "test_detectors.py::test_a_card_is_not_seen_inside_a_longer_number"),
    in_code("A70", "Swedish ones by their sum", NORDIC, (" and luhn(date[-6:] + rest)", ""), NEIGHBOURS),
    in_code("A70", "Danish ones by their day", NORDIC, ("    return len(date) == 6 and _is_dmy(date)", "    return len(date) == 6"),
            NEIGHBOURS),
    in_code("A70", "Finnish ones by their letter", NORDIC,
            (" and FINNISH_CHECKS[int(date + number) % 31] == check", ""), NEIGHBOURS),
    in_code("A70", "Neighbours by their separator or a word nearby", NORDIC,
            (" and (is_marked or is_near(folded.low, start, end, words))", ""), NEIGHBOURS),
    # A71. Nobody's number is called an account.
    in_code("A71", "What may be a person's is no account", MONEY, (" and is_person_number(digits) is None", ""),
            "test_detectors.py::test_a_number_of_a_person_is_never_called_an_account"),
    # A72. Innocent numbers are left alone. The check digits of today let 0.18 % of eleven digits through.
    in_code("A72", "What only 2032 allows needs a word nearby", NORWEGIAN,
            ("may_be = certainty is not None and (is_named or is_near(folded.low, *shape.span(), MONEY))",
             "may_be = certainty is not None"), f"{BUDGET}[order numbers of 11 digits]"),
    in_code("A72", "A date with a time is no number of a neighbour", DIGITS,
            ('ALONE_AFTER = r"(?![0-9a-z])(?![-.][0-9])"', 'ALONE_AFTER = r"(?![a-z])(?![-.][0-9])"'),
            f"{BUDGET}[dates in one piece]"),
    in_code("A72", "A number with letters before it is none", DIGITS,
            ('ALONE_BEFORE = r"(?<![0-9a-z])(?<![0-9][-.])"', 'ALONE_BEFORE = r"(?<![0-9])(?<![0-9][-.])"'),
            f"{BUDGET}[order numbers with a letter]"),
    # A73. Who mends a text leaves no trace.
    in_code("A73", "No row is written of what is found", WARNED,
            ("        if not spots:\n            return\n",
             "        if not spots:\n            return\n        record_hits(kinds=[s.kind for s in spots], choice=DetectorHit.Choice.MINE)\n"),
            "test_warned.py::test_a_post_with_an_identity_number_comes_back_with_the_words_and_nothing_is_posted_or_kept",
            remark=PUT_THERE),
    in_code("A73", "No line of a log tells what is found", WARNED,
            ("        if not spots:\n            return\n",
             "        if not spots:\n            return\n        __import__('logging').getLogger('glod').info('found %s', texts)\n"),
            MENDED, remark=PUT_THERE),
    # A74. Who posts anyway leaves a kind and a reason.
    in_code("A74", "The value is not kept", WARNED, (GOES, GOES.replace("spot.kind", "spot.found")), ANYWAY),
    in_code("A74", "Nor does a log tell it", WARNED,
            (GOES, GOES + "            __import__('logging').getLogger('glod').info('posted %s', texts)\n"), ANYWAY, remark=PUT_THERE),
    in_code("A74", "A go-ahead counts for the text that was shown", WARNED,
            ("is_same = constant_time_compare(", "is_same = True or constant_time_compare("),
            "test_warned.py::test_a_go_ahead_counts_for_exactly_the_text_that_was_shown"),
    in_code("A74", "A go-ahead has a reason", WARNED, ('str(self.data.get("why", ""))', 'str(self.data.get("why") or "mine")'),
            "test_warned.py::test_a_go_ahead_without_a_reason_asks_for_one"),
    in_code("A74", "Sent twice it is counted once", WARNED,
            ("            if self.go_ahead is not None and is_new:\n", "            if self.go_ahead is not None:\n"),
            "test_warned.py::test_sent_twice_it_is_counted_once"),
    in_code("A74", "It is counted when it is posted, or not at all", WARNED,
            ("        with transaction.atomic():\n", "        if True:\n"),
            "test_warned.py::test_the_hit_is_written_in_the_transaction_of_the_action"),
    # A75. What is not posted is not read.
    in_code("A75", "Drafts and previews are not read", WARNED, ("self.is_posted:", "True:"),
            "test_warned.py::test_drafts_and_previews_are_never_read"),
    # A76. Words are words.
    in_code("A76", "A word of the house is no pattern", MARKS,
            ("        at = folded.low.find(word) if word else -1\n",
             "        at = seen.start() if word and (seen := re.search(word, folded.low)) else -1\n"),
            "test_nothing_blocked.py::test_a76_a_word_of_the_house_that_looks_like_a_pattern_is_taken_as_it_stands"),
    in_code("A76", "A word of the house is whole", MARKS,
            ("            if not _goes_on(folded.low, at, end):\n", "            if True:\n"),
            "test_detectors.py::test_own_words_are_taken_as_they_stand_and_whole"),
    in_code("A76", "The work grows with the text and no faster", FOLDING, (r".[\u0300-\u036f]{0,20}", r".[\u0300-\u036f]*"),
            "test_detectors.py::test_a76_a_letter_with_thousands_of_marks_is_read_as_fast_as_any_other"),
    # A77. Nothing is blocked, held or silent.
    in_code("A77", "No reason is a block", "network/policy/models/measures.py",
            ('        MINE = "mine", _("It is my own")\n', '        MINE = "mine", _("It is my own")\n        BLOCK = "block", "x"\n'),
            "test_nothing_blocked.py::test_a77_the_only_answers_that_a_detector_leads_to_are_those_of_its_author",
            remark=PUT_THERE),
    in_code("A77", "No list of choices knows one", "network/policy/models/measures.py",
            ('        KEPT = "kept", _("It goes on")\n', '        KEPT = "kept", _("It goes on")\n        HARDER = "silent-block", "x"\n'),
            "test_nothing_blocked.py::test_a77_no_list_of_choices_in_the_rules_knows_a_silent_block", remark=PUT_THERE),
    in_code("A77", "No measure can be told to do more than ask", "network/policy/models/measures.py",
            ('    section_slug = models.SlugField(max_length=40, blank=True)',
             '    does = models.SlugField(default="hold")\n    section_slug = models.SlugField(max_length=40, blank=True)'),
            "test_measures.py::test_a77_a_measure_has_no_column_that_tells_a_detector_to_do_more_than_ask",
            remark=PUT_THERE),
    in_code("A77", "There is nothing that its author may not post", WARNED,
            ("        if is_same and why in ", '        if is_same and spots[0].kind != "card" and why in '), POSTS, remark=PUT_THERE),
    in_code("A77", "And no reason that is not enough", WARNED,
            ("        if is_same and why in ", '        if is_same and why != "public" and why in '), POSTS, remark=PUT_THERE),
    in_code("A77", "What is posted stands at once", WARNED,
            ("            if self.go_ahead is not None and is_new:\n",
             "            if self.go_ahead is not None:\n                __import__('django').apps.apps.get_model('feed.Post').objects.all().delete()\n"
             "            if self.go_ahead is not None and is_new:\n"), POSTS, remark=PUT_THERE),
]
