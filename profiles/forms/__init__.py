"""Shape and limits of what people send about themselves; the parts are split by noun."""

from profiles.forms.fields import FieldsForm, NewFieldForm
from profiles.forms.profile import (
    AppearanceForm,
    AskForm,
    LanguageForm,
    PhotoForm,
    ProfileForm,
    SearchForm,
    SkillForm,
    SwitchForm,
)
from profiles.forms.set_up import SetUpForm

__all__ = [
    "AppearanceForm",
    "AskForm",
    "FieldsForm",
    "LanguageForm",
    "NewFieldForm",
    "PhotoForm",
    "ProfileForm",
    "SearchForm",
    "SetUpForm",
    "SkillForm",
    "SwitchForm",
]
