"""No request fills the disk: what lies behind the size limit is read and dropped while it arrives."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

AT_ONCE = 5  # a request may carry this many times UPLOAD_MAX_BYTES, over all its files


def longest_body() -> int:
    """Bytes that a whole request may have: its files, and the fields beside them."""
    return int(AT_ONCE * settings.UPLOAD_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


class BoundedUpload(FileUploadHandler):
    """First of the handlers. A file keeps at most one byte over the limit, by which the form knows and says so.

    Counts what arrives, not what the sender claims. Raises RequestDataTooBig (400) for a request that goes on and on.
    """

    whole = 0  # bytes of the request
    kept = 0  # not `file`: the parser closes what handlers call that

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Counts afresh."""
        super().new_file(*args, **kwargs)
        self.kept = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The part within the limit for the next handler; None for the rest."""
        self.whole += len(raw_data)
        if self.whole > AT_ONCE * settings.UPLOAD_MAX_BYTES:
            raise RequestDataTooBig("The request holds too much.")
        room = settings.UPLOAD_MAX_BYTES + 1 - self.kept
        self.kept += len(raw_data)
        return raw_data[:room] if room > 0 else None

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""
