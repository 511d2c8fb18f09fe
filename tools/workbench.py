"""Runs the preparing steps: progress, logs, stamps, and plain words for what fails."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

DISK_NEEDED = 2 * 1024**3
#: A clock this much behind the files of the checkout is wrong.
CLOCK_SLACK = 3600

HINTS = (
    (
        r"No space left|ENOSPC|disk quota",
        "Ổ đĩa đã đầy. Hãy giải phóng ít nhất 2 GB rồi chạy lại.",
    ),
    (
        r"not yet valid|certificate has expired|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID",
        "Chứng chỉ của máy chủ gói bị coi là hết hạn: hãy xem lại đồng hồ máy này.",
    ),
    (
        r"self.signed certificate|UNABLE_TO_VERIFY|UnknownIssuer|certificate verify"
        r"|unknown authority",
        "Máy này không tin chứng chỉ của máy chủ gói: hãy cài gói ca-certificates, "
        "hoặc chứng chỉ gốc của cơ quan.",
    ),
    (
        r"name resolution|Could not resolve|ENOTFOUND|EAI_AGAIN|dial tcp|ETIMEDOUT"
        r"|ECONNREFUSED|Connection refused|dns error|no such host"
        r"|Network is unreachable|error sending request|Could not connect|timed out",
        "Không tải được gói: hãy kiểm tra mạng (hoặc đặt HTTPS_PROXY) rồi chạy lại; "
        "những gì đã tải được giữ lại.",
    ),
    (
        r"[Hh]ash mismatch|EINTEGRITY|SECURITY ERROR|DO NOT MATCH",
        "Gói tải về không khớp với bản đã khóa: dừng lại vì an toàn. Nếu mạng có "
        "máy chủ trung gian, hãy thử mạng khác.",
    ),
    (r"Permission denied|EACCES", "Không có quyền ghi vào thư mục này."),
)


class Trouble(Exception):  # said to a person, like a Refusal
    """What went wrong, as a sentence for the person at the keyboard."""


def check_machine(root: Path) -> None:
    """What no step could repair: system, room on the disk, the clock."""
    if not sys.platform.startswith("linux"):
        raise Trouble(
            "Nhịp Cầu chạy trên Linux (Debian 12, Ubuntu 24.04 hoặc mới hơn)."
        )
    if not os.access(root, os.W_OK):
        raise Trouble(f"Không có quyền ghi vào {root}.")
    newest = max(_committed(root), *(file.stat().st_mtime for file in root.iterdir()))
    if time.time() < newest - CLOCK_SLACK:
        raise Trouble(
            "Đồng hồ máy chạy chậm: các tệp của Nhịp Cầu đến từ tương lai "
            f"({time.strftime('%d/%m/%Y %H:%M', time.localtime(newest))}).\n"
            "Hãy đặt lại giờ (sudo timedatectl set-ntp true) rồi chạy lại."
        )


def _committed(root: Path) -> float:
    """When this release was committed; 0 when there is no git to ask."""
    try:
        said = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True
        ).stdout
    except OSError:
        return 0.0
    return float(said or 0)


def check_disk(root: Path) -> None:
    """Asked only when something is about to be downloaded or built."""
    for folder in (root, Path.home()):
        if folder.exists() and shutil.disk_usage(folder).free < DISK_NEEDED:
            free = shutil.disk_usage(folder).free / 1024**3
            raise Trouble(
                f"Ổ đĩa chứa {folder} chỉ còn {free:.1f} GB; lần chuẩn bị đầu tiên "
                "cần 2 GB.\nHãy giải phóng chỗ rồi chạy lại."
            )


def digest(parts: Iterable[Path | str]) -> str:
    """One hash over texts and the contents of files and folders."""
    total = hashlib.sha256()
    for part in parts:
        files = [part]
        if isinstance(part, Path) and part.is_dir():
            files = sorted(path for path in part.rglob("*") if path.is_file())
        for file in files:
            total.update(f"{file}\0".encode())
            if isinstance(file, Path):
                total.update(file.read_bytes())
    return total.hexdigest()


class Workbench:
    """What the steps of one preparation share."""

    def __init__(self, started: float) -> None:
        self.trouble: Trouble | None = None
        self._started = started
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        # Nothing starts unnoticed between a stop and its look at what runs.
        self._starting = threading.Lock()
        self._stopped = False

    def say(self, text: str) -> None:
        """One line of progress with the seconds since the start."""
        seconds = time.monotonic() - self._started
        with self._lock:
            print(f"[{seconds:4.0f} s] {text}")

    def guarded(self, work: Callable[[], object]) -> None:
        """Run a branch of work; the first trouble stops the other branches."""
        try:
            work()
        except Trouble as trouble:
            if self.trouble is None:
                self.trouble = trouble
            self.stop()
        except OSError as error:
            self.trouble = self.trouble or Trouble(_plain(str(error)))
            self.stop()

    def stop(self) -> None:
        """End the programs that still run."""
        with self._starting:
            self._stopped = True
            for process in self._running:
                process.terminate()

    def step(
        self, name: str, stamp: Path, made_from: str, work: Callable[[], None]
    ) -> None:
        """Do the work unless its stamp says that it was done from the same things."""
        if stamp.exists() and stamp.read_text() == made_from:
            return
        check_disk(stamp.parent)
        self.say(f"{name} …")
        begun = time.monotonic()
        stamp.unlink(missing_ok=True)
        work()
        stamp.write_text(made_from)
        self.say(f"{name}: xong sau {time.monotonic() - begun:.0f} giây")

    def call(
        self,
        argv: Sequence[str | Path],
        log: Path,
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Run one program, its output in a log that is shown only if it fails."""
        with log.open("ab") as output:
            with self._starting:
                if self._stopped:
                    raise Trouble("Đã dừng.")
                process = subprocess.Popen(
                    [str(word) for word in argv],
                    cwd=cwd,
                    env={**os.environ, **(env or {})},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
                self._running.add(process)
            code = process.wait()
            with self._starting:
                self._running.discard(process)
        if code != 0:
            raise Trouble(_explained(argv, code, log))


def _plain(said: str) -> str:
    for pattern, hint in HINTS:
        if re.search(pattern, said):
            return hint
    return said


def _explained(argv: Sequence[str | Path], code: int, log: Path) -> str:
    said = log.read_text(errors="replace").rstrip().splitlines()[-15:]
    tail = "\n".join(f"    {line}" for line in said)
    hint = _plain("\n".join(said))
    hint = "" if hint == "\n".join(said) else f"{hint}\n"
    words = " ".join(Path(str(word)).name for word in argv[:3])
    return (
        f"{hint}Bước dừng lại: {words} (mã {code}). Toàn bộ nhật ký: {log}\n"
        f"Những dòng cuối:\n{tail}"
    )
