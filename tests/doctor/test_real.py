"""What doctor finds on this machine, in situations that are real."""

import contextlib
import hashlib
import http.server
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from grader.cli.doctor import render
from grader.doctor import diagnose
from grader.doctor.machine import Patient
from grader.doctor.probe import examine
from grader.formats.base import Style
from tests.engines.lab import LabEngine
from tests.relay import Relay

NOBODY = 65534


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """An environment of nobody: no contexts, no home."""
    return {"DOCKER_CONFIG": str(tmp_path / "config"), "PATH": os.environ["PATH"]}


def look(environ: Mapping[str, str], tmp_path: Path, host: str | None = None) -> Patient:
    return examine(host, None, environ, seconds=2, home=tmp_path / "home", root=tmp_path)


def codes(patient: Patient) -> list[str]:
    return [finding.cause.code for finding in diagnose(patient)]


def remedies(patient: Patient) -> list[str]:
    return [remedy.code for finding in diagnose(patient) for remedy in finding.remedies]


def text(patient: Patient) -> str:
    return render(patient, diagnose(patient), Style(width=200))


@contextlib.contextmanager
def as_somebody_else() -> Iterator[None]:
    """Drop root's rights for a while; whoever is not root has none to drop."""
    if os.geteuid() != 0:
        yield
        return
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


@pytest.fixture
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A socket at which somebody listens, below folders that everybody may enter."""
    folder = tmp_path_factory.mktemp("socket")
    for parent in (folder, *folder.parents):
        with contextlib.suppress(PermissionError):
            if parent.stat().st_uid == os.geteuid() and str(parent) not in ("/", "/tmp"):
                parent.chmod(parent.stat().st_mode | 0o111)
    path = folder / "docker.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        yield path


@pytest.mark.engine
def test_an_engine_that_answers_is_fine(lab_engine: LabEngine, tmp_path: Path) -> None:
    patient = look({"DOCKER_CONFIG": str(tmp_path)}, tmp_path, lab_engine.host)
    assert [f for f in diagnose(patient) if not f.note] == []
    assert lab_engine.engine.version in text(patient)
    expected = ["doctor.podman"] if lab_engine.engine.kind == "podman" else []
    assert codes(patient) == expected


def test_a_socket_for_a_group_that_one_is_not_in(
    listening: Path, nowhere: dict[str, str], tmp_path: Path
) -> None:
    import grp

    group = "disk" if os.geteuid() == 0 else None
    if group:
        os.chown(listening, 0, grp.getgrnam(group).gr_gid)
    listening.chmod(0o660 if group else 0o000)
    with as_somebody_else():
        patient = look({**nowhere, "DOCKER_HOST": f"unix://{listening}"}, tmp_path)
    if group:
        assert codes(patient) == ["doctor.not-in-group"]
        assert f"sudo usermod -aG {group} {patient.user}" in text(patient)
    else:
        assert codes(patient) == ["doctor.closed-socket"]


def test_a_socket_for_its_owner_alone(
    listening: Path, nowhere: dict[str, str], tmp_path: Path
) -> None:
    listening.chmod(0o600 if os.geteuid() == 0 else 0)
    with as_somebody_else():
        patient = look({**nowhere, "DOCKER_HOST": f"unix://{listening}"}, tmp_path)
    assert codes(patient) == ["doctor.closed-socket"]
    assert remedies(patient) == ["doctor.own-engine"]


def test_a_folder_that_may_not_be_entered(
    listening: Path, nowhere: dict[str, str], tmp_path: Path
) -> None:
    listening.parent.chmod(0o700 if os.geteuid() == 0 else 0)
    try:
        with as_somebody_else():
            patient = look({**nowhere, "DOCKER_HOST": f"unix://{listening}"}, tmp_path)
    finally:
        listening.parent.chmod(0o700)
    assert codes(patient) == ["doctor.closed-folder"]


@pytest.mark.parametrize("where", ["a socket left over", "a file that is gone", "a port"])
def test_an_address_that_leads_nowhere(where: str, nowhere: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "docker.sock"
    host = f"unix://{path}"
    if where == "a socket left over":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
    if where == "a port":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            host = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    patient = look({**nowhere, "DOCKER_HOST": host}, tmp_path)
    assert codes(patient) == ["doctor.dead-address"]
    assert "unset DOCKER_HOST" in text(patient)
    assert host in text(patient)


def answering(status: int, body: object) -> http.server.HTTPServer:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return http.server.HTTPServer(("127.0.0.1", 0), Handler)


@contextlib.contextmanager
def serving(status: int, body: object) -> Iterator[str]:
    server = answering(status, body)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"tcp://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_engine_that_is_too_old(nowhere: dict[str, str], tmp_path: Path) -> None:
    """What Docker 18.06 answers; it cannot be had any more."""
    with serving(200, {"Version": "18.06.3-ce", "ApiVersion": "1.38"}) as host:
        patient = look({**nowhere, "DOCKER_HOST": host}, tmp_path)
    assert codes(patient) == ["engine-too-old"]
    assert "1.38" in text(patient)
    assert remedies(patient) == ["doctor.upgrade"]


def test_a_port_for_tls_asked_without(nowhere: dict[str, str], tmp_path: Path) -> None:
    """Go's HTTPS servers answer plain HTTP with a status 400."""
    with serving(400, "Client sent an HTTP request to an HTTPS server.") as host:
        patient = look({**nowhere, "DOCKER_HOST": host}, tmp_path)
    assert codes(patient) == ["doctor.tls"]
    assert remedies(patient) == ["doctor.set-tls"]


def test_a_context_that_does_not_exist(nowhere: dict[str, str], tmp_path: Path) -> None:
    context(nowhere, "lab", "unix:///nowhere.sock")
    patient = look({**nowhere, "DOCKER_CONTEXT": "lap"}, tmp_path)
    assert codes(patient) == ["no-context"]
    assert "'default', 'lab'" in text(patient)
    assert "unset DOCKER_CONTEXT" in text(patient)


def test_a_context_whose_engine_is_asleep(nowhere: dict[str, str], tmp_path: Path) -> None:
    context(nowhere, "colima", f"unix://{tmp_path}/nowhere.sock")
    config = Path(nowhere["DOCKER_CONFIG"]) / "config.json"
    config.write_text(json.dumps({"currentContext": "colima"}), encoding="utf-8")
    patient = look(nowhere, tmp_path)
    assert codes(patient) == ["doctor.dead-context"]
    assert remedies(patient) == ["doctor.start-colima", "doctor.use-default"]


def context(nowhere: dict[str, str], name: str, host: str) -> None:
    key = hashlib.sha256(name.encode()).hexdigest()
    folder = Path(nowhere["DOCKER_CONFIG"]) / "contexts" / "meta" / key
    folder.mkdir(parents=True)
    meta = {"Name": name, "Endpoints": {"docker": {"Host": host}}}
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")


@pytest.mark.engine
def test_the_engine_that_answers_in_place_of_a_dead_one(
    lab_engine: LabEngine, nowhere: dict[str, str], tmp_path: Path
) -> None:
    colima = tmp_path / "home" / ".colima" / "default" / "docker.sock"
    colima.parent.mkdir(parents=True)
    with Relay(tmp_path, lab_engine.host) as relay:
        colima.symlink_to(relay.path)
        patient = look({**nowhere, "DOCKER_HOST": "unix:///nowhere.sock"}, tmp_path)
    assert codes(patient) == ["doctor.dead-address", "doctor.other-engine"]
    assert remedies(patient) == ["doctor.unset", "doctor.choose-other"]
    assert f"export DOCKER_HOST=unix://{colima}" in text(patient)


@pytest.mark.engine
def test_a_rootless_engine_beside_the_chosen_one(
    lab_engine: LabEngine, nowhere: dict[str, str], tmp_path: Path
) -> None:
    with Relay(tmp_path, lab_engine.host) as relay:
        (tmp_path / "docker.sock").symlink_to(relay.path)
        environ = {**nowhere, "XDG_RUNTIME_DIR": str(tmp_path)}
        patient = look(environ, tmp_path, lab_engine.host)
    found = [f for f in diagnose(patient) if f.cause.code == "doctor.other-engine"]
    assert [f.remedies[0].code for f in found] == ["doctor.done-there"]
    assert patient.others[0].label == "rootless Docker"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a disk to fill")
def test_a_full_disk(nowhere: dict[str, str], tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)], check=True)
    try:
        info = {"DockerRootDir": str(disk)}
        version = {"Version": "24.0", "ApiVersion": "1.43", **info}
        with serving(200, version) as host:
            patient = look({**nowhere, "DOCKER_HOST": host}, tmp_path)
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert codes(patient) == ["doctor.disk-full"]
    assert "docker builder prune" in text(patient)


def test_the_command_and_where_check_points_to_it(tmp_path: Path) -> None:
    spec = tmp_path / "one.lab.yaml"
    spec.write_text(
        "version: 1\nlab: one\nchecks:\n"
        "  - {id: there, container: web, expect: {state: running}}\n",
        encoding="utf-8",
    )
    environ = {**os.environ, "DOCKER_HOST": "unix:///nowhere.sock", "LANG": "C.UTF-8"}
    done = [
        subprocess.run(
            [sys.executable, "-m", "grader", *command],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        for command in (["check", str(spec)], ["doctor"])
    ]
    assert [d.returncode for d in done] == [3, 3]
    assert "grader doctor" in done[0].stderr
    assert "unset DOCKER_HOST" in done[1].stdout
    assert done[1].stderr == ""
