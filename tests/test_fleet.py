"""Many editions at once: by processes, by a cluster one of whose workers dies; the files are those of one build."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import dask.config
import pytest
from click.testing import CliRunner, Result
from distributed import LocalCluster

import build

NAMES = ("33", "2A", "974", "corse")
IDS = ("gironde", "corse-du-sud", "la-reunion", "corse")
WORKER = "from distributed.cli.dask_worker import main; main()"


def make(out: Path, *arguments: str, names: tuple[str, ...] = NAMES) -> Result:
    return CliRunner().invoke(build.main, ["make", *names, "--only", "affiche", "--out", str(out), *arguments])


def posters(out: Path) -> dict[str, bytes]:
    return {name: (out / name / "affiche-a3.pdf").read_bytes() for name in IDS}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The posters of the editions, made one after the other without anything kept."""
    out = tmp_path_factory.mktemp("seules")
    result = make(out, "--fresh", "--jobs", "1")
    assert result.exit_code == 0, result.output
    return posters(out)


def test_processes_make_the_same_files(
    alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    result = make(tmp_path, "--jobs", "2")
    assert result.exit_code == 0, result.output
    assert posters(tmp_path) == alone
    again = make(tmp_path, "--jobs", "2")
    assert again.output.count("rien n’a changé") == len(NAMES)


def test_one_fault_does_not_hold_up_the_others(tmp_path: Path) -> None:
    bad = tmp_path / "mauvaise" / "edition.yaml"
    bad.parent.mkdir()
    bad.write_text('territory: "33"\ntitel: Un titre\n', encoding="utf-8")
    result = make(tmp_path / "dist", names=("33", str(bad), "974"))
    assert result.exit_code == 1
    assert "edition.yaml:2" in result.output
    assert "Vouliez-vous dire « title » ?" in result.output
    built = (tmp_path / "dist").glob("*/affiche-a3.pdf")
    assert sorted(path.parent.name for path in built) == ["gironde", "la-reunion"]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, processes of their own that start elsewhere than in the project."""
    with ExitStack() as stack:
        # A result that a dead worker held is asked of it again and again, half a minute by default.
        stack.enter_context(dask.config.set({"distributed.comm.timeouts.connect": "2s"}))
        scheduler = stack.enter_context(LocalCluster(n_workers=0, dashboard_address=None))  # type: ignore[no-untyped-call]
        workers = []
        for number in range(2):
            command = [sys.executable, "-c", WORKER, scheduler.scheduler_address, "--nthreads", "1", "--no-nanny"]
            command += ["--no-dashboard", "--local-directory", str(tmp_path / f"worker-{number}")]
            workers.append(subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL))
            stack.callback(workers[-1].kill)
        deadline = time.monotonic() + 60
        while len(scheduler.scheduler.workers) < 2:
            assert time.monotonic() < deadline, "the workers did not come"
            time.sleep(0.05)
        yield scheduler.scheduler_address, workers
        for worker in workers:
            worker.kill()
            worker.wait()


@pytest.mark.filterwarnings("ignore")  # of a library that is told of the death of a worker
def test_a_cluster_makes_the_same_files_though_a_worker_dies(
    alone: dict[str, bytes], cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    address, workers = cluster
    out = tmp_path / "dist"
    command = [sys.executable, str(build.ROOT / "build.py"), "make", *NAMES, "--only", "affiche"]
    building = subprocess.Popen([*command, "--out", str(out), "--scheduler", address], stdout=subprocess.PIPE)
    deadline = time.monotonic() + 120
    while building.poll() is None and not list(out.glob("*/affiche-a3.pdf")):
        assert time.monotonic() < deadline, "no edition was built"
        time.sleep(0.02)
    workers[0].kill()
    told, _ = building.communicate(timeout=120)
    assert building.returncode == 0, told.decode()
    assert posters(out) == alone


def test_a_cluster_that_does_not_answer_is_told(tmp_path: Path) -> None:
    result = make(tmp_path, "--scheduler", "tcp://127.0.0.1:9")
    assert result.exit_code == 1
    assert "Aucun ordonnanceur Dask ne répond à tcp://127.0.0.1:9." in result.output
