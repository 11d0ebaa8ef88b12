"""Shape and limits of what comes in from other systems; the parts are split by noun."""

from network.openness.forms.imports import ColumnsForm, ConsentForm, ScheduleForm, UploadForm
from network.openness.forms.provisioning import DirectoryForm, KeyForm, LinkForm

__all__ = ["ColumnsForm", "ConsentForm", "DirectoryForm", "KeyForm", "LinkForm", "ScheduleForm", "UploadForm"]
