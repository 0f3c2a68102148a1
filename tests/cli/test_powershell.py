"""PowerShell: its hook and completion, as far as they can be tried without one; in a real one where there is."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Program
from usmle_next.cli import powershell

HOSTILE = ["a b", "it's", "$(calc)", "`n", "José", "‘’‚‛“”", "日本 🩺", 'a"b', "back\\", '\\"', "", "; calc #", "{0}"]
#: Shells to try it in, where there are any.
REAL = [shell for shell in ("pwsh", "powershell") if shutil.which(shell)]
in_each = pytest.mark.parametrize("shell", REAL or [pytest.param("", marks=pytest.mark.skip("no PowerShell here"))])
CHOSEN = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}


def unquoted(told: str) -> str:
    """Return what PowerShell makes of a quoted text: quotes in quotes are doubled, letters go by their numbers."""
    parts = re.findall(r"'((?:[^'‘’‚‛]|'')*)'|\[char\](\d+)", told)
    units = [int(number).to_bytes(2, "little") if number else text.replace("''", "'") for text, number in parts]
    return b"".join(u if isinstance(u, bytes) else u.encode("utf-16-le") for u in units).decode("utf-16-le")


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_one_quoted_text(text: str) -> None:
    """In plain letters alone, for nobody knows the code page of the pipe; nothing in it is expanded."""
    told = powershell.quoted(text)
    assert told.isascii()
    assert told.isprintable()
    assert re.fullmatch(r"'(?:[^']|'')*'|\('' \+ (?:(?:'(?:[^']|'')*'|\[char\]\d+)(?: \+ )?)+\)", told)
    assert unquoted(told) == text


def test_arguments_come_apart_as_they_were() -> None:
    """By the rules of Microsoft's C library, which .NET follows on every system."""
    told = powershell.command_line(HOSTILE)
    found, at = [], 0
    while at < len(told):
        assert told[at] == '"'
        at, word = at + 1, ""
        while told[at] != '"':
            slashes = re.match(r"\\*", told[at:])[0]  # type: ignore[index]
            at += len(slashes)
            if told[at] == '"':
                word += slashes[: len(slashes) // 2]
                if len(slashes) % 2:
                    word, at = word + '"', at + 1
                else:
                    break
            else:
                word += slashes + told[at]
                at += 1
        found.append(word)
        at += 2
    assert found == HOSTILE


def test_the_hook_is_served_with_every_path_quoted(program: Program, tmp_path: Path) -> None:
    """By both names, in plain letters, with the paths that are watched, whatever they hold."""
    odd = tmp_path / "it's José’s $(x)"
    env = {"USMLE_NEXT_CONFIG": str(odd / "config"), "USMLE_NEXT_CACHE": str(odd / "cache")}
    hook = program("init", "powershell", "--file", str(odd / "mine.toml"), **env).out
    assert program("init", "pwsh", "--file", str(odd / "mine.toml"), **env).out == hook
    assert hook.isascii()
    assert "@" not in re.sub(r"@\(", "", hook)
    watched = hook.partition("$watched = @(")[2].partition("\n")[0]
    assert powershell.quoted(str(odd / "mine.toml")) in watched
    assert powershell.quoted(str(odd / "config" / "pathways")) in watched
    assert f"FileName = {powershell.quoted(sys.executable)}" in hook
    arguments = re.search(r"Arguments = (.*)", hook)
    assert arguments is not None
    assert unquoted(arguments[1]) == f'"-m" "usmle_next" "prompt" "--file" "{odd / "mine.toml"}"'


@pytest.mark.parametrize("name", ["hook", "completion"])
def test_the_scripts_are_powershell(program: Program, name: str) -> None:
    """A parser of the language finds nothing wrong in them."""
    tree_sitter = pytest.importorskip("tree_sitter")
    grammar = pytest.importorskip("tree_sitter_powershell")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    words, env = (["init", "powershell"], {}) if name == "hook" else (["--show-completion", "powershell"], CHOSEN)
    script = program(*words, **env).out
    assert "usmle" in script
    assert not parser.parse(script.encode()).root_node.has_error
    assert parser.parse(script.replace("}", "", 1).encode()).root_node.has_error


@pytest.mark.parametrize("shell", ["powershell", "pwsh"])
def test_completion_is_written_to_one_file_and_said(program: Program, shell: str) -> None:
    """Neither a profile nor a policy is touched; what to type to have it loaded is said, and again is no other."""
    said = program("--install-completion", shell, **CHOSEN).out
    assert program("--install-completion", shell, **CHOSEN).out == said
    file = program.home / "config" / "completion.ps1"
    assert f"Wrote {file}" in said
    assert powershell.quoted(f". {powershell.quoted(str(file))}") in said
    assert file.read_text() == program("--show-completion", shell, **CHOSEN).out
    assert [f.name for f in program.home.rglob("*") if f.is_file()] == ["completion.ps1"]


def test_the_other_shells_keep_their_completion(program: Program) -> None:
    """As Typer writes it."""
    assert "complete --command usmle-next" in program("--show-completion", "fish", **CHOSEN).out
    assert "Wrote" not in program("--install-completion", "fish", **CHOSEN).out
    assert (program.home / ".config" / "fish" / "completions" / "usmle-next.fish").exists()


def test_words_are_offered_in_utf8(program: Program) -> None:
    """Whatever the code page is: the script reads them so."""
    program("program", "add", "Clínica José", "--specialty", "surgery")
    env = {
        "_USMLE_NEXT_COMPLETE": "complete_powershell",
        "_TYPER_COMPLETE_ARGS": "usmle-next program show Cl",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "Cl",
        "PYTHONIOENCODING": "ascii",
        "USMLE_NEXT_TODAY": program.today,
    }
    call = [sys.executable, "-m", "usmle_next"]
    ran = subprocess.run(call, env=program.env | env, capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
    assert ran.stdout.decode("utf-8").splitlines() == ["Clínica José:::general-surgery"]


def _typed() -> list[list[str]]:
    """Return what the README has somebody type into PowerShell."""
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    blocks = "".join(re.findall(r"^```powershell$(.*?)^```$", text, re.MULTILINE | re.DOTALL)).replace("$_.id", "npi")
    found = re.findall(r"\busmle-next ([a-z-][^|)<>&;#\n]+)", blocks)
    return [shlex.split(words.rstrip(" }")) for words in found]


@pytest.mark.parametrize("words", _typed(), ids=" ".join)
def test_what_the_readme_shows_runs(program: Program, words: list[str]) -> None:
    """As it is typed there, for somebody with a profile."""
    if "completion" in words[0]:
        words = [*words, "powershell"]  # which is detected there
    program("setup", "--img", "--position", "graduate")
    assert program(*words, code=None, **CHOSEN).code in (0, 1)


def _run(shell: str, script: str, program: Program) -> str:
    ran = subprocess.run(
        [shell, "-NoProfile", "-NonInteractive", "-Command", "-"],
        input=script,
        env=program.env | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.stderr == ""
    return ran.stdout


@in_each
def test_the_line_stands_in_a_real_prompt(program: Program, shell: str, tmp_path: Path) -> None:
    """Asked for once where there is none; read without a process then, under strict rules too."""
    for name in ("DATA", "CONFIG", "CACHE"):
        program.env[f"USMLE_NEXT_{name}"] = str(tmp_path / "José’s files" / name.lower())
    program("setup", "--img", "--position", "graduate")
    program.today = time.strftime("%Y-%m-%d")
    hook = program("init", "powershell").out
    _run(shell, f"Set-StrictMode -Version Latest\n{hook}\n_usmle_next_line\nStart-Sleep 5\n", program)
    shown = _run(shell, f"Set-StrictMode -Version Latest\n{hook}\n$null = prompt\n$_usmle_next_asked\n", program)
    assert re.search(r"USMLE \d+/\d+", shown)
    assert shown.rstrip().endswith("False")
