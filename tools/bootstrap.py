"""Makes a checkout ready to run: venv, packages, front end, engine and door.

Standard library only. Each step is skipped while the hash of what it is made from
stands in its stamp, so a second start takes moments.
"""

from __future__ import annotations

import fcntl
import os
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from nhipcau.supervisor.binaries import DOOR, ENGINE, INGEST  # noqa: E402
from tools.steps import (  # noqa: E402
    PYTHON,
    STAMPS,
    build_binary,
    build_front_end,
    compile_texts,
    install_packages,
    make_venv,
    tool_env,
)
from tools.workbench import Trouble, Workbench, check_machine  # noqa: E402


def prepare(bench: Workbench) -> None:
    """Everything `./run` and `./check` need, as much as possible at the same time."""
    make_venv(bench)

    def packages() -> None:
        install_packages(bench)
        compile_texts(bench)

    def binaries() -> None:
        build_binary(bench, ENGINE)
        build_binary(bench, DOOR)
        build_binary(bench, INGEST)

    branches = [packages, lambda: build_front_end(bench), binaries]
    threads = [
        threading.Thread(target=bench.guarded, args=[work], daemon=True)
        for work in branches
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():  # so that Ctrl-C is heard
            thread.join(0.2)
    if bench.trouble is not None:
        raise bench.trouble


def become(command: str, rest: list[str]) -> None:
    """Go on as the product or as its tests, in the same process."""
    os.environ.update(tool_env())
    what = ["-m", "tools.lanes"] if command == "check" else ["-m", "nhipcau", command]
    os.execv(PYTHON, [str(PYTHON), *what, *rest])


def main(argv: list[str]) -> int:
    """Prepare, then become the product (`run`) or its tests (`check`)."""
    command, *rest = argv
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace", line_buffering=True)  # type: ignore[union-attr]
    bench = Workbench(time.monotonic())
    try:
        check_machine(ROOT)
        STAMPS.mkdir(parents=True, exist_ok=True)
        with (STAMPS / "lock").open("w") as lock:
            # Two at once would build into each other.
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                bench.say("Một lần chuẩn bị khác đang chạy, đang đợi nó xong…")
                fcntl.flock(lock, fcntl.LOCK_EX)
            prepare(bench)
    except Trouble as trouble:
        bench.stop()
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        bench.stop()
        print("\nĐã dừng theo yêu cầu.", file=sys.stderr)
        return 130
    become(command, rest)
    return 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:] or ["run"]))
