"""Pages of the log: the filtered list, its spreadsheet, the check of the chain."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nhipcau.audit.forms import LogFilter
from nhipcau.audit.head import noted_head
from nhipcau.audit.policies import READ
from nhipcau.audit.queries import chain, events_seen_by, last_sealed, waiting
from nhipcau.audit.reading import told
from nhipcau.audit.rules.chain import examine
from nhipcau.audit.services import note_export
from nhipcau.audit.sheet import MOST_ROWS, sheet
from nhipcau.base.http import Request, requires
from nhipcau.base.paging import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@requires(READ)
def log(request: Request) -> HttpResponse:
    """What happened in the reader's units, newest first."""
    chosen = LogFilter(request.GET)
    events = page(chosen.apply(events_seen_by(request.actor, READ)), request)
    context = {
        "form": chosen,
        "page": events,
        "told": told(events),
        "filtered": any(request.GET.get(name) for name in chosen.fields),
        "query": request.GET.urlencode(),
    }
    if request.htmx:
        return render(request, "audit/rows.html", context)
    context |= {
        "last": last_sealed(),
        "waiting": waiting(),
        "may_check": None in request.actor.units(READ),
    }
    return render(request, "audit/log.html", context)


@require_GET
@requires(READ)
def export(request: Request) -> HttpResponse:
    """The filtered log as a spreadsheet; the export is an event of its own."""
    chosen = LogFilter(request.GET)
    events = chosen.apply(events_seen_by(request.actor, READ))[:MOST_ROWS]
    data, rows = sheet(events.iterator(chunk_size=500))
    note_export(
        request.actor,
        rows,
        {name: request.GET[name] for name in chosen.fields if request.GET.get(name)},
    )
    today = timezone.localdate().isoformat()
    name = f'attachment; filename="nhat-ky-{today}.xlsx"'
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": name})


@require_POST
@requires(READ)
def check(request: Request) -> HttpResponse:
    """Reads the whole chain and says whether it holds."""
    if None not in request.actor.units(READ):
        raise PermissionDenied(READ)
    verdict = examine(chain(), noted_head())
    if verdict.broken is None:
        kind = "success"
        text = _("Nhật ký nguyên vẹn: %(count)d sự kiện đã niêm phong.") % {
            "count": verdict.holds
        }
    else:
        kind = "error"
        text = _(
            "Nhật ký đã bị thay đổi từ sự kiện số %(number)d. Hãy giữ nguyên máy chủ "
            "và báo đơn vị phụ trách an toàn thông tin."
        ) % {"number": verdict.broken}
    return render(request, "components/notice.html", {"kind": kind, "text": text})
