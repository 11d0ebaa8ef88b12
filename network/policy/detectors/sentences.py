"""What each kind is called, and why one would rather not post it: plain words, without a threat."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.policy.detectors.findings import Kind

ID_NUMBER = _("An identity number follows a person for life, and can be misused by whoever reads it.")
MONEY = _("Whoever reads this can misuse it, and it stays readable for as long as the text stands.")

RUNNING_LOG = ("running-log", _("The running log of the server"))  # no detector, but a measure may cover it

NAMES: dict[Kind, Promise] = {
    Kind.NORWEGIAN_ID: _("Norwegian identity number"),
    Kind.SWEDISH_ID: _("Swedish identity number"),
    Kind.DANISH_ID: _("Danish identity number"),
    Kind.FINNISH_ID: _("Finnish identity number"),
    Kind.ICELANDIC_ID: _("Icelandic identity number"),
    Kind.IBAN: _("Account number (IBAN)"),
    Kind.CARD: _("Number of a payment card"),
    Kind.ACCOUNT: _("Account number"),
    Kind.MARKER: _("Marked as confidential"),
    Kind.OWN_WORD: _("A word that the organisation keeps inside a smaller circle"),
}

REASONS: dict[Kind, Promise] = {
    Kind.NORWEGIAN_ID: ID_NUMBER,
    Kind.SWEDISH_ID: ID_NUMBER,
    Kind.DANISH_ID: ID_NUMBER,
    Kind.FINNISH_ID: ID_NUMBER,
    Kind.ICELANDIC_ID: ID_NUMBER,
    Kind.IBAN: MONEY,
    Kind.CARD: MONEY,
    Kind.ACCOUNT: MONEY,
    Kind.MARKER: _("It looks as if this was meant for fewer readers than those who can read what you post here."),
    Kind.OWN_WORD: _("Policy editors have asked that this word is thought over once more before it is posted."),
}
