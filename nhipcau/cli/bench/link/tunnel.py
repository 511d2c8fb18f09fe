"""Tunnel devices, and network namespaces that have no other way out."""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import struct
import subprocess
from dataclasses import dataclass

from nhipcau.supervisor.child import dies_with

# linux/if_tun.h: a tunnel of IP packets, without a header before each.
_TUNSETIFF = 0x400454CA
_IFF_TUN, _IFF_NO_PI = 0x0001, 0x1000
# linux/sched.h
_CLONE_NEWNET = 0x40000000
_MASK = 16


@dataclass(frozen=True)
class Place:
    """A namespace: who holds it, and the end of its tunnel that is ours."""

    holder: int
    tunnel: int


def tunnel(name: str, address: str, *, default: bool = False) -> int:
    """A tunnel in the present namespace, up, with an address of /16; its descriptor.

    `default`: everything that is not of this namespace goes there.
    """
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    request = struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI)
    fcntl.ioctl(end, _TUNSETIFF, request)
    _ip("link", "set", "lo", "up")
    # What waits for the relay must not be lost on the way to it.
    _ip("link", "set", name, "txqueuelen", "10000", "up")
    _ip("address", "add", f"{address}/{_MASK}", "dev", name)
    if default:
        _ip("route", "add", "default", "dev", name)
    return end


def route(address: str, name: str) -> None:
    """What goes to `address` goes through this tunnel of the present namespace."""
    _ip("route", "add", address, "dev", name)


def place(address: str) -> Place:
    """A namespace of its own, held by a child that ends with us."""
    ours, theirs = socket.socketpair()
    preexec = dies_with(os.getpid())
    child = os.fork()
    if child == 0:
        try:
            preexec()
            _unshare()
            end = tunnel("site", address, default=True)
            socket.send_fds(theirs, [b"."], [end])
            os.close(end)
            signal.pause()
        finally:
            os._exit(1)
    theirs.close()
    with ours:
        said, ends, _, _ = socket.recv_fds(ours, 1, 1)
    if not said:
        raise OSError(f"no namespace for {address}")
    os.set_blocking(ends[0], False)
    return Place(child, ends[0])


def _unshare() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "unshare")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
