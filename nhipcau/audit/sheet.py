"""The log as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.audit.models import AuditEvent
from nhipcau.audit.reading import told

# Excel opens no more than 1,048,576 rows; reading stops long before.
MOST_ROWS = 100_000
_BATCH = 500


def sheet(events: Iterable[AuditEvent]) -> tuple[bytes, int]:
    """An XLSX file of `events`, and how many rows it holds."""
    file = BytesIO()
    options = {
        "in_memory": True,
        "remove_timezone": True,
        # Names are words, even those that begin with "=" or "http".
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet(_("Nhật ký"))
        bold = book.add_format({"bold": True, "bottom": 1})
        moment = book.add_format({"num_format": "hh:mm:ss dd/mm/yyyy"})
        for column, (name, width) in enumerate(_columns()):
            page.set_column(column, column, width)
            page.write(0, column, name, bold)
        page.freeze_panes(1, 0)
        rows = 0
        for batch in _batches(events):
            for one in told(batch):
                rows += 1
                event = one.event
                page.write(rows, 0, event.number)
                page.write_datetime(rows, 1, timezone.localtime(event.at), moment)
                changes = "; ".join(
                    f"{change.name}: {change.before} → {change.after}"
                    if one.changed
                    else f"{change.name}: {change.after}"
                    for change in one.changes
                )
                said = (one.actor, one.verb, event.object_name, changes)
                texts = (*said, one.technical, event.hash)
                for column, text in enumerate(texts, 2):
                    page.write_string(rows, column, text[:32_000])
    return file.getvalue(), rows


def _columns() -> tuple[tuple[str, int], ...]:
    return (
        (_("Số"), 8),
        (_("Lúc"), 20),
        (_("Người làm"), 26),
        (_("Việc"), 34),
        (_("Đối tượng"), 40),
        (_("Chi tiết"), 70),
        (_("Chi tiết kỹ thuật"), 30),
        (_("Dấu niêm phong"), 66),
    )


def _batches(events: Iterable[AuditEvent]) -> Iterable[list[AuditEvent]]:
    batch: list[AuditEvent] = []
    for event in events:
        batch.append(event)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch
