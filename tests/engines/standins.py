"""Stand-in images: the names and the metadata of the real ones, around a static busybox.

A recipe is a folder under `images/`: a Dockerfile, whose first line tells the image's names, and
files. The build context also holds `images/common/` and `rootfs.tar`, made here. Each image bears
two labels: that it is a stand-in, and the hash of its recipe, by which it is rebuilt only when
that has changed.
"""

import hashlib
import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from tests.engines import api
from tests.engines.engine import EngineUnderTest
from tests.engines.errors import EngineError

MARK = "org.grader.stand-in"
HASH = "org.grader.stand-in.recipe"
IMAGES = Path(__file__).with_name("images")
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
TAR = {"Content-Type": "application/x-tar"}
ROOT_FOLDERS = {
    "bin",
    "dev",
    "etc",
    "home/node",
    "lib",
    "mnt",
    "opt",
    "proc",
    "root",
    "run",
    "sbin",
}
ROOT_FOLDERS |= {"srv", "sys", "usr/bin", "usr/local/bin", "usr/sbin", "var/lib", "var/log"}
PASSWD = "root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n"
GROUP = "root:x:0:\nnode:x:1000:\n"


@dataclass(frozen=True)
class Standin:
    """One stand-in image, as its folder describes it."""

    folder: Path
    tags: tuple[str, ...]

    def context(self) -> bytes:
        """The build context, the same bytes for the same recipe."""
        files = {"rootfs.tar": (rootfs(), 0o644)}
        for folder in (IMAGES / "common", self.folder):
            for file in sorted(folder.iterdir()):
                files[file.name] = (file.read_bytes(), 0o755 if is_executable(file) else 0o644)
        return tar_of(files)


def is_executable(file: Path) -> bool:
    return bool(file.stat().st_mode & 0o100)


def standins() -> dict[str, Standin]:
    """Every recipe, by the name of its folder."""
    found = {}
    for dockerfile in sorted(IMAGES.glob("*/Dockerfile")):
        first, _, tags = dockerfile.read_text(encoding="utf-8").partition("\n")[0].partition(":")
        if first != "# tags":
            raise EngineError(f"{dockerfile}: the first line must be `# tags: NAME:TAG…`")
        found[dockerfile.parent.name] = Standin(dockerfile.parent, tuple(tags.split()))
    return found


def build_standins(
    engine: EngineUnderTest, names: Iterable[str] | None = None, *, prefix: str = ""
) -> dict[str, str]:
    """Have these stand-ins on the engine (None: all); tag → image id.

    `prefix` goes before each repository, for an engine that is not ours.
    """
    recipes = standins()
    wanted = list(recipes) if names is None else list(names)
    built: dict[str, str] = {}
    for name in wanted:
        built |= ensure(engine, recipes[name], prefix)
    return built


def ensure(engine: EngineUnderTest, standin: Standin, prefix: str) -> dict[str, str]:
    """Build one stand-in unless its tags name an image of this very recipe; tag → image id."""
    context = standin.context()
    digest = hashlib.sha256(context).hexdigest()
    tags = [prefix + tag for tag in standin.tags]
    if not all(label_of(engine, tag) == digest for tag in tags):
        build(engine, context, tags, {MARK: "true", HASH: digest})
    return {tag: str(api.get(engine.host, f"/images/{tag}/json")["Id"]) for tag in tags}


def build(engine: EngineUnderTest, context: bytes, tags: list[str], labels: dict[str, str]) -> None:
    """Build an image; errors come inside a stream that began with 200 (Engine API, ImageBuild)."""
    query = urlencode(
        [
            *(("t", tag) for tag in tags),
            ("labels", json.dumps(labels)),
            ("forcerm", "1"),
            ("layers", "0"),  # Podman's: keep no image for each step
            ("outputformat", DOCKER_MANIFEST),  # Podman's own format holds no health check
        ]
    )
    status, answer = api.request(
        engine.host, "POST", f"/build?{query}", body=context, headers=TAR, timeout=120
    )
    if status != HTTPStatus.OK or b'"error"' in answer:
        raise EngineError(f"building {', '.join(tags)}: {status} {answer.decode(errors='replace')}")


def label_of(engine: EngineUnderTest, tag: str) -> str | None:
    """The recipe's hash that an image bears; None without the image or the label."""
    document = api.get(engine.host, f"/images/{tag}/json")
    labels = (document or {}).get("Config", {}).get("Labels") or {}
    return str(labels.get(HASH)) if HASH in labels else None


@cache
def rootfs() -> bytes:
    """A root file system as a tar: busybox, and a link for each of its programs."""
    program = shutil.which("busybox")
    if not program:
        raise EngineError("stand-in images need a static busybox: apt-get install busybox-static")
    listing = subprocess.run(
        [program, "--list-full"], capture_output=True, text=True, check=True, timeout=10
    ).stdout.split()
    links = {*listing} - {"bin/busybox"}
    files = {
        "bin/busybox": (Path(program).read_bytes(), 0o755),
        "etc/passwd": (PASSWD.encode(), 0o644),
        "etc/group": (GROUP.encode(), 0o644),
        "etc/os-release": (b'PRETTY_NAME="a stand-in of the tests, not the real image"\n', 0o644),
    }
    folders = {*ROOT_FOLDERS, *(str(Path(link).parent) for link in links)}
    return tar_of(files, folders=folders, links=dict.fromkeys(links, "/bin/busybox"))


def tar_of(
    files: dict[str, tuple[bytes, int]],
    *,
    folders: Iterable[str] = (),
    links: dict[str, str] | None = None,
) -> bytes:
    """A tar of folders, files (content, mode) and links, all owned by root, dated 1970."""
    parents = {str(parent) for folder in folders for parent in Path(folder).parents}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for folder in sorted({*folders, *parents} - {"."}):
            add(tar, folder, mode=0o755, kind=tarfile.DIRTYPE)
        if folders:
            add(tar, "tmp", mode=0o1777, kind=tarfile.DIRTYPE)
        for name, (content, mode) in sorted(files.items()):
            add(tar, name, mode=mode, content=content)
        for name, target in sorted((links or {}).items()):
            add(tar, name, mode=0o777, kind=tarfile.SYMTYPE, target=target)
    return buffer.getvalue()


def add(
    tar: tarfile.TarFile,
    name: str,
    *,
    mode: int,
    kind: bytes = tarfile.REGTYPE,
    content: bytes = b"",
    target: str = "",
) -> None:
    """One member of a tar."""
    member = tarfile.TarInfo(name)
    member.mode, member.type, member.linkname, member.size = mode, kind, target, len(content)
    tar.addfile(member, io.BytesIO(content))
