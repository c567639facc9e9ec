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
    "it is not JSON, or it is truncated",
    "it is not a grader snapshot",
    "it is not a grader result",
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
    "closed before a response",
    "closed in the middle of a response",
    "the response is not HTTP",
    "the response header is too large",
    "the response has an unexpected encoding",
    "the response length is not a number",
    "the response has two lengths",
    "the length of a chunk is not a number",
    "a chunk is longer than it says",
)
