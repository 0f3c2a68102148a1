"""At home in real shells: the hook, the prompt, the completion."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Program
from tests.systems import need, posix_only, spawn

SHELLS = ("bash", "zsh", "fish")
START = {
    "bash": ["bash", "--norc", "--noprofile"],
    "zsh": ["zsh", "-f"],
    "fish": ["fish", "--no-config"],
}


@pytest.fixture
def home(program: Program, tmp_path: Path) -> Program:
    """A program whose every path has a space in it, with a profile and a cache of its own."""
    for name in ("DATA", "CONFIG", "CACHE"):
        program.env[f"USMLE_NEXT_{name}"] = str(tmp_path / "my files" / name.lower())
    program.env |= {"TERM": "dumb", "PS1": "$ ", "LC_ALL": "C.UTF-8"}
    program.env.pop("PROMPT_COMMAND", None)
    program("setup", "--img", "--position", "graduate", "--specialty", "surgery", "--match-year", "2027")
    # The hook asks the clock, not USMLE_NEXT_TODAY.
    program.today = time.strftime("%Y-%m-%d")
    return program


def line_of(home: Program) -> Path:
    """Return the file the hook reads."""
    hook = home("init", "bash").out
    match = re.search(r"< '([^']+\.line)'", hook)
    assert match
    return Path(match[1])


def make_line(home: Program) -> Path:
    """Let the program write the hook's line, as the hook's own refresh does."""
    file = line_of(home)
    home("prompt", USMLE_NEXT_HOOK=str(file), USMLE_NEXT_TODAY="")
    assert file.exists()
    return file


@pytest.mark.parametrize("shell", SHELLS)
@posix_only
def test_a_steady_prompt_starts_no_process(home: Program, shell: str, tmp_path: Path) -> None:
    """Traced: with a fresh line the hook runs without a fork or an exec, and gives the line."""
    need(shell)
    need("strace")
    make_line(home)
    script = tmp_path / "hook"
    script.write_text(home("init", shell).out + "_usmle_next_line\n" * 5 + 'echo "<$USMLE_NEXT_LINE>"\n')
    trace = tmp_path / "trace"
    ran = subprocess.run(
        ["strace", "-f", "-e", "trace=execve,fork,vfork,clone,clone3", "-o", str(trace), *START[shell], str(script)],
        env=home.env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    if "ptrace" in ran.stderr:
        pytest.skip("this machine does not let processes be traced")
    assert re.search(r"<USMLE \d+/\d+", ran.stdout), ran.stdout + ran.stderr
    started = [
        line
        for line in trace.read_text().splitlines()
        if re.search(r"(execve|fork|clone3?)\(", line) and "CLONE_THREAD" not in line
    ]
    assert len(started) == 1, "\n".join(started)  # the shell itself


@pytest.mark.parametrize("shell", SHELLS)
@posix_only
def test_a_stale_line_is_refreshed_in_the_background_once(home: Program, shell: str, tmp_path: Path) -> None:
    """Without a line the hook asks for one, once; after a change it asks again."""
    need(shell)
    file = line_of(home)
    script = tmp_path / "hook"
    script.write_text(home("init", shell).out + "_usmle_next_line\n_usmle_next_line\n")
    subprocess.run([*START[shell], str(script)], env=home.env, capture_output=True, timeout=60, check=True)
    for _ in range(200):
        if file.exists():
            break
        time.sleep(0.05)
    first = file.read_text()
    time.sleep(1.1)  # some shells compare whole seconds
    home("done", "ecfmg-account")
    subprocess.run([*START[shell], str(script)], env=home.env, capture_output=True, timeout=60, check=True)
    for _ in range(200):
        if file.read_text() != first:
            break
        time.sleep(0.05)
    assert file.read_text() != first


@pytest.mark.parametrize("shell", SHELLS)
@posix_only
def test_the_line_stands_in_the_prompt(home: Program, shell: str, tmp_path: Path) -> None:
    """An interactive shell with the hook loaded shows the line before its own prompt."""
    need(shell)
    make_line(home)
    rc = tmp_path / "rc"
    rc.write_text(home("init", shell).out)
    child = spawn(*START[shell], env=home.env)
    time.sleep(0.5)
    child.sendline(f"source '{rc}'")
    child.sendline("echo ready")
    child.expect(r"USMLE \d+/\d+")
    child.sendline("exit")
    child.close()


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@posix_only
def test_the_hook_works_with_set_u_and_without_home(home: Program, shell: str, tmp_path: Path) -> None:
    """Strict options, no HOME, a nested shell: nothing is printed on stderr, the exit status is kept."""
    need(shell)
    make_line(home)
    hook = tmp_path / "hook"
    hook.write_text(home("init", shell).out)
    script = f"set -u; source '{hook}'; source '{hook}'; false; _usmle_next_line; echo \"$?<$USMLE_NEXT_LINE>\""
    env = {k: v for k, v in home.env.items() if k not in ("HOME", "PS1")}
    ran = subprocess.run([*START[shell], "-c", script], env=env, capture_output=True, text=True, timeout=60)
    assert ran.stderr == ""
    assert re.search(r"<USMLE \d+/\d+", ran.stdout), ran.stdout
    if shell == "bash":
        assert ran.stdout.startswith("1<")


def test_a_read_only_cache_is_no_trouble(home: Program, tmp_path: Path) -> None:
    """The prompt is worked out each time, and nothing is said of it."""
    blocked = tmp_path / "not a folder"
    blocked.write_text("")
    out = home("prompt", USMLE_NEXT_CACHE=str(blocked / "cache"))
    assert out.out.startswith("USMLE")
    assert out.err == ""


def test_a_prompt_never_fails(home: Program) -> None:
    """A broken progress file leaves the prompt empty, with exit code 0."""
    home.file.parent.mkdir(parents=True, exist_ok=True)
    broken = Path(home.env["USMLE_NEXT_DATA"]) / "progress.toml"
    broken.write_text("schema = [")
    out = home("prompt")
    assert (out.out, out.err) == ("", "")
    assert broken.read_text() == "schema = ["


def test_prompt_words_and_within(home: Program) -> None:
    """One's own words, and silence when nothing is near."""
    home.today = "2027-02-20"
    assert re.fullmatch(r"\d+ of \d+", home("prompt", "--format", "{done} of {total}").out.strip())
    assert home("prompt", "--within", "90d").out.strip()
    home.today = "2026-01-05"
    assert home("prompt", "--within", "1d").out == ""
    assert "no word" in home("prompt", "--format", "{frob}", code=2).err


def test_remind_speaks_once_a_day(home: Program) -> None:
    """Silent when nothing is near; with --daily said once; --check sets the exit code."""
    home.today = "2027-01-25"
    assert "usmle-next:" in home("remind", "--daily", "--within", "30d").out
    assert home("remind", "--daily", "--within", "30d").out == ""
    home("remind", "--within", "30d", "--check", code=1)
    home.today = "2027-01-26"
    assert "usmle-next:" in home("remind", "--daily", "--within", "30d").out


def test_kept_answers_are_not_given_after_a_change(home: Program) -> None:
    """What was printed is printed again, until something it hangs on changes."""
    first = home("next", "--plain").out
    assert home("next", "--plain").out == first
    home("done", first.split("\t")[0])
    assert home("next", "--plain").out != first
    assert home("next", "--plain", USMLE_NEXT_TODAY="2028-06-01").out != first


@posix_only
def test_completion_of_a_step_by_tab(home: Program, tmp_path: Path) -> None:
    """In bash, `show ecfmg-appl<TAB>` becomes the whole id."""
    need("bash")
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "usmle-next").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m usmle_next "$@"\n')
    (folder / "usmle-next").chmod(0o755)
    home.env["PATH"] = f"{folder}:{home.env['PATH']}"
    shown = subprocess.run(
        [str(folder / "usmle-next"), "--show-completion"],
        env=home.env | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True,
        text=True,
    )
    script = shown.stdout
    if not script:
        script = subprocess.run(
            [str(folder / "usmle-next"), "--show-completion", "bash"], env=home.env, capture_output=True, text=True
        ).stdout
    assert "_USMLE_NEXT_COMPLETE" in script
    rc = tmp_path / "rc"
    rc.write_text(script)
    child = spawn("bash", "--norc", "--noprofile", env=home.env)
    child.sendline(f"source '{rc}'")
    child.sendline("echo re''ady")
    child.expect("ready")
    child.send("usmle-next show ecfmg-appl\t")
    child.expect("ecfmg-application")
    child.sendcontrol("c")
    child.sendline("exit")
    child.close()


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_offers_ids_states_and_specialties(home: Program, shell: str) -> None:
    """The completion each shell calls answers with ids, and titles where the shell shows them."""
    line = {"bash": "complete_bash", "zsh": "complete_zsh", "fish": "complete_fish"}[shell]

    def offered(words: str, last: str) -> str:
        env = {
            "_USMLE_NEXT_COMPLETE": line,
            "COMP_WORDS": f"usmle-next {words}",
            "COMP_CWORD": str(len(f"usmle-next {words}".split()) - (0 if words.endswith(" ") else 1)),
            "_TYPER_COMPLETE_ARGS": f"usmle-next {words}",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "_TYPER_COMPLETE_WORD_TO_COMPLETE": last,
        }
        return home(code=None, **env).out

    steps = offered("show ecfmg-appl", "ecfmg-appl")
    assert "ecfmg-application" in steps
    if shell != "bash":
        assert "Apply for ECFMG certification" in steps
    assert "TX" in offered("states T", "T")
    assert "general-surgery" in offered("specialties gen", "gen")


def test_starship_and_powerlevel10k_have_snippets(home: Program) -> None:
    """The two prompts people use most."""
    assert "[env_var.USMLE_NEXT_LINE]" in home("init", "starship").out
    assert "prompt_usmle_next" in home("init", "powerlevel10k").out
    assert "No hook" in home("init", "tcsh", code=2).err


def test_the_daily_path_imports_nothing_heavy(home: Program) -> None:
    """Asserted in clean processes: what each command may not load."""
    heavy = {"pydantic", "tomllib", "icalendar", "tomli_w", "textual"}
    home("status")
    home("prompt")
    for arguments, banned in (
        (["prompt"], heavy | {"typer", "rich", "json", "dataclasses", "pathlib"}),
        (["next", "--json", "-n", "7"], heavy | {"rich.table", "rich.console"}),
        (["status", "--no-color"], heavy | {"filelock"}),
        (["--help"], heavy | {"rich.table"}),
        (["browse", "--help"], heavy | {"rich.table"}),
    ):
        code = (
            "import sys; sys.argv = ['usmle-next', *sys.argv[1:]]\n"
            "import usmle_next.__main__ as m\n"
            "try: m.main()\n"
            "except SystemExit: pass\n"
            "print('LOADED', *sys.modules)"
        )
        env = home.env | {"USMLE_NEXT_TODAY": home.today}
        ran = subprocess.run([sys.executable, "-c", code, *arguments], env=env, capture_output=True, text=True)
        loaded = set(ran.stdout.rpartition("LOADED ")[2].split())
        assert loaded & banned == set(), arguments


def test_the_domain_imports_nothing_heavy() -> None:
    """The core needs neither pydantic nor a terminal, a parser or a clock."""
    code = "import sys, usmle_next.domain.road.planner, usmle_next.domain.road.licenses; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "usmle_next.domain.road.planner" in loaded
    assert loaded & {"pydantic", "tomllib", "typer", "rich", "json", "tomli_w", "filelock"} == set()


@pytest.mark.parametrize(
    ("shell", "written"),
    [
        ("bash", {".bash_completions/usmle-next.sh", ".bashrc"}),
        ("zsh", {".zfunc/_usmle-next", ".zshrc"}),
        ("fish", {".config/fish/completions/usmle-next.fish"}),
    ],
)
def test_installing_the_completion_names_every_file_it_writes(home: Program, shell: str, written: set[str]) -> None:
    """Nothing is put into a shell's files unsaid."""
    need(shell)
    before = {file for file in home.home.rglob("*") if file.is_file()}
    script = f"'{sys.executable}' -m usmle_next --install-completion; true"
    ran = subprocess.run([*START[shell], "-c", script], env=home.env, capture_output=True, text=True, timeout=60)
    new = {file for file in home.home.rglob("*") if file.is_file()} - before
    ours = {
        file
        for file in new
        if not {"fish", "my files"} & set(file.relative_to(home.home).parts) or "completions" in file.parts
    }
    assert {file.relative_to(home.home).as_posix() for file in ours} == written
    assert [file for file in ours if str(file) not in ran.stdout] == []
