"""What `grader watch` says while it watches."""

from __future__ import annotations

TEXTS = {
    "watch.looking": "querying the engine …",
    "watch.live": "live: {kind} {version} at {endpoint}",
    "watch.waiting": (
        "waiting for the engine ({reason}); grader keeps trying. To find the cause, run: grader "
        "doctor"
    ),
    "watch.bad-spec": (
        "the spec has errors ({count}); the last valid version is used. Line {line}: {text}"
    ),
    "watch.next": "next:",
    "watch.see": "to see the current state:",
    "watch.done": "all done, well done!",
    "watch.hand-in": "to hand in:",
    "watch.keys": "h hint · r refresh · q quit",
    "watch.more": "… {count} more lines; enlarge the window to see them",
    "watch.page": "live page: {address}",
    "watch.page-lost": "Connection lost. This page continues when it is back.",
    "watch.page-changed": "changed just now",
    "watch.no-web": "the live page needs two more packages: pip install starlette uvicorn",
    "watch.no-port": "cannot listen on port {port}: {reason}",
}
