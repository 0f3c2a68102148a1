"""Nothing talks to the network, starts a program, or runs what it reads."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

import usmle_next

from .. import processes
from ..conftest import Program

WATCH = """
import os, sys
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "pty.spawn",
             "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "ctypes.dlopen", "pickle.", "marshal.loads")
MAY_WRITE = %s
def hook(event, args):
    if event.startswith(FORBIDDEN) and not (event == "marshal.loads" and importing()):
        os.write(2, f"FORBIDDEN {event} {args!r}\\n".encode())
        os._exit(99)
    if event == "open" and isinstance(args[0], str) and (args[2] or 0) & (os.O_WRONLY | os.O_RDWR):
        if not os.path.abspath(args[0]).startswith(MAY_WRITE) and args[0] != os.devnull:
            os.write(2, f"FORBIDDEN write to {args[0]}\\n".encode())
            os._exit(98)
def importing():
    frame = sys._getframe(2)
    return frame.f_code.co_filename.startswith("<frozen importlib")
sys.dont_write_bytecode = True
import usmle_next.__main__
sys.addaudithook(hook)
"""
COMMANDS = [
    ["setup", "--img", "--specialty", "surgery", "--state", "TX", "--visa", "j1"],
    ["done", "ecfmg-account", "--on", "2026-10-03"],
    ["note", "ecfmg-account", "see https://example.org"],
    ["exam", "step1", "--on", "2026-03-02", "--pass"],
    ["cme", "4.5", "--topic", "ethics"],
    ["program", "add", "Alder", "--specialty", "surgery", "--interview", "2026-12-04 09:00 ET", "--rank", "1"],
    ["program", "list"],
    ["program", "rank"],
    ["costs", "--interview-usd", "150"],
    ["status"],
    ["plan", "--json"],
    ["next", "--plain"],
    ["show", "ecfmg-certificate"],
    ["deadlines", "--within", "1y"],
    ["sources"],
    ["states"],
    ["states", "TX", "CA"],
    ["specialties", "surgery"],
    ["prompt"],
    ["remind"],
    ["history"],
    ["undo"],
    ["redo"],
    ["repair"],
    ["init", "bash"],
    ["lint"],
    ["schema", "plan"],
    ["--help"],
    ["status", "--help"],
]


def _watched(program: Program, arguments: list[str], planted: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    watch = WATCH.replace("%s", repr((f"{program.home}/", f"{program.env['USMLE_NEXT_CACHE']}/")))
    return processes.run(arguments, program.env | {"USMLE_NEXT_TODAY": program.today} | env, before=watch + planted)


def test_no_command_opens_a_socket_starts_a_program_or_writes_elsewhere(program: Program) -> None:
    """Every command works where a socket, another process or a write outside its folders would end it."""
    for arguments in COMMANDS:
        for _ in range(2 if arguments[0] in ("status", "plan", "next") else 1):
            ran = _watched(program, arguments)
            assert ran.returncode == 0, f"{arguments}: exit {ran.returncode}\n{ran.stderr}"
            assert ran.stdout
    assert (program.home / "data" / "progress.toml").exists()


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        ("import socket; socket.socket()", 99),
        ("import subprocess; subprocess.run(['true'])", 99),
        ("open('/tmp/usmle-next-elsewhere', 'w')", 98),
    ],
)
def test_the_watch_would_see_it(program: Program, code: str, exit_code: int) -> None:
    """The hook does end a process that does what is forbidden."""
    for env in ({}, {"LANG": "C.UTF-8"}):  # forked, and started cold
        ran = _watched(program, ["--version"], planted=code, **env)
        assert ran.returncode == exit_code, ran.stderr


def test_no_module_does_it_when_it_is_loaded(program: Program) -> None:
    """Nor do the libraries: a forked program has them loaded before it is watched.

    But for icalendar, which loads ctypes: the calendar's alone.
    """
    names = [n for n in (*processes.modules(), *processes.PRELOADED) if "ical" not in n and ".ics" not in n]
    assert len(names) > 200
    every = "\nfrom importlib import import_module\n" + "".join(f"import_module({name!r})\n" for name in names)
    ran = _watched(program, ["--version"], planted=every, LANG="C.UTF-8")
    assert ran.returncode == 0, ran.stderr


_MODULES = """socket ssl http urllib ftplib smtplib telnetlib xmlrpc asyncio webbrowser requests httpx aiohttp
pickle marshal shelve dill subprocess ctypes cffi code codeop runpy multiprocessing"""
FORBIDDEN_MODULES = set(_MODULES.split())
#: What the user's own programs are started by, and nothing else: a browser when a link is opened, the pager.
STARTERS = {"render/browse/links.py": {"webbrowser"}, "cli/share.py": {"webbrowser"}, "paging.py": {"subprocess"}}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "breakpoint"}
FORBIDDEN_OF_OS = {"system", "popen", "fork", "forkpty", "posix_spawn", "posix_spawnp"}


@pytest.mark.parametrize("file", sorted(Path(usmle_next.__file__).parent.rglob("*.py")), ids=lambda f: f.stem)
def test_no_module_could(file: Path) -> None:
    """No module imports what opens connections, runs programs or brings objects to life, or evaluates text."""
    may = STARTERS.get(file.relative_to(Path(usmle_next.__file__).parent).as_posix(), set())
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [a.name for a in node.names if a.name.partition(".")[0] in FORBIDDEN_MODULES]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            if (node.module or "").partition(".")[0] in FORBIDDEN_MODULES:
                found.append(str(node.module))
        elif isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in FORBIDDEN_CALLS:
                found.append(called.id)
            elif isinstance(called, ast.Attribute) and ast.unparse(called.value) == "os":
                bad = called.attr in FORBIDDEN_OF_OS or called.attr.startswith(("exec", "spawn"))
                found += [f"os.{called.attr}"] if bad else []
    assert set(found) <= may
