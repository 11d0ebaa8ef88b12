"""Structured logs: one JSON line each, never content, names, addresses or search words."""

import json
import logging

ALLOWED = ("path", "status", "effect", "topic", "task", "count", "seconds", "kind", "attempt")


class JsonLine(logging.Formatter):
    """Formats a record as one JSON object of at most 4 KB; only the listed extra fields are let through."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "from": record.name,
            "message": record.getMessage()[:500],
        }
        line.update({name: getattr(record, name) for name in ALLOWED if hasattr(record, name)})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = self._where(record)
        return json.dumps(line, ensure_ascii=True, default=str)[:4096]

    @staticmethod
    def _where(record: logging.LogRecord) -> list[str]:
        """File and line of each frame; an exception's own text may hold content, so it is left out."""
        trace = record.exc_info[2] if record.exc_info else None
        frames = []
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename.rsplit('/site-packages/')[-1]}:{trace.tb_lineno}")
            trace = trace.tb_next
        return frames[-12:]
