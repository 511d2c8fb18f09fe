"""What starts the browser of a room computer with its desktop, again and again."""

from __future__ import annotations

import shlex

# The pairing is in a cookie: no mode of a browser that forgets everything will do.
_FLAGS = "--no-first-run --noerrdialogs --autoplay-policy=no-user-gesture-required"

# `#boot=` tells the page when the computer was started: what follows `#` is sent to
# nobody, and the page can tell a power cut from a browser that ended.
# A profile of its own: else a browser that runs already takes the address over, and
# what was started ends at once. Without an answer a browser would show its own error
# page, for ever.
_LINUX = """\
#!/bin/sh
# Nhịp Cầu, máy phòng họp. Chạy một lần: sudo sh nhip-cau-phong-hop.sh
set -eu
root=${{DESTDIR:-}}
mkdir -p "$root/usr/local/bin" "$root/etc/xdg/autostart"
cat > "$root/usr/local/bin/nhip-cau-phong-hop" <<'END'
#!/bin/sh
address={address}
for browser in chromium chromium-browser google-chrome; do
  command -v "$browser" > /dev/null && break
done
ready() {{
  curl --silent --insecure --fail --max-time 3 "$address/door/ready" ||
    wget --quiet --no-check-certificate --timeout 3 --spider "$address/door/ready"
}}
while :; do
  until ready; do sleep 1; done
  "$browser" --kiosk {flags} --user-data-dir="$HOME/nhip-cau-phong-hop" \
    "$address{page}#boot=$(sed -n 's/^btime //p' /proc/stat)" || true
  sleep 1
done
END
chmod 755 "$root/usr/local/bin/nhip-cau-phong-hop"
cat > "$root/etc/xdg/autostart/nhip-cau-phong-hop.desktop" <<'END'
[Desktop Entry]
Type=Application
Name=Nhịp Cầu
Exec=/usr/local/bin/nhip-cau-phong-hop
END
for folder in etc/chromium etc/opt/chrome; do
  mkdir -p "$root/$folder/policies/managed"
  cat > "$root/$folder/policies/managed/nhip-cau.json" <<'END'
{policy}
END
done
echo "Xong. Hãy khởi động lại máy."
"""

# When Windows was started, in seconds since 1970.
_BOOT = (
    "([DateTimeOffset](Get-CimInstance Win32_OperatingSystem).LastBootUpTime)"
    ".ToUnixTimeSeconds()"
)
# Edge forgets cookies in its own kiosk mode: there the page is a window of its own.
_WINDOWS = """\
@echo off
rem Nhip Cau: shell:startup
set ADDRESS={address}
set OWN=--user-data-dir="%LOCALAPPDATA%\\nhip-cau-phong-hop"
for /f %%b in ('powershell -NoProfile -Command "{boot}"') do set BOOT=%%b
set PAGE=%ADDRESS%{page}#boot=%BOOT%
set APPS=HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths
:wait
curl --silent --insecure --fail --max-time 3 %ADDRESS%/door/ready >nul 2>&1
if errorlevel 1 (
  timeout /t 1 /nobreak >nul
  goto wait
)
reg query "%APPS%\\chrome.exe" >nul 2>&1
if errorlevel 1 (
  start /wait "" msedge %OWN% --app=%PAGE% --start-fullscreen {flags}
) else (
  start /wait "" chrome %OWN% --kiosk {flags} %PAGE%
)
timeout /t 1 /nobreak >nul
goto wait
"""


def linux(address: str, page: str, policy: str) -> str:
    """A script for the administrator of a machine with Chromium or Chrome.

    It writes what starts the browser with the desktop, again and again, and the policy
    by which that opens camera and microphone unasked. `DESTDIR`: not at the root.
    """
    return _LINUX.format(
        address=shlex.quote(address), page=page, policy=policy, flags=_FLAGS
    )


def windows(address: str, page: str) -> str:
    """A file for the Startup folder; its policy is the registry file of `/trust`."""
    text = _WINDOWS.format(address=address, page=page, flags=_FLAGS, boot=_BOOT)
    return text.replace("\n", "\r\n")
