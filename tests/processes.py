"""The program as real processes, forked from one that has imported it: the same runs without their cold starts.

Each has an environment, a folder, streams and an exit code of its own, and ends as Python ends. What is about starting
(closed streams, signals, locales, what is imported) starts cold, and so does whatever is given an environment that
Python or a library reads as it starts, or runs where nothing can be forked.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile

PROGRAM = [sys.executable, "-m", "usmle_next"]
#: What a program that starts cold does once it has run what comes before it.
THEN = "import sys; from usmle_next.__main__ import main; sys.argv[0] = 'usmle-next'; main()"
#: Variables that are read while the program runs; one that differs in any other starts cold.
READ_LATE = (
    *("USMLE_NEXT_", "_USMLE_NEXT_", "COMP_", "XDG_", "HOME", "USERPROFILE", "PAGER", "TZ", "COLUMNS", "LINES"),
    *("NO_COLOR", "PYTEST_CURRENT_TEST"),
)
#: What commands load only where they need it.
PRELOADED = (
    *("tomli", "tomli_w", "filelock", "icalendar", "jinja2", "rich.console", "rich.table", "pydantic.dataclasses"),
    *("pydantic.plugin._loader", "typer._click.decorators", "importlib.metadata", "zipfile", "encodings.utf_8_sig"),
)
NOT_PRELOADED = {"__init__", "browse", "cluster", "parquet"}


def run(
    arguments: Sequence[str | bytes],
    env: Mapping[str, str],
    cwd: Path | None = None,
    timeout: float = 60,
    strace: Sequence[str] = (),
    before: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run `usmle-next ARGUMENTS` to its end with nothing to read; return its exit code and what it wrote.

    With a call of `strace`, all that the program itself does is traced. `before` is Python that runs first.

    Raises:
        TimeoutExpired: where it took longer; it has been killed.
    """
    call = [*PROGRAM, *map(os.fsdecode, arguments)]
    with TemporaryFile() as out, TemporaryFile() as err:
        if forks(env):
            request = [call[len(PROGRAM) :], dict(env), str(cwd or Path.cwd()), None, before]
            code = _parent().run(request, (out.fileno(), err.fileno()), timeout, strace)[0]
        else:
            if before:
                call = [sys.executable, "-c", f"{before}\n{THEN}", *call[len(PROGRAM) :]]
            streams = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": err}
            code = subprocess.run([*strace, *call], env=env, cwd=cwd, timeout=timeout, **streams).returncode
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "backslashreplace").replace("\r\n", "\n"))
    return subprocess.CompletedProcess(call, code, *texts)


def forks(env: Mapping[str, str]) -> bool:
    """Whether the program is forked in this environment, or starts cold."""
    return hasattr(os, "fork") and _parent().fits(env)


def measured(arguments: Sequence[str], env: Mapping[str, str], seconds: int) -> tuple[int, str, float, float]:
    """Run `usmle-next ARGUMENTS`, which the kernel ends after so many seconds of processor time.

    Returns:
        Its exit code, its errors, the seconds it took of a processor and the megabytes at its peak.
    """
    with TemporaryFile() as err, open(os.devnull, "wb") as out:
        request = [list(arguments), dict(env), str(Path.cwd()), seconds, ""]
        code, used, peak = _parent().run(request, (out.fileno(), err.fileno()), 60, ())
        err.seek(0)
        return code, err.read().decode("utf-8", "surrogateescape"), used, peak


class _Parent:
    """The process that has imported the program, as seen from the tests."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._asks, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,  # never read, but of the kind that a program is mostly given
                pass_fds=[theirs.fileno()],
            )
        atexit.register(self._close)

    def _close(self) -> None:
        self._asks.close()
        with self._process:
            pass

    def fits(self, env: Mapping[str, str]) -> bool:
        """Whether it started as a program with this environment would."""
        differ = {name for name in {*env, *self._env} if env.get(name) != self._env.get(name)}
        return all(name.startswith(READ_LATE) for name in differ)

    def run(
        self, request: list[object], streams: tuple[int, int], timeout: float, strace: Sequence[str]
    ) -> tuple[int, float, float]:
        """Fork the program and wait for its end; return its exit code, its seconds of processor time and megabytes."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._asks, [b"."], [theirs.fileno(), *streams])
        ours.settimeout(timeout)
        with ours, ours.makefile() as told, ExitStack() as until_ended:
            ours.sendall(json.dumps(request).encode() + b"\n")
            pid = int(told.readline())
            if strace:
                until_ended.enter_context(_attached(strace, pid))
            ours.sendall(b"go\n")
            try:
                status, seconds, megabytes = json.loads(told.readline())
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(PROGRAM, timeout) from None
        return os.waitstatus_to_exitcode(status), seconds, megabytes


@contextmanager
def _attached(strace: Sequence[str], pid: int) -> Iterator[None]:
    """Trace a process that waits; end with it."""
    with subprocess.Popen([*strace, "-p", str(pid)], stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        told = tracer.stderr.readline()
        assert "attached" in told, told
        yield


@cache
def _parent() -> _Parent:
    from .conftest import home_env

    return _Parent(home_env(Path("/nowhere"), Path("/nowhere")))


def _serve(asked: socket.socket) -> None:
    """Fork for each request and tell how it ended; return in the child, where all is as the request says."""
    import resource

    wakes, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, socket.socket] = {}
    while True:
        ready = select.select([asked, wakes], [], [])[0]
        if wakes in ready:
            os.read(wakes, 4096)
            for pid in [*running]:
                ended, status, used = os.wait4(pid, os.WNOHANG)
                if ended:
                    with suppress(BrokenPipeError), running.pop(pid) as told:
                        end = [status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]
                        told.sendall(json.dumps(end).encode() + b"\n")
        if asked in ready:
            message, given, *_ = socket.recv_fds(asked, 1, 3)
            if not message:
                os._exit(0)  # the tests have ended
            told = socket.socket(fileno=given[0])
            if not (pid := os.fork()):
                break
            for number in given[1:]:
                os.close(number)
            running[pid] = told
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with told.makefile() as request:
        sys.argv[1:], env, cwd, seconds, before = json.loads(request.readline())
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        os.dup2(given[1], 1)
        os.dup2(given[2], 2)
        for mine in (asked, *running.values()):
            mine.close()
        for number in (wakes, woken, *given[1:]):
            os.close(number)
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        os.chdir(cwd)
        sys.path[0] = cwd
        told.sendall(b"%d\n" % os.getpid())
        request.readline()  # what follows may be traced: it is the same in every run
    told.close()
    exec(before, {})


def modules() -> Iterator[str]:
    """Yield the names of the program's modules, but for those of its extras."""
    import usmle_next

    folder = Path(usmle_next.__file__).parent
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        if NOT_PRELOADED.isdisjoint(parts):
            yield ".".join(("usmle_next", *parts))


def _main() -> None:
    """Import the program, and be it as often as asked."""
    asked = socket.socket(fileno=int(sys.argv.pop()))
    sys.path[0] = ""  # not the folder of the tests
    from usmle_next import __main__ as program

    sys.argv[0] = program.__file__
    for name in (*modules(), *PRELOADED):
        import_module(name)
    gc.freeze()
    _serve(asked)
    try:
        program.main()
    except SystemExit as end:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
            if threading.active_count() == 1 and not isinstance(end.code, str):
                atexit._run_exitfuncs()
                os._exit(end.code or 0)  # what Python does after this, taking down all that was imported, nobody sees
        raise


if __name__ == "__main__":
    _main()
