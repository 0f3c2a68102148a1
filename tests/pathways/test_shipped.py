"""The definitions are tested like code."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.grid import PROFILES
from usmle_next.domain.definitions import checks
from usmle_next.domain.definitions.catalog import Catalog
from usmle_next.domain.person.profile import Profile
from usmle_next.domain.person.progress import Progress
from usmle_next.domain.road.plan import OPEN
from usmle_next.domain.road.planner import plan
from usmle_next.domain.vocabulary import STAGES
from usmle_next.storage import places

JURISDICTIONS = 55


def test_everything_loads(catalog: Catalog) -> None:
    """All stages, jurisdictions, specialties and seasons are there."""
    assert len(catalog.states) == JURISDICTIONS
    kinds = Counter(s.kind for s in catalog.specialties.values())
    assert kinds["fellowship"] > 90
    assert sum(kinds[k] for k in ("residency", "preliminary")) >= 31
    assert set(catalog.seasons) == {2026, 2027, 2028}
    assert {s.stage for s in catalog.steps.values()} == set(STAGES)


def test_no_errors_and_no_doubtful_steps(catalog: Catalog) -> None:
    """A load finds nothing wrong, and lint nothing to say of a step."""
    found = list(checks.problems(catalog))
    assert [p for p in found if p.severity == "error"] == []
    assert [p for p in found if p.id in catalog.steps] == []


def test_links_go_to_public_pages(catalog: Catalog) -> None:
    """A user is never sent to a mirror, a staging host or an address by number."""
    bad = re.compile(
        r"staging|mirror|xapi|tsemswp|golive|dxcloud|elaws|\d+\.\d+\.\d+\.\d+|reddit|blogspot|pages\.dev|localhost"
    )
    for step in catalog.steps.values():
        for link in step.links:
            assert not bad.search(link.url), f"{step.id}: {link.url}"


def test_titles_are_short_actions(catalog: Catalog) -> None:
    """A title fits on a line, and why and how say something."""
    for step in catalog.steps.values():
        assert len(step.title) <= 78, step.id
        assert step.title[0].isupper(), step.id
        assert not step.title.endswith("."), step.id
        assert len(step.why) >= 20, step.id
        assert step.how, step.id


def test_prose_is_for_users(catalog: Catalog) -> None:
    """No researcher's talk, no words that go stale, American spelling."""
    bad = re.compile(
        r"roadmap-2026|study-2026|was not seen|not seen\b|looked again|stored page|licence|programme\b|practise", re.I
    )
    texts: list[tuple[str, str]] = []

    def collect(where: str, thing: Any) -> None:
        if hasattr(thing, "__dataclass_fields__"):
            for name in thing.__dataclass_fields__:
                if name not in ("source", "basis_source", "url", "second_url", "as_of", "evidence"):
                    collect(f"{where}.{name}", getattr(thing, name))
        elif isinstance(thing, list):
            for each in thing:
                collect(where, each)
        elif isinstance(thing, str):
            texts.append((where, thing))

    for kind in ("steps", "states", "specialties", "seasons"):
        for id, thing in getattr(catalog, kind).items():
            collect(f"{kind} {id}", thing)
    assert [(w, t) for w, t in texts if bad.search(t)] == []


def test_schemas_beside_the_data_are_those_of_the_model(documented: dict[str, Any]) -> None:
    """`pathways/schemas` is what `schema --write` writes."""
    folder = Path(places.shipped_pathways()) / "schemas"
    for name, schema in documented.items():
        assert json.loads((folder / f"{name}.json").read_text()) == schema, f"run: usmle-next schema --write {folder}"


def test_definition_files_fit_their_schema(documented: dict[str, Any]) -> None:
    """An editor with the schema finds nothing wrong in any file."""
    import tomllib

    import jsonschema_rs

    for kind, name in (("steps", "steps"), ("states", "state"), ("specialties", "specialty"), ("seasons", "season")):
        validator = jsonschema_rs.Draft202012Validator(documented[name])
        for file in sorted((Path(places.shipped_pathways()) / kind).glob("*.toml")):
            text = file.read_text()
            assert text.startswith(f"#:schema ../schemas/{name}.json\n"), file.name
            document = json.loads(json.dumps(tomllib.loads(text), default=str))
            assert [e.message[:200] for e in validator.iter_errors(document)] == [], file.name


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_gets_a_plan(catalog: Catalog, name: str) -> None:
    """Whoever asks gets steps that are in order, and never a placeholder or a contradiction."""
    profile = PROFILES[name]
    made = plan(catalog, profile, Progress(), date(2026, 11, 22))
    assert made.steps
    ids = [s.id for s in made.steps]
    assert len(ids) == len(set(ids))
    order = {s.id: n for n, s in enumerate(made.steps)}
    for s in made.steps:
        detail = made.detail(s.id)
        assert "{" not in s.title + detail.why + "".join(detail.how)
        assert detail.because
        assert set(s.waits_on) <= order.keys()
        if s.status == "waiting":
            assert s.waits_on
        if s.status == "ready":
            assert not s.waits_on
        assert not (s.overdue and s.status not in OPEN)
        assert (s.due is None) == (s.due_status is None)


@pytest.mark.parametrize("code", sorted(p.stem for p in (Path(places.shipped_pathways()) / "states").glob("*.toml")))
def test_every_state_and_specialty_gets_a_plan(catalog: Catalog, code: str) -> None:
    """An attending in any state has a license to get and to renew."""
    made = plan(catalog, Profile(position="attending", img=True, states=[code.upper()]), Progress(), date(2026, 11, 22))
    ids = {s.id for s in made.steps}
    assert {f"license-application:{code}", f"full-license:{code}", f"license-renewal:{code}"} <= ids


@pytest.mark.parametrize("id", sorted(p.stem for p in (Path(places.shipped_pathways()) / "specialties").glob("*.toml")))
def test_every_specialty_gets_a_plan(catalog: Catalog, id: str) -> None:
    """Whatever the specialty, its name stands in the plan and its board's steps carry its id."""
    made = plan(catalog, Profile(img=False, degree="md", specialties=[id]), Progress(), date(2026, 11, 22))
    assert any(s.specialty == id for s in made.steps)


def test_facts_are_nowhere_without_provenance() -> None:
    """A fee without source does not load (the checker's own example)."""
    from usmle_next.domain.definitions.steps import Fee

    bare = Fee(usd=5, source=[], as_of="2026", confidence="official")
    assert any("no source" in text for text in checks._walk(bare, "fee"))


def test_pathways_hold_no_private_path() -> None:
    """No path of a machine stands in a definition."""
    for file in Path(places.shipped_pathways()).rglob("*.toml"):
        assert "/work/" not in file.read_text(), file
        assert Path(file).suffix == ".toml"


def test_every_address_has_a_publisher(catalog: Catalog) -> None:
    """Nothing rests on a page of which nobody knows whose it is, and no link leads to a copy or a forum."""
    from usmle_next.domain.definitions import authority
    from usmle_next.domain.definitions.publishers import host_of

    assert [p.text for p in authority.problems(catalog)] == []
    links = [link.url for s in catalog.steps.values() for link in s.links if link.url.startswith("http")]
    boards = [board.url for s in catalog.states.values() for board in s.board]
    kinds = {url: catalog.hosts[host_of(url)].kind for url in [*links, *boards] if "{" not in url}
    assert {url: kind for url, kind in kinds.items() if kind in ("copy", "forum")} == {}
