"""yaml-language-server, the one behind the YAML support of VS Code, Neovim and others.

It comes from npm into a folder of the tests' cache, and is spoken to as an editor does: JSON-RPC
over its standard input and output (Language Server Protocol 3.17).
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from pathlib import Path
from typing import IO, Any

from tests.engines.state import locked, state_folder

VERSION = "1.25.0"
PACKAGE = "yaml-language-server"
SECONDS = 30
ROOT = Path(__file__).parents[2]
SETTINGS = {
    "validate": True,
    "hover": True,
    "completion": True,
    "schemaStore": {"enable": False},
    "kubernetesCRDStore": {"enable": False},
    "schemas": {(ROOT / "schemas/lab.schema.json").as_uri(): "*.lab.yaml"},
}


def installed() -> Path:
    """Install the server once; returns its program."""
    folder = state_folder() / f"{PACKAGE}-{VERSION}"
    program = folder / "node_modules" / PACKAGE / "bin" / PACKAGE
    with locked(state_folder() / f"{PACKAGE}.lock"):
        if not program.exists():
            folder.mkdir(parents=True, exist_ok=True)
            command = ["npm", "install", "--no-fund", "--no-audit", f"{PACKAGE}@{VERSION}"]
            done = subprocess.run(
                [*command, "--prefix", str(folder)],
                capture_output=True, text=True, timeout=300, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
    return program


class LanguageServer:
    """One running server, as an editor holds it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["node", str(installed()), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "NODE_NO_WARNINGS": "1"},
        )
        self._number = 0
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._diagnostics: dict[str, queue.Queue[list[dict[str, Any]]]] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        self.request("initialize", processId=None, rootUri=ROOT.as_uri(), capabilities=CAPABLE)
        self._notify("initialized")
        self._notify("workspace/didChangeConfiguration", settings={"yaml": SETTINGS})

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=SECONDS)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def open(self, path: Path, text: str | None = None) -> list[dict[str, Any]]:
        """Open a file, or a text as that file; returns what is underlined in it."""
        uri = path.as_uri()
        waiting = self._diagnostics[uri] = queue.Queue()
        text = path.read_text(encoding="utf-8") if text is None else text
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._notify("textDocument/didOpen", textDocument=document)
        return waiting.get(timeout=SECONDS)

    def completions(self, path: Path, line: int, column: int) -> dict[str, str]:
        """What is offered at a place (from 0): labels with their documentation."""
        found = self._at("completion", path, line, column) or {"items": []}
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: _text(item.get("documentation")) for item in items}

    def hover(self, path: Path, line: int, column: int) -> str:
        found = self._at("hover", path, line, column)
        return _text(found["contents"]) if found else ""

    def _at(self, what: str, path: Path, line: int, column: int) -> Any:
        place = {"line": line, "character": column}
        return self.request(
            f"textDocument/{what}", textDocument={"uri": path.as_uri()}, position=place
        )

    def request(self, method: str, **params: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            answer = self._answers.get(timeout=SECONDS)
            if answer["id"] == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _notify(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout
        while message := _receive(self._process.stdout):
            if "method" not in message:
                self._answers.put(message)
            elif message["method"] == "textDocument/publishDiagnostics":
                found = self._diagnostics.get(message["params"]["uri"])
                if found is not None:
                    found.put(message["params"]["diagnostics"])
            elif "id" in message:
                self._send({"id": message["id"], "result": _asked(message)})


CAPABLE = {
    "textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
    },
    "workspace": {"configuration": True},
}


def _asked(message: dict[str, Any]) -> Any:
    """Answer what a server asks of its editor: the settings, and nothing else."""
    if message["method"] != "workspace/configuration":
        return None
    of = {"yaml": SETTINGS}
    return [of.get(item.get("section"), {}) for item in message["params"]["items"]]


def _receive(stream: IO[bytes]) -> dict[str, Any] | None:
    length = 0
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if not length:
        return None
    message: dict[str, Any] = json.loads(stream.read(length))
    return message


def _text(markup: Any) -> str:
    return str(markup.get("value", "")) if isinstance(markup, dict) else str(markup or "")
