"""A40, A41, A83, A84: who reported is found nowhere; a name is asked for, and opened by another for a time."""

from tests.guards.kinds import Guard, in_code, in_database, in_function

ACTIONS, RULE = "network/moderation/actions", "network/moderation/access/custody.py"
NAME = "test_custody.py::test_while_it_lasts_whoever_asked_sees_the_name_and_each_look_is_noted"
ASKS = "test_custody.py::test_only_whoever_has_the_case_asks_and_says_enough"
ONCE = "test_custody.py::test_there_is_one_answer_with_a_reason"
PARTLESS = "test_custody.py::test_only_a_custodian_with_no_part_in_it_answers"
FILE = "test_custody_pages.py::test_ones_own_file_has_ones_own_words_and_no_third_party"
SUPER = "test_custody_pages.py::test_an_administrator_and_a_superuser_see_no_case_and_there_is_no_admin_site"
CRAWL = "test_canary.py::test_who_reported_is_found_on_no_page_at_any_step"
CANARY = "test_canary.py::test_frames_news_and_the_tables_of_cases_tell_of_nobody"
UNNAMED = "test_false.py::test_handlers_never_learn_who_it_is"
NO_MARK = "test_reporting.py::test_whoever_reports_and_appeals_leaves_no_mark_in_the_log"
PUT_THERE = "The rule is that something is not there, so it is put there."

# fmt: off
CUSTODY: list[Guard] = [
    # A40. Nowhere without a grant, and with one exactly the view that it allows (M9).
    in_code("A40", "The log does not tell who reported", f"{ACTIONS}/reporting.py", ("note(Verb.REPORTED, case.ref, by=None", "note(Verb.REPORTED, case.ref, by=by"), NO_MARK, UNNAMED),
    in_code("A40", "Nor who appealed", f"{ACTIONS}/appealing.py", ("note(Verb.APPEALED, case.ref, by=None", "note(Verb.APPEALED, case.ref, by=by"), NO_MARK),
    in_code("A40", "Nor who took an appeal back", f"{ACTIONS}/appealing.py", ("note(Verb.WITHDRAWN, case.ref, by=None", "note(Verb.WITHDRAWN, case.ref, by=by"), NO_MARK),
    in_code("A40", "Nor who says that a report was not false", f"{ACTIONS}/false.py", ("note(Verb.APPEALED, case.ref, by=None", "note(Verb.APPEALED, case.ref, by=by"), UNNAMED),
    in_code("A40", "A report does not tell who made it", f"{ACTIONS}/reporting.py", ("text=words.text.strip(), is_about_me", "text=words.text.strip() + mark_of(by.pk), is_about_me"),
            CANARY, remark=PUT_THERE),
    in_code("A40", "Nor does the page of the case", "templates/moderation/_case_reports.html", ("{{ report.made_at|exact }}", "{{ report.made_at|exact }} {{ report.identity.mark }}"), CRAWL, remark=PUT_THERE),
    in_code("A40", "What a report says stays with those who handle it", "templates/moderation/_own_words.html", ("{{ told.text|linebreaks }}", "{{ told.text|linebreaks }}{% for said in statement.decision.case.reports.all %}{{ said.text }}{% endfor %}"),
            CRAWL, remark=PUT_THERE),
    in_code("A40", "Nothing is logged of who reports", f"{ACTIONS}/reporting.py", ("    announce(ReportMade(report.pk, case.pk))\n", '    announce(ReportMade(report.pk, case.pk))\n    __import__("logging").getLogger("glod").info("reported by %s", by.handle)\n'),
            "test_canary.py::test_a_report_that_is_made_is_logged_without_who_made_it", remark=PUT_THERE),
    in_code("A40", "News name nobody", "network/moderation/notices.py", ("News(kind, subject, 0))", "News(kind, subject, next((pk for pk in people if pk), 0)))"),
            "test_canary.py::test_frames_news_and_the_tables_of_cases_tell_of_nobody",
            "test_second_people.py::test_no_news_of_a_case_names_anybody", remark=PUT_THERE),
    in_code("A40", "No name before it is given", RULE, ("request.kind != Kind.NAME or not request.is_running or request", "request.kind != Kind.NAME or request"), NAME),
    in_code("A40", "To nobody but whoever asked", RULE, (" or request.asked_by_id != person.pk:", ":"), NAME),
    in_code("A40", "It closes by itself", "network/moderation/models/custody.py", ("self.ends_at is not None and self.ends_at > now()", "self.ends_at is not None"), NAME),
    in_code("A40", "And with the right to the case", RULE, ("    return reaches(person, request.case_id or 0)", "    return True"),
            "test_custody.py::test_whoever_may_not_handle_the_case_any_more_sees_no_name"),
    in_code("A40", "Each look is noted", f"{ACTIONS}/custody.py", ("    note(Verb.IDENTITY_READ, case.ref, by=by, about=mine.ref)\n", ""), NAME),
    in_database("A40", "What is opened has an end", "ALTER TABLE moderation_custodyrequest DROP CONSTRAINT what_is_opened_closes",
                "test_custody.py::test_the_database_opens_nothing_without_an_end_or_a_reason"),
    # A41. Motivation, another person, motivation; once.
    in_code("A41", "Whoever asks has the case", f"{ACTIONS}/custody.py", ("require(can_ask_custody(by, case) and report.case_id == case.pk, NOT_NOW)", "require(report.case_id == case.pk, NOT_NOW)"), ASKS),
    in_code("A41", "And says enough", f"{ACTIONS}/custody.py", ("NOT_NOW)\n    require(len(motivation.strip()) >= LEAST, SAY_MORE)\n    mine = CustodyRequest.objects.names()", "NOT_NOW)\n    mine = CustodyRequest.objects.names()"), ASKS),
    in_code("A41", "Asks once", f"{ACTIONS}/custody.py", ("filter(report=report, asked_by=by)\n    require(not mine.open().exists() and not mine.running().exists(), ASKED)\n", "filter(report=report, asked_by=by)\n"),
            ASKS, remark="The database still refuses: what is lost is the sentence for people."),
    in_code("A41", "Nobody answers themselves, nor whoever is over them", RULE, ("    others = CustodyRequest.objects.exclude(asked_by__in=[person.pk, *people_over(person.pk)])\n", "    others = CustodyRequest.objects.get_queryset()\n"),
            f"{PARTLESS}[led]"),
    in_code("A41", "Nobody but a custodian answers", RULE, ("    if person is None or person.is_top or not is_custodian(person):\n        return CustodyRequest.objects.none()\n    others", "    if person is None or person.is_top:\n        return CustodyRequest.objects.none()\n    others"),
            f"{PARTLESS}[nobody]", "test_custody.py::test_whoever_is_no_custodian_knows_of_no_look_at_a_case_that_is_not_there"),
    in_code("A41", "An answer has a reason", f"{ACTIONS}/custody.py", ("    require(bool(answer.reply.strip()), SAY_WHY)\n", ""), ONCE),
    in_database("A41", "Past every action too", "ALTER TABLE moderation_custodyrequest DROP CONSTRAINT a_custodian_says_why",
                "test_custody.py::test_the_database_opens_nothing_without_an_end_or_a_reason"),
    in_code("A41", "One answer", RULE, ("    return requests_for(person).open().filter(pk=request.pk).exists()", "    return requests_for(person).filter(pk=request.pk).exists()"), ONCE),
    in_database("A41", "One, past every action", "DROP TRIGGER answered_once ON moderation_custodyrequest", ONCE),
    in_function("A41", "Its end is a part of it", "moderation_answered_once", ("(NEW.outcome, NEW.custodian_id, NEW.answered_at, NEW.ends_at)\n     IS DISTINCT FROM (OLD.outcome, OLD.custodian_id, OLD.answered_at, OLD.ends_at)",
                "(NEW.outcome, NEW.custodian_id, NEW.answered_at)\n     IS DISTINCT FROM (OLD.outcome, OLD.custodian_id, OLD.answered_at)"),
                "test_custody.py::test_no_answer_is_made_longer"),
    in_database("A41", "By another than whoever asks", "ALTER TABLE moderation_custodyrequest DROP CONSTRAINT a_custodian_is_another", ONCE),
    in_code("A41", "For a fortnight at most", f"{ACTIONS}/custody.py", ("    require(1 <= answer.days <= MOST_DAYS, TOO_LONG)\n", ""), ONCE),
    # A83. Power over the machine is no right to a case.
    in_code("A83", "A superuser has no task by that", "profiles/access.py", ("{person.pk: set() for person in people",
            "{person.pk: {str(Role.Kind.MODERATOR)} if can_administer(person) else set() for person in people"),
            SUPER, "test_eligible.py::test_a_moderator_sees_a_case_and_nobody_else_does", remark=PUT_THERE),
    in_code("A83", "There is no admin site", "network/settings.py", ("INSTALLED_APPS = [", 'INSTALLED_APPS = [\n    "django.contrib.admin.apps.SimpleAdminConfig",'),
            SUPER, remark=PUT_THERE),
    # A84. What somebody gets of what is kept about them.
    in_code("A84", "One's own reports alone", "network/moderation/queries/own.py", ("    reports = list(Report.objects.filter(identity__mark=mark_of(person.pk)))\n", "    reports = list(Report.objects.all())\n"), FILE),
    in_code("A84", "One's own decisions alone", "network/moderation/queries/sides.py", ("    mine = Decision.objects.about(person.pk, mark_of(person.pk))\n", "    mine = Decision.objects.all()\n"), FILE),
    in_code("A84", "Nobody who decided", "network/moderation/queries/own.py", ('"until": decision.ends_at, "appeal_by"', '"by": decision.by.name, "until": decision.ends_at, "appeal_by"'), FILE, remark=PUT_THERE),
    in_code("A84", "No notes of handlers", "network/moderation/queries/own.py", ('"about_me": report.is_about_me,', '"about_me": report.is_about_me, "view": report.case.view,'), FILE, remark=PUT_THERE),
]
