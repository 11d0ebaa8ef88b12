"""Sign-off: what representatives say of exactly this text, and what the employer answers."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.events import announce
from network.core.text import clean_text
from network.policy.access.sign_offs import can_answer_disagreement, can_sign
from network.policy.actions.moving import locked
from network.policy.events import SignedOff
from network.policy.models import EmployerReply, SignOff, SignOffRequest
from profiles.models import Person

NOT_ASKED = _("Only whoever holds the mandate today answers, while the text lies with the representatives.")
OTHER_TEXT = _("The text is not the one that you read. Read it again before you answer.")
SAID = _("You have answered for this text already.")
Outcome = SignOff.Outcome


@transaction.atomic
def sign_off(*, by: Person, request: SignOffRequest, digest: str, outcome: str, remarks: str = "") -> SignOff:
    """A representative says yes, yes with remarks, or no with a protocol, of the text with this hash; once."""
    row = locked(request.version)
    asked = SignOffRequest.objects.select_related("version", "mandate").filter(pk=request.pk).first()
    require(asked is not None and can_sign(by, asked), NOT_ASKED)
    require(bool(digest) and digest == row.content_hash, OTHER_TEXT)
    said = SignOff.objects.filter(version=row, mandate=request.mandate_id, content_hash=digest)
    require(not said.exists(), SAID)
    remarks = clean_text(remarks)
    require(outcome in (Outcome.AGREED, Outcome.WITH_REMARKS, Outcome.DISAGREED), _("Choose an answer."))
    require(outcome == Outcome.AGREED or bool(remarks), _("Write your remarks, or the protocol of your disagreement."))
    made = SignOff.objects.create(
        version=row, mandate=request.mandate, person=by, body=request.mandate.speaks_for[:80], content_hash=digest,
        outcome=outcome, remarks=remarks,
    )  # fmt: skip
    announce(SignedOff(made.pk))
    return made


@transaction.atomic
def answer_disagreement(*, by: Person, said: SignOff, text: str) -> EmployerReply:
    """The employer's written answer, for everybody to read beside the rules; once."""
    locked(said.version)
    fresh = SignOff.objects.select_related("version").get(pk=said.pk)
    require(can_answer_disagreement(by, fresh), _("There is no disagreement that waits for you to answer it."))
    require(bool(clean_text(text)), _("Write the answer."))
    require(not EmployerReply.objects.filter(sign_off=fresh).exists(), _("It has been answered already."))
    return EmployerReply.objects.create(sign_off=fresh, text=clean_text(text), by=by)
