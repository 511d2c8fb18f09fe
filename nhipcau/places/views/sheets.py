"""Sheets out, and in by two steps: look at what would happen, then store it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nhipcau.base.http import Request, requires
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.places import services
from nhipcau.places.exports import LAYOUTS, file_name
from nhipcau.places.exports import export as exported
from nhipcau.places.forms import UploadForm
from nhipcau.places.policies import EDIT, SEE
from nhipcau.places.rules.importing import Planned
from nhipcau.places.sheets import XLSX, Line, read
from nhipcau.places.texts import FIELDS
from nhipcau.places.unpacking import MAX_BYTES

SALT = "places.import"
HOUR = 3600


@requires(SEE)
def export(request: Request, what: str) -> HttpResponse:
    """The sheet of all that the reader sees."""
    answer = HttpResponse(exported(request.actor, what), content_type=XLSX)
    name = file_name(what)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@requires(EDIT)
def upload(request: Request, what: str) -> HttpResponse:
    """Asks for a sheet, shows what each line would do, stores when told to."""
    if request.method != "POST":
        return _page(request, what, UploadForm())
    if "lines" in request.POST:
        return _store(request, what)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            layout = LAYOUTS[what]
            data = sheet.read(MAX_BYTES + 1)
            lines = read(data, layout.required, layout.optional)
            planned = services.preview(request.actor, what, lines)
        except Refusal as refusal:
            form.add_error("sheet", say(refusal))
        else:
            return _page(request, what, UploadForm(), planned, lines)
    return _page(request, what, form)


def _store(request: Request, what: str) -> HttpResponse:
    try:
        lines = _unsealed(what, request.POST["lines"])
        done = services.import_lines(request.actor, what, lines)
    except Refusal as refusal:
        messages.error(request, say(refusal))
        return redirect(f"places:{what}_import")
    text = _(
        "Đã nhập: %(new)s dòng mới, %(changed)s dòng sửa, %(same)s dòng giữ nguyên."
    )
    facts = {"new": done.new, "changed": done.changed, "same": done.same}
    messages.success(request, text % facts)
    return redirect(f"places:{what}")


def _page(
    request: Request,
    what: str,
    form: UploadForm,
    planned: Sequence[Planned] = (),
    lines: Sequence[Line] = (),
) -> HttpResponse:
    wrong = [each for each in planned if each.refusal]
    names = {
        "units": pgettext("danh sách", "Đơn vị"),
        "places": pgettext("danh sách", "Trụ sở"),
        "sites": pgettext("danh sách", "Điểm cầu"),
    }
    context: dict[str, Any] = {
        "form": form,
        "what": what,
        "hint": LAYOUTS[what].hint,
        "headers": LAYOUTS[what].required,
        "optional": LAYOUTS[what].optional,
        "planned": [
            (each, say(each.refusal) if each.refusal else "", _changes(each))
            for each in planned
        ],
        "counts": {
            action: sum(1 for each in planned if each.action == action)
            for action in ("new", "changed", "same", "wrong")
        },
        "sealed": "" if wrong else _sealed(what, lines),
        "export": f"places:{what}_export",
        "back": reverse(f"places:{what}"),
        "crumbs": [{"name": names[what], "url": reverse(f"places:{what}")}],
    }
    status = 422 if form.errors or wrong else 200
    return render(request, "places/import.html", context, status=status)


def _changes(line: Planned) -> str:
    """The names of what a line would change in a row that is there."""
    if line.action != "changed":
        return ""
    return ", ".join(str(FIELDS[name]) for name in line.values)


def _sealed(what: str, lines: Sequence[Line]) -> str:
    """The lines for the second step: signed, so that no server keeps them."""
    plain = [what, [[line.number, dict(line.cells)] for line in lines]]
    return signing.dumps(plain, salt=SALT, compress=True)


def _unsealed(what: str, text: str) -> list[Line]:
    try:
        kind, lines = signing.loads(text, salt=SALT, max_age=HOUR)
    except signing.BadSignature as error:
        raise Refusal("sheet_expired") from error
    if kind != what:
        raise Refusal("sheet_expired")
    return [Line(number, cells) for number, cells in lines]
