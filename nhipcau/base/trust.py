"""What a browser must be told once, so that it trusts this server without asking."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from nhipcau.base.home import Section
from nhipcau.supervisor import certificates

# Registry of Windows: where the two browsers look for what an organisation decided.
_KEYS = (
    r"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Google\Chrome",
    r"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Edge",
)


@login_not_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """How to make a machine trust this server; needed before anybody can sign in."""
    try:
        found = certificates.trusted(_data())
    except ValueError:
        found = None
    context = {
        "secure": request.is_secure(),
        "address": origin(request),
        "found": found,
        "own": _root() is not None,
        "fingerprint": _in_groups(found.fingerprint) if found else [],
    }
    return render(request, "base/trust.html", context)


@login_not_required
@require_GET
def policy_file(request: HttpRequest) -> HttpResponse:
    """For Chromium and Chrome on Linux, `/etc/chromium/policies/managed/`."""
    return as_file(policy_text(request), "nhip-cau.json", "application/json")


@login_not_required
@require_GET
def registry_file(request: HttpRequest) -> HttpResponse:
    """The same for Chrome and Edge on Windows, to be opened by an administrator."""
    text = registry(policy(origin(request), _root()))
    # Windows reads the file as what it wrote itself.
    return as_file(text.encode("utf-16"), "nhip-cau.reg", "application/octet-stream")


def policy_text(request: HttpRequest) -> str:
    """The policy for this server as Chromium reads it."""
    return json.dumps(policy(origin(request), _root()), indent=2)


def policy(origin: str, root: bytes | None) -> dict[str, list[str]]:
    """Camera, microphone, sound, screen and windows for this origin, unasked.

    `root`: the door's own authority (DER), trusted for servers and nothing else.
    Names: chromeenterprise.google/policies.
    """
    names = (
        "AudioCaptureAllowedUrls",
        "VideoCaptureAllowedUrls",
        "AutoplayAllowlist",
        "ScreenCaptureAllowedByOrigins",
        # A second display beside the first, without a click.
        "PopupsAllowedForUrls",
        "WindowManagementAllowedForUrls",
        "AutomaticFullscreenAllowedForUrls",
    )
    trusted = {"CACertificates": [base64.b64encode(root).decode()]} if root else {}
    return {**{name: [origin] for name in names}, **trusted}


def registry(wanted: dict[str, list[str]]) -> str:
    """The policy as a file of the registry editor."""
    lines = ["Windows Registry Editor Version 5.00", ""]
    for key in _KEYS:
        for name, values in wanted.items():
            lines.append(rf"[{key}\{name}]")
            lines += [f'"{at}"="{value}"' for at, value in enumerate(values, 1)]
            lines.append("")
    return "\r\n".join(lines)


def ending() -> list[Section]:
    """A warning on the home page while the certificate ends soon."""
    now = timezone.now()
    try:
        found = certificates.trusted(_data())
    except ValueError:
        return [Section("base/certificate_ends.html", {"broken": True}, wide=True)]
    if found is None or not found.ends_soon(now):
        return []
    left = max(0, (found.ends - now).days)
    facts: dict[str, Any] = {"ends": found.ends, "left": left, "over": found.ends < now}
    return [Section("base/certificate_ends.html", facts, wide=True)]


def _data() -> Path:
    return Path(settings.NHIPCAU.data_dir)


def _root() -> bytes | None:
    """The root that the door made, where it is this one that browsers meet."""
    path = certificates.root_path(_data() / "door")
    chosen = certificates.is_chosen(_data() / certificates.FOLDER)
    return None if chosen or not path.exists() else certificates.der(path.read_bytes())


def origin(request: HttpRequest) -> str:
    """The address of this server as the browser has it."""
    return f"{request.scheme}://{request.get_host()}"


def _in_groups(fingerprint: str) -> list[str]:
    """Read aloud over the telephone: four bytes at a time."""
    parts = fingerprint.split(":")
    return [" ".join(parts[at : at + 4]) for at in range(0, len(parts), 4)]


def as_file(content: str | bytes, name: str, kind: str) -> HttpResponse:
    """An answer that a browser saves under this name."""
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": disposition}
    )
