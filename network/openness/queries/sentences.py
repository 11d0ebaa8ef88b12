"""What is said about a file and its lines, one sentence for each thing that can be wrong."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.queries import said

ABOUT_FILES: dict[str, "str | Promise"] = {
    "no_text": _("The file is empty."),
    "nobody": _("The file has headings, but nobody below them."),
    "nul": _("Line %(line)s holds characters that are no text (“%(what)s”). Save the file as CSV, in UTF-8."),
    "encoding": _("The letters on line %(line)s were saved in another encoding (“%(what)s”). Save the file in UTF-8."),
    "open_quote": _("A quotation mark that opens on line %(line)s is never closed."),
    "quote": _("On line %(line)s a quotation mark stands inside a field. Write it twice, or leave it out."),
    "big_field": _("Line %(line)s has a field of more than 130 000 characters. Is a quotation mark missing?"),
    "columns": _("The headings have %(what)s columns; a hundred are enough. Is the separator another one?"),
    "too_many": _("The file has more than %(what)s lines. Divide it."),
    "column_twice": _("Two columns are “%(what)s”. Leave one of them out."),
    "no_column": _("Choose which column is “%(what)s”."),
    "moved_on": _("Line %(line)s (%(what)s) is no longer as in the preview. Nothing was changed. Read the file again."),
    "unexpected": _("Something went wrong on our side. Nothing was changed. Try again."),
    "many_gone": _("%(what)s of those whom the source brought in would go. Somebody has to confirm that."),
    "has_errors": _("%(what)s lines have errors. Somebody has to look at them."),
    "no_file": _("There is no file “%(what)s” in the folder for imports."),
    "no_folder": _("No folder for imports is set up (GLOD_IMPORT_DIR)."),
    "address": _("Files are not fetched from “%(what)s”: an https address on the open internet is needed."),
    "no_answer": _("The address did not give a file (%(what)s)."),
    "ldap_library": _("This installation cannot read a directory over LDAP: python-ldap is not installed."),
    "ldap_hosts": _("No directory is set up (GLOD_LDAP_HOSTS)."),
    "ldap_host": _("The directory at “%(what)s” is not set up (GLOD_LDAP_HOSTS)."),
    "ldap_address": _(
        "“%(what)s” is not the whole address of a directory. Write it as ldaps://host/ou=people,dc=example."
    ),
    "ldap_secret": _("There is no password for the directory (GLOD_LDAP_PASSWORD or GLOD_LDAP_PASSWORD_FILE)."),
    "ldap_away": _("The directory at %(what)s does not answer."),
    "ldap_password": _("The directory at %(what)s does not take the name and password that are set up."),
    "ldap_certificate": _("The certificate of the directory at %(what)s is not trusted (GLOD_LDAP_CA)."),
    "ldap_ca": _("There is no file of trusted certificates at “%(what)s” (GLOD_LDAP_CA)."),
    "ldap_base": _("The directory has no “%(what)s”, or does not show it to us."),
    "ldap_filter": _("The directory does not understand the filter “%(what)s”."),
    "ldap_size": _("The directory at %(what)s gives more people than are allowed at once. Narrow the filter."),
    "ldap_slow": _("The directory at %(what)s takes too long. Narrow the filter."),
    "ldap_nobody": _("The directory found nobody under “%(what)s”."),
    "ldap_other": _("The directory could not be read (%(what)s)."),
    "too_big": _("The file is larger than %(what)s MB."),
}
ABOUT_LINES: dict[str, "str | Promise"] = {
    **said.SENTENCES,
    "ragged": _("The line has more fields than there are headings: %(what)s."),
    "short": _("The line has fewer fields than there are headings: %(what)s."),
    "twice": _("Line %(what)s speaks of the same person."),
    "manager_faulty": _("The manager “%(what)s” is on a line with errors."),
}


def about_file(problem: Sequence[object]) -> str:
    """[code, what, line] as a sentence in the language of the page; "" for no problem."""
    if not problem:
        return ""
    code, what, line = (*problem, "", 0)[:3]
    named = said.LABELS.get(str(what), what) if code in ("column_twice", "no_column") else what
    known = {**ABOUT_LINES, **ABOUT_FILES}
    return str(known[str(code)]) % {"what": named, "line": line}


def about_line(fault: Sequence[str]) -> str:
    """[code, what] as a sentence in the language of the page; "" for no fault."""
    return said.sentence(said.Fault(fault[0], fault[1]), ABOUT_LINES) if fault else ""
