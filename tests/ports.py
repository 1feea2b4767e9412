"""A port to listen on, which nobody else takes before it is listened on."""

import os
import socket
from itertools import cycle

# Below those that systems hand out for connections (from 32768 on Linux, from 49152 elsewhere);
# each of the processes that test side by side goes round in a part of its own.
_FIRST, _PART = 12_000, 1_000
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 20
_begin = _FIRST + _worker * _PART
_ports = cycle(range(_begin + os.getpid() % 500, _begin + _PART))


def free_port() -> int:
    for port in _ports:
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("a cycle has no end")
