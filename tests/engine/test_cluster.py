"""Work on several machines: joined with certificates, of one version, and one that dies costs nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bpm2sop.engine import Engine, Failure, parse_engine, run
from bpm2sop.engine.cluster import work
from bpm2sop.engine.values import Task
from bpm2sop.errors import Refused
from tests.engine import tasks
from tests.engine.clusters import Cluster, laid_out, running

OTHER = "import bpm2sop; bpm2sop.__version__ = '0.0.1'"


def told(number: int, failure: Failure) -> str:
    """Say what became of an input that has no result."""
    return f"{number}: {failure.code} {' '.join(map(str, failure.params.values()))}"


def refusal(engine: Engine) -> Refused:
    """Say why nothing runs there."""
    with pytest.raises(Refused) as raised:
        list(run(tasks.double, range(3), engine, failed=told))
    return raised.value


def test_results_come_in_order_from_two_workers(cluster: Cluster, tmp_path: Path) -> None:
    """Whoever was first."""
    engine = parse_engine(cluster.address)
    assert list(run(tasks.double, range(90), engine, failed=told)) == list(range(0, 180, 2))
    assert len(set(run(tasks.process, [tmp_path] * 120, engine, failed=told))) == 2


def test_an_input_that_ends_its_process_fails_alone(cluster: Cluster) -> None:
    """The worker itself lives on."""
    engine = parse_engine(cluster.address)
    results = list(run(tasks.die_at_three, range(6), engine, failed=told))
    assert results == [0, 1, 2, "3: file-ends-worker 3 SIGKILL", 4, 5]


def test_an_input_that_ends_worker_after_worker_fails_alone(cluster: Cluster) -> None:
    """Four workers die of the chunk, then the inputs go one by one."""
    engine = replace(parse_engine(cluster.address), seconds=5.0)
    results = list(run(tasks.end_worker_at_three, range(6), engine, failed=told))
    assert results[:3] + results[4:] == [0, 1, 2, 4, 5]
    assert str(results[3]).startswith("3: file-ends-worker 4 tls://127.0.0.1:")


def test_certificates_are_needed(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """None, or those of another authority, open nothing."""
    monkeypatch.delenv("BPM2SOP_TLS_KEY")
    found = refusal(parse_engine(cluster.address))
    assert (found.code, found.params) == ("engine-no-certificate", {"name": "BPM2SOP_TLS_KEY"})


def test_certificates_of_another_authority_open_nothing(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They look alike and are not trusted."""
    for name, value in laid_out(tmp_path).environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("bpm2sop.engine.cluster.SECONDS", 3)
    assert refusal(parse_engine(cluster.address)).code == "engine-unreachable"


def test_plain_tcp_does_not_get_in(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even on this machine."""
    monkeypatch.setattr("bpm2sop.engine.cluster.SECONDS", 3)
    plain = parse_engine(cluster.address.replace("tls://", "tcp://"))
    assert refusal(plain).code == "engine-unreachable"


def test_a_scheduler_that_is_not_there_is_said_so(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its address."""
    monkeypatch.setattr("bpm2sop.engine.cluster.SECONDS", 3)
    found = refusal(parse_engine("tls://127.0.0.1:9"))
    assert (found.code, found.where.file) == ("engine-unreachable", "tls://127.0.0.1:9")


def test_workers_of_another_version_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their results might differ."""
    (tmp_path / "other.py").write_text(OTHER)
    cluster = laid_out(tmp_path)
    for name, value in cluster.environment().items():
        monkeypatch.setenv(name, value)
    with running(cluster.scheduler(), tmp_path):
        monkeypatch.setattr("bpm2sop.engine.cluster.SECONDS", 3)
        # The scheduler takes its time to come up.
        codes = (refusal(parse_engine(cluster.address)).code for _ in range(10))
        assert next(c for c in codes if c != "engine-unreachable") == "engine-no-workers"
        monkeypatch.setattr("bpm2sop.engine.cluster.SECONDS", 30)
        with running(cluster.worker(f"--preload={tmp_path / 'other.py'}"), tmp_path):
            found = refusal(parse_engine(cluster.address))
    assert found.code == "engine-version"
    assert found.params["there"].startswith("bpm2sop 0.0.1,")


def test_a_worker_of_another_version_that_comes_later_does_nothing() -> None:
    """Each chunk says what version it is of."""
    with pytest.raises(Refused) as raised:
        work("bpm2sop 0.0.1, Python 3.11", Task(b"", 1.0, 1 << 30), [])
    assert raised.value.code == "engine-version"


def test_a_scheduler_that_leaves_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of the work."""
    cluster = laid_out(tmp_path)
    for name, value in cluster.environment().items():
        monkeypatch.setenv(name, value)
    with running(cluster.scheduler(), tmp_path) as scheduler, running(cluster.worker(), tmp_path):
        results = run(tasks.process, [tmp_path] * 400, parse_engine(cluster.address), failed=told)
        next(results)
        scheduler.kill()
        with pytest.raises(Refused) as raised:
            list(results)
    assert raised.value.code == "engine-unreachable"
