"""People and what belongs to them; the parts are split by noun."""

from profiles.models.departments import Department
from profiles.models.fields import ProfileField
from profiles.models.follows import Follow, PassedOver
from profiles.models.joining import FirstStep, FormerHandle, Invitation, SignInRules
from profiles.models.people import PHOTO_SIZES, Person, ShownTo, deferred_of
from profiles.models.quiet import PersonMute
from profiles.models.roles import Role
from profiles.models.skills import PersonSkill, Skill
from profiles.models.sources import Source, SourceRecord

__all__ = [
    "PHOTO_SIZES",
    "Department",
    "FirstStep",
    "Follow",
    "FormerHandle",
    "Invitation",
    "PassedOver",
    "Person",
    "PersonMute",
    "PersonSkill",
    "ProfileField",
    "Role",
    "ShownTo",
    "SignInRules",
    "Skill",
    "Source",
    "SourceRecord",
    "deferred_of",
]
