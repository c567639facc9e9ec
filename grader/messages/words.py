"""Words of ours that are put into messages as `{name:t}`, so that they are translated too."""

from __future__ import annotations

PHRASES = (
    # targets
    "container",
    "image",
    "network",
    "volume",
    # shapes and forms; those of the field table are found there
    "value",
    "list",
    "mapping",
    "text",
    "word",
    "number",
    "source",
    "duration",
    "command",
    "short form",
    "true or false",
    "image reference",
    # why a file cannot be used
    "it names no engine",
    "it is not JSON",
    "it is not JSON, or was cut",
    "it is not a snapshot of grader",
    "it is not a result of grader",
    # what the operating system says most
    "No such file or directory",
    "Permission denied",
    "Is a directory",
    "Not a directory",
    "File name too long",
    "Read-only file system",
    "No space left on device",
    "Connection refused",
    "Connection reset by peer",
    "Network is unreachable",
    "No route to host",
    "Broken pipe",
    "Connection timed out",
    "Name or service not known",
    "Temporary failure in name resolution",
    # what is wrong with an answer
    "closed before an answer",
    "closed in the middle of an answer",
    "what came back is not HTTP",
    "its header is too large",
    "it is encoded in a way that was not asked for",
    "its length is not a number",
    "the length of a chunk is not a number",
    "a chunk is longer than it says",
)
