"""A05 to A08: what is signed is the text, a no is answered, every proposal too, and no remark is lost."""

from tests.guards.kinds import Guard, in_code, in_database, in_function

ACTIONS, ACCESS, QUERIES = "network/policy/actions", "network/policy/access", "network/policy/queries"
TABLE = "network/policy/states.py"
FRIENDLY = "The database still refuses: what is lost is the sentence for people."
WORD = "test_moving.py::test_a05_a_changed_text_is_signed_anew"
KEPT = "test_frozen.py::test_only_the_text_that_lies_with_the_representatives_is_signed"
ONCE = "test_kept.py::test_a05_a_mandate_says_one_word_on_a_text_and_why"
ANSWERED = "test_consulting.py::test_an_answer_has_a_reason_an_editor_and_stays"
PAGE = "test_adopting.py::test_a08_on_the_page_a_remark_stands_with_its_words_and_among_the_others_when_they_are_gone"

# fmt: off
SPEAKING: list[Guard] = [
    # A05. A word counts for exactly the text that it was said of.
    in_code(
        "A05", "A text that changes comes back from the representatives", f"{ACTIONS}/writing.py",
        ("    if row.state == State.SIGN_OFF:\n        row = move_version(by=by, version=row, to=State.DRAFT)\n", ""),
        WORD, remark=FRIENDLY,
    ),
    in_code(
        "A05", "A changed note brings it back too", f"{ACTIONS}/writing.py",
        ("    if row.state == State.SIGN_OFF:\n        row = opened(by=by, version=row)\n", ""),
        "test_adopting.py::test_a05_a_changed_note_is_signed_anew_as_well", remark=FRIENDLY,
    ),
    in_code(
        "A05", "The hash that was signed is of no text any more", f"{ACTIONS}/moving.py",
        ('    version.content_hash, version.sign_by = "", None\n', ""), WORD,
    ),
    in_code(
        "A05", "So are those of its languages", f"{ACTIONS}/moving.py",
        ('    version.content_hash, version.sign_by = "", None\n    VersionText.objects.filter(version=version).delete()\n',
         '    version.content_hash, version.sign_by = "", None\n'), WORD,
    ),
    in_code(
        "A05", "Words on another text are not counted", f"{QUERIES}/sign_offs.py",
        ('SignOff.objects.filter(version=version, content_hash=version.content_hash).exclude(content_hash="")',
         "SignOff.objects.filter(version=version)"), WORD,
    ),
    in_code(
        "A05", "Nor shown", f"{QUERIES}/reading.py",
        ("    sign_offs = SignOff.objects.filter(version=version, content_hash=version.content_hash)\n",
         "    sign_offs = SignOff.objects.filter(version=version)\n"),
        "test_reading.py::test_the_word_on_another_text_is_not_shown",
    ),
    in_code(
        "A05", "Whoever read another text is told so", f"{ACTIONS}/signing.py",
        ("    require(bool(digest) and digest == row.content_hash, OTHER_TEXT)\n", ""),
        "test_moving.py::test_a05_a_stale_hash_is_refused_with_a_sentence", remark=FRIENDLY,
    ),
    in_database("A05", "The database signs no other text", "DROP TRIGGER this_text ON policy_signoff", KEPT),
    in_function(
        "A05", "The database signs only what lies with the representatives", "policy_signed_text",
        ("v.state = 'sign-off'", "true"),
        "test_kept.py::test_a05_nothing_is_signed_but_what_lies_with_the_representatives",
    ),
    in_function(
        "A05", "While they look at it, it is one text", "policy_version_moves",
        ("OLD.state = 'sign-off' AND NEW.state = 'sign-off' AND NEW.content_hash <> OLD.content_hash", "false"),
        "test_kept.py::test_a05_the_text_that_representatives_look_at_has_one_hash",
    ),
    in_database("A05", "What was signed never changes", "DROP TRIGGER unchanged ON policy_signoff", KEPT),
    in_database("A05", "What was signed is never deleted", "DROP TRIGGER kept ON policy_signoff", KEPT),
    in_database(
        "A05", "A mandate says one word on a text", "ALTER TABLE policy_signoff DROP CONSTRAINT one_word_on_a_text", ONCE,
    ),
    in_database(
        "A05", "Remarks and a no say why", "ALTER TABLE policy_signoff DROP CONSTRAINT sign_off_says_why", ONCE,
    ),
    in_database(
        "A05", "A mandate is asked once", "ALTER TABLE policy_signoffrequest DROP CONSTRAINT one_request_of_a_mandate", ONCE,
    ),
    in_code(
        "A05", "Nobody but the holder signs", f"{ACCESS}/sign_offs.py",
        ("        and mandates().filter(pk=request.mandate_id, person=person).exists()\n", ""),
        "test_moving.py::test_only_the_holder_signs_once_and_says_why",
    ),
    in_code(
        "A05", "Whoever has signed hears so", f"{ACTIONS}/signing.py",
        ("    require(not said.exists(), SAID)\n", ""),
        "test_moving.py::test_only_the_holder_signs_once_and_says_why", remark=FRIENDLY,
    ),
    in_code(
        "A05", "What is signed covers every language", "network/policy/words.py",
        ("    canonical = sorted(by_language.items())\n", "    canonical = sorted(by_language.items())[-1:]\n"),
        "test_words.py::test_a05_what_a_representative_signs_covers_every_language",
    ),
    in_code(
        "A05", "A changed text forgets what was asked for", f"{ACTIONS}/writing.py",
        ("    Approval.objects.filter(version=row, approved_at=None, dropped_at=None).delete()\n", ""),
        "test_moving.py::test_a_changed_text_forgets_what_was_asked",
    ),
    in_code(
        "A05", "Who writes and who lays it before them wait for each other, also in two processes", f"{ACTIONS}/moving.py",
        ('    Document.objects.select_for_update().get(pk=version.document_id)\n'
         '    return Version.objects.select_for_update(of=("self",)).select_related',
         '    Document.objects.get(pk=version.document_id)\n    return Version.objects.select_related'),
        "test_races.py::test_a05_representatives_get_the_hash_of_the_text_however_late_somebody_writes",
        "test_races.py::test_a05_a_text_that_changes_while_it_is_adopted_is_adopted_as_it_was_or_not_at_all",
        "test_races.py::test_a05_a_word_on_a_text_that_changes_at_once_counts_for_the_text_that_was_read_or_is_refused",
    ),
    # A06. A no stops it where agreement is required, and is answered in writing elsewhere.
    in_code(
        "A06", "Where agreement is required a no stops it", f"{ACTIONS}/needs.py",
        ("    if version.document.requires_agreement:\n", "    if False:\n"),
        "test_moving.py::test_a06_where_agreement_is_required_a_no_stops_it",
    ),
    in_code(
        "A06", "Silence is no agreement", f"{ACTIONS}/needs.py",
        ("SIGNED = (SignOff.Outcome.AGREED,", "SIGNED = (SignOff.Outcome.NO_REPLY, SignOff.Outcome.AGREED,"),
        "test_adopting.py::test_a06_silence_is_no_agreement_where_agreement_is_required",
    ),
    in_code(
        "A06", "A disagreement is answered first", f"{ACTIONS}/needs.py",
        ("    if waiting := unanswered_disagreements(version):\n", "    if waiting := []:\n"),
        "test_moving.py::test_a06_a_disagreement_waits_for_the_employer",
    ),
    in_code(
        "A06", "The table asks for the answer", TABLE,
        ("Need.OUTCOMES, Need.REPLY, Need.LANGUAGES", "Need.OUTCOMES, Need.LANGUAGES"),
        "test_moving.py::test_a06_a_disagreement_waits_for_the_employer",
    ),
    in_code(
        "A06", "Every mandate that was asked has answered", TABLE,
        ("(Need.OUTCOMES, Need.REPLY,", "(Need.REPLY,"),
        "test_moving.py::test_every_mandate_asked_has_answered_before_it_is_adopted",
    ),
    in_code(
        "A06", "Nobody answers a protocol of their own", f"{ACCESS}/sign_offs.py",
        ("        and said.person_id != person.pk\n", ""),
        "test_adopting.py::test_a06_nobody_answers_a_protocol_of_their_own_for_the_employer",
    ),
    in_code(
        "A06", "Nobody but editors answers for the employer", f"{ACCESS}/sign_offs.py",
        ("        and is_editor(person)\n        and said.person_id", "        and said.person_id"),
        "test_adopting.py::test_a06_nobody_but_an_editor_answers_for_the_employer",
    ),
    in_code(
        "A06", "It is answered once", f"{ACTIONS}/signing.py",
        ('    require(not EmployerReply.objects.filter(sign_off=fresh).exists(), _("It has been answered already."))\n', ""),
        "test_moving.py::test_a06_a_disagreement_waits_for_the_employer", remark=FRIENDLY,
    ),
    in_database(
        "A06", "The answer never changes", "DROP TRIGGER unchanged ON policy_employerreply",
        "test_kept.py::test_a06_what_the_employer_answered_stays",
    ),
    in_database(
        "A06", "The answer is never deleted", "DROP TRIGGER kept ON policy_employerreply",
        "test_kept.py::test_a06_what_the_employer_answered_stays",
    ),
    in_code(
        "A06", "The answer stands beside the rules", "templates/policy/_made.html",
        ("{% if said.employer_reply %}", "{% if False %}"),
        "test_reading.py::test_who_made_it_tells_every_word_of_the_representatives",
    ),
    # A07. No proposal is left without an answer.
    in_code(
        "A07", "The table asks for answers", TABLE, ("(Need.ANSWERS, Need.NOTES", "(Need.NOTES, Need.NOTES"),
        "test_consulting.py::test_a07_the_consultation_does_not_end_with_a_proposal_unanswered",
    ),
    in_code(
        "A07", "A proposal without an answer stops it", f"{ACTIONS}/needs.py",
        ("    if not left:\n", "    if True:\n"),
        "test_consulting.py::test_a07_the_consultation_does_not_end_with_a_proposal_unanswered",
    ),
    in_code(
        "A07", "People speak until the last day", f"{ACTIONS}/needs.py",
        ("    if Consultation.objects.filter(version=version, closed_at=None, closes_on__gte=localdate()).exists():\n",
         "    if False:\n"),
        "test_consulting.py::test_a07_the_consultation_does_not_end_with_a_proposal_unanswered",
    ),
    in_code(
        "A07", "A move is complete when it is made", f"{ACTIONS}/moving.py",
        ("    _require_complete(version, to, plan)\n    before = ", "    before = "),
        "test_consulting.py::test_a07_the_consultation_does_not_end_with_a_proposal_unanswered",
    ),
    in_code(
        "A07", "Those of an earlier consultation wait as well", f"{QUERIES}/drafts.py",
        ('is_proposal=True, outcome="", withdrawn_at=None)',
         'is_proposal=True, outcome="", withdrawn_at=None, made_at__gt=version.approvals.latest("pk").asked_at)'),
        "test_adopting.py::test_a07_a_proposal_of_an_earlier_consultation_still_waits_for_its_answer",
        remark="The rule is that nothing narrows it, so something that does is put there.",
    ),
    in_code(
        "A07", "Nobody takes back what another proposed", f"{ACCESS}/consultations.py",
        ("remark.author_id == person.pk and not remark.outcome", "not remark.outcome"),
        "test_adopting.py::test_a07_nobody_else_takes_a_proposal_back_so_that_it_need_not_be_answered",
    ),
    in_code(
        "A07", "An answer has a reason", f"{ACTIONS}/consulting.py",
        ('    require(bool(clean_text(reply)), _("Write why."))\n', ""), ANSWERED, remark=FRIENDLY,
    ),
    in_code(
        "A07", "It is answered once", f"{ACCESS}/consultations.py", ("        and not remark.outcome\n", ""), ANSWERED,
        remark=FRIENDLY,
    ),
    in_code(
        "A07", "Editors answer", f"{ACCESS}/consultations.py",
        ("        and is_editor(person)\n        and remark.version", "        and remark.version"), ANSWERED,
    ),
    in_code(
        "A07", "Nobody decides on a proposal of their own", f"{ACCESS}/consultations.py",
        ("        and remark.author_id != person.pk\n", ""),
        "test_consulting.py::test_nobody_decides_on_a_proposal_of_their_own",
    ),
    in_function(
        "A07", "What was said of a draft is never deleted", "policy_outcome_stays", ("TG_OP = 'DELETE'", "false"),
        "test_kept.py::test_a07_what_somebody_said_of_a_draft_is_never_deleted",
    ),
    in_function(
        "A07", "What was answered never changes", "policy_outcome_stays", ("OLD.outcome <> ''", "false"),
        "test_kept.py::test_a07_an_answer_once_given_stays",
    ),
    in_database(
        "A07", "An outcome has a reason and somebody who gave it",
        "ALTER TABLE policy_remark DROP CONSTRAINT remark_outcome_has_reason",
        "test_kept.py::test_a07_an_outcome_has_a_reason_and_somebody_who_gave_it",
    ),
    in_database(
        "A07", "A version has one open consultation", "DROP INDEX one_open_consultation",
        "test_kept.py::test_a07_a_version_has_one_open_consultation",
    ),
    # A08. A remark follows its words, and stays when they go.
    in_code(
        "A08", "It is said when the words are gone", f"{QUERIES}/consultations.py",
        ("    return text is None or find_quote(parts_of(text), remark.quote, remark.prefix, remark.suffix) is None",
         "    return text is None"), PAGE,
    ),
    in_code(
        "A08", "A remark whose words are gone is kept", f"{QUERIES}/consultations.py",
        ("            orphans.append(spoken)\n", "            pass\n"), PAGE,
    ),
    in_code(
        "A08", "And shown", "templates/policy/consultation.html", ("{% if page.orphans %}", "{% if False %}"), PAGE,
    ),
    in_code(
        "A08", "Of two like places the one with the same surroundings is meant", "network/policy/anchors.py",
        ("            return max(found, key=lambda place: _fits(parts[place.part], place, prefix, suffix))\n",
         "            return found[0]\n"),
        "test_anchors.py::test_of_two_like_places_the_one_with_the_same_surroundings_is_meant",
    ),
    in_code(
        "A08", "Spaces and marks hide no words", "network/policy/anchors.py",
        ("    for find in (_exact, _loose):\n", "    for find in (_exact,):\n"),
        "test_anchors.py::test_spaces_line_breaks_and_marks_do_not_hide_a_quote",
    ),
    in_code(
        "A08", "A quote without a letter is no place", "network/policy/anchors.py",
        ("    if not _plain(quote)[0]:\n        return None\n", ""),
        "test_anchors.py::test_a_quote_without_a_letter_is_no_place",
    ),
    in_code(
        "A08", "What stands around a quote is kept with it", f"{ACTIONS}/consulting.py",
        ('_around(parts_of(text), place) if text and place else ("", "")', '("", "")'),
        "test_consulting.py::test_a_quote_is_of_the_text_and_a_proposal_has_one",
    ),
    in_code(
        "A08", "A quote is of the text", f"{ACTIONS}/consulting.py",
        ("        place is not None or not quote,\n", "        True,\n"),
        "test_consulting.py::test_a_quote_is_of_the_text_and_a_proposal_has_one",
    ),
    in_code(
        "A08", "A section keeps its key from version to version", f"{ACTIONS}/writing.py",
        ("version=version, key=section.key, slug=section.slug", "version=version, slug=section.slug"),
        "test_draft_pages.py::test_an_editor_begins_a_draft_and_sees_what_is_left",
    ),
]
