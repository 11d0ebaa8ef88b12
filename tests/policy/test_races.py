"""Two processes at once: two versions never count, nothing is signed or adopted but the text as it is (A01, A02, A05)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from network.policy.actions.clock import is_as_adopted
from network.policy.actions.moving import ask_step
from network.policy.actions.plans import Plan
from network.policy.models import Approval, Document, SectionText, SignOff, Version
from network.policy.queries.sign_offs import sign_offs_of
from network.policy.queries.texts import hash_now
from network.policy.states import State
from tests.policy.adopted import document_of, mandate_of, version_at
from tests.policy.moved import days, explained, fresh, over, says
from tests.policy.processes import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BODY = "Noe helt annet."


def bodies(version: Version) -> set[str]:
    return set(SectionText.objects.filter(section__version=version).values_list("body", flat=True))


@contextmanager
def several_open() -> Iterator[None]:
    """Without the rule that one version is open at a time, so that the rule about those that count stands alone."""
    rule = next(rule for rule in Version._meta.constraints if rule.name == "one_open_version")
    with connection.schema_editor() as editor:
        editor.execute("DROP INDEX IF EXISTS one_open_version")
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.add_constraint(Version, rule)


def test_a02_clocks_in_four_processes_let_a_version_count_once() -> None:
    """For every document: no clock fails, one turns it, and what counted before ends in the moment in which it begins."""
    pairs = [
        (version_at(State.IN_FORCE, document), version_at(State.SCHEDULED, document))
        for document in map(document_of, Document.Kind.values)
    ]
    act = f"turn({', '.join(str(new.pk) for _old, new in pairs)})"
    assert at_once(act, act, act, act) == ["done"] * 4
    assert set(Version.objects.in_force()) == {new for _old, new in pairs}
    for old, new in pairs:
        assert fresh(old).superseded_at == fresh(new).in_force_at


def test_a02_two_versions_are_let_count_at_once_past_every_action_and_one_does() -> None:
    """The database alone, each process with a version of its own: those that meet wait, and one is refused."""
    version_at(State.IN_FORCE)
    with several_open():
        rivals = [version_at(State.SCHEDULED) for _ in range(3)]
        ended = at_once(*[f"turn_past_everything({rival.pk})" for rival in rivals])
        counting = list(Version.objects.in_force())
        assert len(counting) == 1  # one that came when another was done has ended it, and that is no race
        assert "done" in ended
        Version.objects.filter(state=State.SCHEDULED).update(state=State.WITHDRAWN, withdrawn_reason="Nei")


def test_a02_of_two_editors_who_begin_a_draft_at_once_one_does(pia, eva) -> None:
    document = version_at(State.IN_FORCE).document
    acts = [f"begin({document.pk}, {by.handle!r})" for by in (pia, eva, pia)]
    assert sorted(at_once(*acts)) == ["done", "refused", "refused"]
    assert document.versions.open().count() == 1


def test_a05_a_word_on_a_text_that_changes_at_once_counts_for_the_text_that_was_read_or_is_refused(
    signing, pia, tor
) -> None:
    digest = fresh(signing).content_hash
    ended = at_once(f"sign({signing.pk}, {tor.handle!r}, {digest!r})", f"write({signing.pk}, {pia.handle!r}, {BODY!r})")
    assert ended in (["done", "done"], ["refused", "done"])
    version = fresh(signing)
    assert (version.state, version.content_hash, bodies(version)) == (State.DRAFT, "", {BODY})
    assert list(sign_offs_of(version)) == []
    assert set(SignOff.objects.values_list("content_hash", flat=True)) <= {digest}


def test_a05_a_text_that_changes_while_it_is_adopted_is_adopted_as_it_was_or_not_at_all(signing, pia, eva, tor) -> None:
    says(tor, signing)
    asked = ask_step(by=pia, version=signing, step=Approval.Step.SCHEDULE, plan=Plan(effective_on=days(14)))
    ended = at_once(f"approve({asked.pk}, {eva.handle!r})", f"write({signing.pk}, {pia.handle!r}, {BODY!r})")
    assert sorted(ended) == ["done", "refused"]
    version = fresh(signing)
    if ended[0] == "done":
        assert version.state == State.SCHEDULED
        assert is_as_adopted(version)
        assert BODY not in bodies(version)
    else:
        assert (version.state, bodies(version)) == (State.DRAFT, {BODY})


def test_a05_representatives_get_the_hash_of_the_text_however_late_somebody_writes(open_draft, pia, eva, tor) -> None:
    over(open_draft)
    explained(open_draft, pia)
    role = mandate_of(tor)
    lay = f"lay_before({open_draft.pk}, {pia.handle!r}, {role.pk}, {days(7).isoformat()!r})"
    assert at_once(lay, f"write({open_draft.pk}, {eva.handle!r}, {BODY!r})") in (["done", "done"], ["done", "refused"])
    version = fresh(open_draft)
    assert version.state in (State.SIGN_OFF, State.DRAFT)
    assert version.content_hash == (hash_now(version) if version.state == State.SIGN_OFF else "")
    assert bodies(version) == {BODY}


def test_a_word_and_an_approval_that_come_from_several_processes_at_once_count_once(signing, pia, eva, tor) -> None:
    digest = fresh(signing).content_hash
    act = f"sign({signing.pk}, {tor.handle!r}, {digest!r})"
    assert sorted(at_once(act, act, act)) == ["done", "refused", "refused"]
    asked = ask_step(by=pia, version=signing, step=Approval.Step.SCHEDULE, plan=Plan(effective_on=days(14)))
    act = f"approve({asked.pk}, {eva.handle!r})"
    assert sorted(at_once(act, act)) == ["done", "refused"]
    assert fresh(signing).state == State.SCHEDULED
