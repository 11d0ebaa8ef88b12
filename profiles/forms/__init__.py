"""Shape and limits of what people send about themselves; the parts are split by noun."""

from profiles.forms.chart import ChartForm, ManagerForm, Sight
from profiles.forms.directory import SearchForm
from profiles.forms.fields import FieldsForm, NewFieldForm
from profiles.forms.invitations import AcceptForm, InviteForm
from profiles.forms.occasions import OccasionsForm
from profiles.forms.profile import (
    AppearanceForm,
    AskForm,
    HostForm,
    LanguageForm,
    PhotoForm,
    ProfileForm,
    SkillForm,
    SwitchForm,
)
from profiles.forms.set_up import SetUpForm

__all__ = [
    "AcceptForm",
    "InviteForm",
    "AppearanceForm",
    "AskForm",
    "ChartForm",
    "FieldsForm",
    "HostForm",
    "LanguageForm",
    "ManagerForm",
    "NewFieldForm",
    "OccasionsForm",
    "PhotoForm",
    "ProfileForm",
    "SearchForm",
    "SetUpForm",
    "Sight",
    "SkillForm",
    "SwitchForm",
]
