"""Shape and limits of what comes in from other systems; the parts are split by noun."""

from network.openness.forms.imports import ColumnsForm, ConsentForm, ScheduleForm, UploadForm

__all__ = ["ColumnsForm", "ConsentForm", "ScheduleForm", "UploadForm"]
