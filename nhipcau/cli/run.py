"""Starts the whole product on this machine and stays until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from nhipcau.cli.certificate import certificate_in
from nhipcau.cli.demo import meeting_file
from nhipcau.cli.processes import (
    Installation,
    generated_files,
    wanted_ports,
    wanted_processes,
)
from nhipcau.cli.secrets import (
    NotUsableError,
    data_folder,
    ensure_secrets,
    storing,
    write_private,
)
from nhipcau.core.hosts import is_address
from nhipcau.supervisor.binaries import DOOR, ENGINE, INGEST, ROOT, Binary
from nhipcau.supervisor.certificates import trusted
from nhipcau.supervisor.cores import Reading, Usage, read, usage
from nhipcau.supervisor.ports import Port, holder, is_free
from nhipcau.supervisor.spec import ProcessSpec
from nhipcau.supervisor.supervisor import Event, Report, Supervisor

HELP = "Khởi động Nhịp Cầu trên máy này; Ctrl-C để dừng tất cả."
#: Below this SQLite, recordings and logs would soon fail in the middle of a meeting.
DISK_WARNING = 1024**3
#: A demonstration shows after so many seconds what it costs, measured over the last.
SHOW_AFTER, MEASURED = 30, 15
COLOURS = (36, 33, 35, 32, 34)
#: What to look at first when a process dies again and again; else: its last lines.
ADVICE = {
    "livekit": (
        "Hãy xem cổng NHIPCAU_ENGINE_TCP_PORT, NHIPCAU_ENGINE_UDP_PORT có bị chương "
        "trình khác chiếm không, và NHIPCAU_NODE_IP có phải địa chỉ của máy này không."
    ),
    "door": "Hãy xem cổng NHIPCAU_HTTP_PORT, NHIPCAU_HTTPS_PORT có bị chiếm không.",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything else is configuration."""
    parser.add_argument(
        "--demo", action="store_true", help="với huyện mẫu, trong một thư mục riêng"
    )


def main(options: argparse.Namespace) -> int:
    """Prepare, check what could be in the way, then supervise."""
    os.umask(0o077)  # what the processes write is for this user alone
    try:
        folder = data_folder("data/demo" if options.demo else "data")
        if options.demo:
            os.environ["NHIPCAU_DEMO"] = "true"
        with _alone(folder):
            ensure_secrets(folder)
            installation = this_installation(folder)
            _check_ports(wanted_ports(installation))
            hint = _prepare(folder, demo=options.demo)
            if options.demo:
                meeting = int(meeting_file(folder).read_text())
                installation = replace(installation, demo_meeting=meeting)
            for path, text in generated_files(installation).items():
                write_private(path, text)
            asyncio.run(supervise(installation, hint))
    except NotUsableError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


def this_installation(folder: Path) -> Installation:
    """What the configuration says, completed by what this machine is."""
    from django.conf import settings

    config: Any = settings.NHIPCAU
    return Installation(
        data=folder,
        engine_binary=_binary(ENGINE),
        door_binary=_binary(DOOR),
        ingest_binary=_binary(INGEST),
        engine_key=config.engine_key,
        engine_secret=config.engine_secret.get_secret_value(),
        addresses=own_addresses(config),
        hosts=own_hosts(config),
        loopback=_loopback(),
        certificate=certificate_in(folder),
        http_port=config.http_port,
        https_port=config.https_port,
        engine_port=config.engine_port,
        engine_tcp_port=config.engine_tcp_port,
        engine_udp_port=config.engine_udp_port,
        hook_port=config.hook_port,
        rtmp_port=config.rtmp_port,
        srt_port=config.srt_port,
    )


def own_hosts(config: Any) -> list[str]:
    """The names of this machine to which the door answers with TLS."""
    return tls_hosts(config.hosts, own_addresses(config), socket.gethostname())


def own_addresses(config: Any) -> Sequence[str]:
    """Where the sites reach this machine: as it was set, else as it finds itself."""
    found: Sequence[str] = config.node_ip or (own_address(),)
    return found


def tls_hosts(given: Sequence[str], addresses: Sequence[str], name: str) -> list[str]:
    """The names the door answers to with TLS: those given, and what is found.

    Addresses come first: who names no host in TLS has typed an address.
    """
    names = {*given, *addresses, name.lower()} - {"localhost"}
    return sorted(
        (name for name in names if not name.startswith("127.")),
        key=lambda name: (not is_address(name), name),
    )


def own_address() -> str:
    """The address other machines reach us by; loopback when there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing, asks for the route
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _loopback() -> Sequence[str]:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return ("127.0.0.1",)
    return ("127.0.0.1", "::1")


def _binary(binary: Binary) -> Path:
    found = binary.find()
    if found is None or not os.access(found, os.X_OK):
        raise NotUsableError(
            f"Không tìm thấy chương trình {found or binary.name}.\n"
            f"Hãy chạy ./run để dựng nó, hoặc đặt {binary.setting}."
        )
    return found


def _alone(folder: Path) -> TextIO:
    """The lock of this data folder, ours until it is closed."""
    goal = folder / "run" / "lock"
    with storing(goal):
        lock = goal.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise NotUsableError(
            f"Nhịp Cầu đang chạy với thư mục dữ liệu {folder} "
            f"(tiến trình {lock.read().strip() or '?'})."
        ) from None
    with storing(goal):
        lock.truncate(0)
        # Past the buffer: one that cannot be emptied would fail again on closing.
        os.write(lock.fileno(), str(os.getpid()).encode())
    return lock


def _prepare(folder: Path, *, demo: bool) -> str:
    """The database as this release wants it; how to sign in, if that is news."""
    if (free := shutil.disk_usage(folder).free) < DISK_WARNING:
        print(f"Chú ý: ổ đĩa dữ liệu chỉ còn {free // 1024**2} MB.")
    found = trusted(folder)
    if found and found.ends_soon(datetime.now(UTC)):
        print(f"Chú ý: chứng chỉ của máy chủ hết hạn ngày {found.ends:%d/%m/%Y}.")
    steps = [["prepare"], ["demo"]] if demo else [["prepare", "--first-link"]]
    return "".join(_step(words) for words in steps)


def _step(words: Sequence[str]) -> str:
    """A child of its own: Django's memory is not kept by the supervisor."""
    done = subprocess.run(
        [sys.executable, "-m", "nhipcau", *words],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    if done.returncode == 0:
        return done.stdout
    last = "\n".join(done.stderr.rstrip().splitlines()[-12:])
    reason = "Không chuẩn bị được cơ sở dữ liệu."
    if "disk is full" in done.stderr or "No space left" in done.stderr:
        reason = "Ổ đĩa dữ liệu đã đầy: hãy giải phóng chỗ rồi chạy lại."
    raise NotUsableError(f"{reason}\n{last}")


def _check_ports(ports: Sequence[Port]) -> None:
    taken = [port for port in ports if not is_free(port)]
    if not taken:
        return
    lines = ["Có cổng mạng đã bị chương trình khác chiếm:"]
    for port in taken:
        who = holder(port) or "một chương trình của người dùng khác"
        lines.append(
            f"  cổng {port.number}/{port.protocol}: {who}. "
            f"Hãy dừng nó, hoặc chọn cổng khác: "
            f"{port.setting}={port.number + 100} ./run"
        )
    raise NotUsableError("\n".join(lines))


async def supervise(installation: Installation, hint: str = "") -> None:
    """Until SIGINT or SIGTERM; a second one ends everything at once."""
    specs = wanted_processes(installation)
    console = Console(specs, installation, hint)
    supervisor = Supervisor(
        specs,
        installation.run / "status.json",
        Report(console.line, console.event),
    )

    def asked() -> None:
        if console.stopping:
            supervisor.kill()
        else:
            console.stopping = True
            print("\nĐang dừng…")
            supervisor.stop()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, asked)
    watching = loop.create_task(_show_cost(supervisor, console, installation))
    await supervisor.run()
    watching.cancel()
    print("Đã dừng.")


async def _show_cost(
    supervisor: Supervisor, console: Console, installation: Installation
) -> None:
    if not installation.demo_meeting:
        return
    await console.welcomed.wait()
    await asyncio.sleep(SHOW_AFTER - MEASURED)
    before = _readings(supervisor)
    await asyncio.sleep(MEASURED)
    if not console.stopping:
        console.cost(usage(before, _readings(supervisor), MEASURED))


def _readings(supervisor: Supervisor) -> dict[str, Reading]:
    pids = {name: row.pid for name, row in supervisor.status.processes.items()}
    found = {name: read(pid) for name, pid in pids.items() if pid}
    return {name: one for name, one in found.items() if one}


class Console:
    """What the person at the terminal reads."""

    def __init__(
        self, specs: Sequence[ProcessSpec], installation: Installation, hint: str
    ) -> None:
        self.stopping = False
        self.welcomed = asyncio.Event()
        self._warned = False
        self._waited_for = {spec.name for spec in specs}
        self._last_line: dict[str, str] = {}
        self._failing: dict[str, Event] = {}
        self._hint = hint
        self._installation = installation
        self._width = max(len(spec.name) for spec in specs)
        self._colours = dict(
            zip((spec.name for spec in specs), COLOURS * 2, strict=False)
        )
        self._tty = sys.stdout.isatty()

    def line(self, name: str, text: str) -> None:
        """One line of a process, after its name."""
        if text:
            self._last_line[name] = text
        self._print(name, text)

    def _print(self, name: str, text: str) -> None:
        label = f"{name:<{self._width}} │"
        if self._tty and name in self._colours:
            label = f"\x1b[{self._colours[name]}m{label}\x1b[0m"
        print(f"{label} {text}", flush=True)

    def event(self, event: Event) -> None:
        """The way in, deaths, failed starts; the rest is in the status file."""
        if self.stopping:
            return
        if not self.welcomed.is_set():
            self._starting(event)
        if event.kind not in {"died", "cannot_start"}:
            return
        what = (
            f"không khởi động được: {event.reason}"
            if event.kind == "cannot_start"
            else f"dừng bất thường (mã {event.exit_code})"
        )
        when = f"sau {event.delay:.1f} giây" if event.delay else "ngay"
        often = "; dừng nhiều lần trong một phút" if event.degraded else ""
        self._print(event.name, f"{what}, khởi động lại {when}{often}")

    def _starting(self, event: Event) -> None:
        """Until all answer once: which is ready, and which does not come up."""
        if event.kind == "ready":
            self._waited_for.discard(event.name)
            self._failing.pop(event.name, None)
        elif event.kind in {"died", "cannot_start"}:
            self._waited_for.add(event.name)
            if event.degraded:
                self._failing[event.name] = event
        if not self._waited_for:
            self.welcomed.set()
            self._welcome("Nhịp Cầu đã sẵn sàng")
        elif self._failing and not self._warned and self._pages_decided():
            self._warned = True
            self._warn()

    def _pages_decided(self) -> bool:
        """Whether the pages are there, or it is they that do not come up."""
        return "door" not in self._waited_for or not {"door", "web"}.isdisjoint(
            self._failing
        )

    def _warn(self) -> None:
        print("\nNhịp Cầu CHƯA sẵn sàng, vẫn đang thử lại:")
        for name, event in self._failing.items():
            reason = event.reason or self._last_line.get(name, "")
            code = "" if event.exit_code is None else f" (mã {event.exit_code})"
            print(f"  {name} không khởi động được{code}: {reason}")
            print(f"  {ADVICE.get(name, 'Lý do nằm trong các dòng của nó ở trên.')}")
        if "door" not in self._waited_for:
            self._welcome("Các trang đã mở được, nhưng chưa họp được")

    def _welcome(self, what: str) -> None:
        place = self._installation
        print(f"\n{what}: http://localhost:{place.http_port}")
        for host in place.hosts:
            print(f"  từ máy khác: https://{host}:{place.https_port}")
        if place.hosts:
            print(
                "  cài các máy đó một lần: "
                f"https://{place.hosts[0]}:{place.https_port}/trust"
            )
        print(f"{self._hint}Ctrl-C để dừng.\n", flush=True)

    def cost(self, rows: Sequence[Usage]) -> None:
        """What the machine spends on each process."""
        print(f"\nMỗi tiến trình dùng bao nhiêu (trung bình {MEASURED} giây vừa qua):")
        for row in rows:
            print(f"  {_costs(row.name, row.cores, row.bytes)}")
        cores, memory = sum(r.cores for r in rows), sum(r.bytes for r in rows)
        print(f"  {_costs('tất cả', cores, memory)}\n", flush=True)


def _costs(name: str, cores: float, memory: int) -> str:
    share = f"{cores:.2f}".replace(".", ",")
    return f"{name:<10} {share:>5} lõi  {memory // 1024**2:>5} MB"
