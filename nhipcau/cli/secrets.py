"""The data folder and the secrets of one installation, made on the first run."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: What fits into the address of a Unix socket: 108 bytes with the closing zero.
LONGEST_SOCKET = 107
#: The longest that is made: `base.wake`, with the highest number Linux gives.
FARTHEST_SOCKET = Path("run") / "wake" / "4194304.sock"


class NotUsableError(Exception):
    """What is in the way of this installation, as a sentence."""


@contextmanager
def storing(goal: Path) -> Iterator[None]:
    """What the system says when `goal` cannot be written, as a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            reason = (
                f"Ổ đĩa dữ liệu đã đầy, không ghi được {goal}.\n"
                "Hãy giải phóng chỗ rồi chạy lại."
            )
        else:
            reason = (
                f"Không ghi được {goal}: {error.strerror}.\n"
                "Hãy kiểm tra ổ đĩa và quyền của thư mục dữ liệu rồi chạy lại."
            )
        raise NotUsableError(reason) from None


def data_folder(default: str = "data") -> Path:
    """The folder that `NHIPCAU_DATA_DIR` names, whole and absolute, ours alone."""
    folder = Path(os.environ.get("NHIPCAU_DATA_DIR") or default).resolve()
    try:
        for each in (folder, folder / "run", folder / "door"):
            each.mkdir(parents=True, exist_ok=True)
            each.chmod(0o700)
    except OSError as error:
        raise NotUsableError(
            f"Không dùng được thư mục dữ liệu {folder}: {error.strerror}.\n"
            "Hãy sửa quyền, hoặc đặt NHIPCAU_DATA_DIR thành một thư mục khác."
        ) from None
    if len(os.fsencode(folder / FARTHEST_SOCKET)) > LONGEST_SOCKET:
        raise NotUsableError(
            f"Đường dẫn {folder} quá dài cho một socket.\n"
            "Hãy đặt NHIPCAU_DATA_DIR thành một đường dẫn ngắn hơn."
        )
    os.environ["NHIPCAU_DATA_DIR"] = str(folder)
    return folder


def ensure_secrets(folder: Path) -> bool:
    """Write `secrets.toml` if there is none; True when it was made now."""
    goal = folder / "secrets.toml"
    with storing(goal):
        if goal.exists():
            goal.chmod(0o600)
            return False
    lines = {
        "secret_key": secrets.token_urlsafe(48),
        "engine_key": f"nhipcau{secrets.token_hex(4)}",
        "engine_secret": secrets.token_urlsafe(48),
    }
    text = "".join(f'{name} = "{value}"\n' for name, value in lines.items())
    write_private(goal, f"# Made by the first run; keep it secret.\n{text}")
    return True


def write_private(goal: Path, text: str) -> None:
    """Replace a file whole, readable by us alone from its first moment on."""
    part = goal.with_suffix(".part")
    with storing(goal):
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        part.replace(goal)
