"""What comes in from other systems; the parts are split by noun."""

from network.openness.models.directory import DirectoryGroup, DirectoryMember, DirectoryPerson
from network.openness.models.imports import Import, ImportLine, ImportSchedule, ImportText
from network.openness.models.tokens import ScimToken

__all__ = [
    "DirectoryGroup",
    "DirectoryMember",
    "DirectoryPerson",
    "Import",
    "ImportLine",
    "ImportSchedule",
    "ImportText",
    "ScimToken",
]
