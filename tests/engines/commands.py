"""The arguments of `docker`, rewritten with names of one's own.

Knows of each command which arguments are names and which options stand alone; that is what it takes
to tell `docker run --name web nginx cat file` apart. From the reference of Docker's command line.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


class Names(Protocol):
    """What becomes of a name; see `naming`."""

    def object(self, name: str) -> str: ...

    def image(self, reference: str) -> str: ...

    def port(self, number: int) -> int: ...


FLAGS = {"-d", "-i", "-t", "-P", "-q", "--detach", "--interactive", "--tty", "--publish-all"}
FLAGS |= {"--rm", "--init", "--privileged", "--read-only", "--no-healthcheck", "--quiet"}
FLAGS |= {"--oom-kill-disable", "--internal", "--attachable", "--ipv6", "--force", "--volumes"}
FLAGS |= {
    "--follow",
    "--timestamps",
    "--all",
    "--no-trunc",
    "--digests",
    "--no-prune",
    "--no-cache",
}
SHORT = {"rm": "fvl", "rmi": "f", "logs": "ft", "start": "ai", "ps": "aqnls", "images": "aq"}
SHORT |= dict.fromkeys(("network rm", "volume rm"), "f")
SHORT |= dict.fromkeys(("run", "create", "exec"), "ditPq")


@dataclass(frozen=True)
class Shape:
    """A command: what its positional arguments are, the last kind repeating; `x` is left alone."""

    kinds: str  # o: object, i: image, p: NAME:/path, x
    makes: bool = False  # takes --label


CONTAINER = {"rm", "stop", "start", "kill", "restart", "pause", "unpause", "logs"}
CONTAINER |= {"wait", "rename", "update", "attach", "inspect"}
NAMES = Shape("o")
SHAPES = {
    "run": Shape("ix", makes=True),
    "create": Shape("ix", makes=True),
    "build": Shape("x", makes=True),
    "network create": Shape("o", makes=True),
    "volume create": Shape("o", makes=True),
    "network ls": Shape("x"),
    "volume ls": Shape("x"),
    "exec": Shape("ox"),
    "top": Shape("ox"),
    "port": Shape("ox"),
    "cp": Shape("p"),
    "commit": Shape("oi"),
    "tag": Shape("i"),
    "rmi": Shape("i"),
    "pull": Shape("i"),
    "push": Shape("i"),
    "history": Shape("i"),
    "images": Shape("i"),
    "save": Shape("i"),
    "image inspect": Shape("i"),
    **dict.fromkeys(
        CONTAINER,
        NAMES,
    ),
    **dict.fromkeys(
        ("network rm", "network inspect", "network connect", "network disconnect"), NAMES
    ),
    **dict.fromkeys(("volume rm", "volume inspect"), NAMES),
}
# `docker image rm` is `docker rmi`, and so on.
SYNONYMS = {"image rm": "rmi", "image ls": "images", "container ls": "ps", "image build": "build"}


def rewrite(arguments: Sequence[str], names: Names, *, label: str) -> list[str]:
    """The same command with the names, images and host ports that `names` gives.

    What it makes bears the label, so that it is found again even without a name.
    """
    words, key = command_of(arguments)
    shape = SHAPES.get(key)
    if not shape:
        return list(arguments)
    marked = ["--label", label] if shape.makes else []
    rest = rewritten(list(arguments[words:]), key, shape.kinds, names)
    return [*arguments[:words], *marked, *rest]


def command_of(arguments: Sequence[str]) -> tuple[int, str]:
    """How many words the command has, and its name in SHAPES."""
    group = arguments[0] if arguments else ""
    if group not in {"container", "image", "network", "volume"} or len(arguments) == 1:
        return 1, group
    name = f"{group} {arguments[1]}"
    if group == "container":
        return 2, arguments[1]
    if group == "image" and name not in SHAPES:
        return 2, SYNONYMS.get(name, arguments[1])
    return 2, name


def rewritten(rest: list[str], key: str, kinds: str, names: Names) -> Iterator[str]:
    """The options and the positional arguments of a command, one by one."""
    positional = 0
    words = iter(rest)
    for word in words:
        kind = kinds[min(positional, len(kinds) - 1)]
        if kind == "x" and positional:
            yield word
        elif word.startswith("-") and word != "-":
            option, equals, value = word.partition("=")
            if equals and option.startswith("--"):
                yield f"{option}={of_option(option, value, key, names)}"
            elif is_flag(word, key):
                yield word
            else:
                yield word
                yield of_option(word, next(words, ""), key, names)
        else:
            positional += 1
            yield of_kind(kind, word, names)


def is_flag(option: str, key: str) -> bool:
    """Whether an option stands alone: `-d`, `-dit`, `--rm`; for `rm` also `-fv`."""
    if option.startswith("--"):
        return option in FLAGS
    return set(option[1:]) <= set(SHORT.get(key, ""))


def of_kind(kind: str, word: str, names: Names) -> str:
    """A positional argument."""
    if kind == "o":
        return names.object(word)
    if kind == "i":
        return names.image(word)
    if kind == "p" and ":" in word:
        name, _, path = word.partition(":")
        return f"{names.object(name)}:{path}"
    return word


def of_option(option: str, value: str, key: str, names: Names) -> str:
    """An option's value."""
    if key == "build":
        return names.image(value) if option in {"-t", "--tag"} else value
    change = OPTIONS.get(option)
    return change(value, names) if change else value


def volume(value: str, names: Names) -> str:
    source, colon, rest = value.partition(":")
    own = colon and source[0] not in "/.~"
    return f"{names.object(source)}:{rest}" if own else value


def mount(value: str, names: Names) -> str:
    parts = dict(part.partition("=")[::2] for part in value.split(","))
    for key in {"source", "src"} & set(parts):
        if parts.get("type", "volume") == "volume":
            parts[key] = names.object(parts[key])
    return ",".join(f"{name}={entry}" if entry else name for name, entry in parts.items())


def publish(value: str, names: Names) -> str:
    host, colon, inner = value.rpartition(":")
    address, separator, port = host.rpartition(":")
    if not colon or not port.isdigit():
        return value
    return f"{address}{separator}{names.port(int(port))}:{inner}"


def name(value: str, names: Names) -> str:
    return names.object(value)


OPTIONS: dict[str, Callable[[str, Names], str]] = {
    "--name": name,
    "--network": name,
    "--net": name,
    "--volumes-from": name,
    "--link": name,
    "-v": volume,
    "--volume": volume,
    "--mount": mount,
    "-p": publish,
    "-dp": publish,
    "--publish": publish,
}
