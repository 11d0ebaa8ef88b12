"""Document and its versions, what people say about them, and that they are known; the parts are split by noun."""

from network.policy.models.channels import Channel, ChannelRepresentative
from network.policy.models.consulting import Consultation, Remark, RemarkReply, Workshop
from network.policy.models.documents import (
    Approval,
    ChangeNote,
    Document,
    Section,
    SectionText,
    Version,
    VersionText,
)
from network.policy.models.knowing import (
    Acknowledgement,
    Answer,
    EvidenceExport,
    QuizPass,
    QuizQuestion,
    QuizTally,
    Reminder,
)
from network.policy.models.measures import (
    ControlMeasure,
    DetectorHit,
    HitCount,
    MeasureEvaluation,
    MeasureLapse,
    OwnWord,
)
from network.policy.models.present import Snippet
from network.policy.models.signing import EmployerReply, SignOff, SignOffRequest
from network.policy.models.unsaved import UnsavedText

__all__ = [
    "Acknowledgement",
    "Answer",
    "Approval",
    "ChangeNote",
    "Channel",
    "ChannelRepresentative",
    "Consultation",
    "ControlMeasure",
    "DetectorHit",
    "Document",
    "EmployerReply",
    "EvidenceExport",
    "HitCount",
    "MeasureEvaluation",
    "MeasureLapse",
    "OwnWord",
    "QuizPass",
    "QuizQuestion",
    "QuizTally",
    "Remark",
    "RemarkReply",
    "Reminder",
    "Section",
    "SectionText",
    "SignOff",
    "SignOffRequest",
    "Snippet",
    "UnsavedText",
    "Version",
    "VersionText",
    "Workshop",
]
