"""Every form in which somebody writes what others read asks its author first; a new one cannot be forgotten."""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.forms import BaseForm

from network.core import warned
from network.core.warned import WarnedForm, holds_text
from tests.architecture.sources import ROOT, SOURCES, nodes

# Forms with a field of text in which nothing is posted, each with the reason.
SIGN_IN = "passwords, codes and addresses for signing in, read by nobody"
SEARCH = "words to search for, which are not kept"
HANDLES = "a handle, which names somebody or is checked letter by letter"
RULES = "the rules themselves, which speak of these very words and are read by a second editor and in a consultation"
MACHINE = "an address or a name of a machine, read by administrators alone"
EXCEPTIONS = {
    "ideas.forms.rubrics.CriterionForm": "one part of RubricForm, which reads it",
    "network.moderation.forms.reporting.ReportForm": "what is wrong may have to be said with the very number; few read it",
    "network.openness.forms.imports.ScheduleForm": MACHINE,
    "network.openness.forms.imports.UploadForm": MACHINE,
    "network.openness.forms.provisioning.DirectoryForm": MACHINE,
    "network.policy.forms.drafts.LawsForm": RULES,
    "network.policy.forms.drafts.NoteForm": RULES,
    "network.policy.forms.drafts.SectionForm": RULES,
    "network.policy.forms.knowing.ScenarioForm": RULES,
    "network.policy.forms.measures.MeasureForm": RULES,
    "network.policy.forms.measures.OwnWordForm": "the very words that are looked for",
    "network.policy.forms.snippets.SnippetForm": RULES,
    "profiles.forms.accounts.AccountsForm": SEARCH,
    "profiles.forms.accounts.EraseForm": HANDLES,
    "profiles.forms.accounts.HandleForm": HANDLES,
    "profiles.forms.chart.ChartForm": SEARCH,
    "profiles.forms.chart.ManagerForm": HANDLES,
    "profiles.forms.directory.SearchForm": SEARCH,
    "profiles.forms.invitations.AcceptForm": "a name, by somebody who is not inside yet and cannot read the rules",
    "profiles.forms.invitations.InviteForm": "addresses, each checked to be one",
    "profiles.forms.profile.AskForm": HANDLES,
    "profiles.forms.profile.HostForm": HANDLES,
    "profiles.forms.set_up.SetUpForm": "the first name in a house that has no rules yet",
}
SIGN_IN_MODULES = ("profiles.forms.sign_in", "profiles.forms.keys")


def modules() -> Iterator[str]:
    """Where forms are; a form elsewhere is found by the test below it."""
    for path in SOURCES:
        if path.stem == "forms" or path.parent.name == "forms":
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def forms() -> dict[str, type[BaseForm]]:
    found = {}
    for module in modules():
        for name, kind in vars(importlib.import_module(module)).items():
            if inspect.isclass(kind) and issubclass(kind, BaseForm) and kind.__module__ == module:
                found[f"{module}.{name}"] = kind
    return found


FORMS = forms()


@cache
def asks_for_text(kind: type[BaseForm]) -> bool:
    """It declares a text field, or adds one when it is made, itself or by a function of its module."""
    module = ast.parse(inspect.getsource(importlib.import_module(kind.__module__)))
    makers = {node.name for node in module.body if isinstance(node, ast.FunctionDef) and "CharField" in returned(node)}
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return any(map(holds_text, kind.base_fields.values())) or bool(calls & {"forms.CharField", "CharField", *makers})


def returned(function: ast.FunctionDef) -> str:
    return ast.unparse(function.returns) if function.returns else ""


def test_there_are_forms_to_look_at() -> None:
    assert len(FORMS) > 80
    assert sum(map(asks_for_text, FORMS.values())) > 60


def test_a_form_with_text_asks_its_author_or_says_here_why_not() -> None:
    """Derive it from WarnedForm, or name it above with the reason."""
    asked = [name for name, kind in FORMS.items() if asks_for_text(kind) and name not in EXCEPTIONS]
    asked = [name for name in asked if name.rpartition(".")[0] not in SIGN_IN_MODULES]
    assert [name for name in asked if not issubclass(FORMS[name], WarnedForm)] == []


def test_no_exception_is_out_of_date() -> None:
    gone = [name for name in EXCEPTIONS if name not in FORMS or issubclass(FORMS[name], WarnedForm)]
    needless = [name for name in EXCEPTIONS if name in FORMS and not asks_for_text(FORMS[name])]
    assert (gone, needless) == ([], [])


def test_forms_are_made_only_where_this_test_looks() -> None:
    found = []
    for path in SOURCES:
        if path.stem == "forms" or path.parent.name == "forms" or path == ROOT / "network/core/warned.py":
            continue
        if "Form" not in path.read_text():
            continue
        for node in nodes(path):
            bases = [ast.unparse(base) for base in node.bases] if isinstance(node, ast.ClassDef) else []
            found += [f"{path.relative_to(ROOT)}:{base}" for base in bases if base.endswith("Form")]
    assert found == []


def forms_in(path: Path) -> set[str]:
    """The names of watched forms that a module imports and makes."""
    imports = [node for node in nodes(path) if isinstance(node, ast.ImportFrom) and "forms" in (node.module or "")]
    named = {
        alias.name: getattr(importlib.import_module(str(node.module)), alias.name)
        for node in imports
        for alias in node.names
    }
    watched = {name for name, kind in named.items() if inspect.isclass(kind) and issubclass(kind, WarnedForm)}
    return watched & {node.id for node in nodes(path) if isinstance(node, ast.Name)}


def test_a_view_of_such_a_form_notes_that_its_author_went_ahead() -> None:
    views = [path for path in SOURCES if "views" in (path.stem, path.parent.name) and path.stem != "__init__"]
    watched = [path for path in views if forms_in(path)]
    silent = [path for path in watched if not re.search(r"\bposting\(|\btried\(", path.read_text())]
    assert len(watched) > 25
    assert [str(path.relative_to(ROOT)) for path in silent] == [
        "network/moderation/views/panels.py",
        "network/feed/views/asking.py",
    ]  # they post nothing


def test_whoever_makes_a_form_of_its_own_kind_leaves_the_reading_to_it() -> None:
    """No second mechanism: what is found is read in one place, and a form changes only what it calls its texts."""
    own = {"full_clean", "is_valid", "posting", "_read", "_texts"}
    changed = [name for name, kind in FORMS.items() if issubclass(kind, WarnedForm) and own & set(vars(kind))]
    assert changed == []
    readers = [path for path in SOURCES if "look_through" in path.read_text()]
    assert {str(path.relative_to(ROOT)) for path in readers} == {
        "network/wiring.py",
        "network/policy/queries/watching.py",
    }
    assert warned._installed, "the wiring installs who reads"
