"""What `grader watch` says while it watches."""

from __future__ import annotations

TEXTS = {
    "watch.looking": "looking at the engine …",
    "watch.live": "live: {kind} {version} at {endpoint}",
    "watch.waiting": (
        "waiting for the engine ({reason}); this goes on by itself. To find out why: grader doctor"
    ),
    "watch.bad-spec": (
        "the spec has mistakes ({count}); the last good one is judged. Line {line}: {text}"
    ),
    "watch.next": "next:",
    "watch.see": "to see how it stands:",
    "watch.done": "all done, well done!",
    "watch.hand-in": "to hand in:",
    "watch.keys": "h hint · r look again · q quit",
    "watch.more": "… {count} more lines; make the window taller to see them",
    "watch.page": "the lab, live: {address}",
    "watch.page-lost": "The connection is lost. This page goes on by itself when it is back.",
    "watch.page-changed": "changed just now",
    "watch.no-web": "the live page needs two more packages: pip install 'grader[web]'",
    "watch.no-port": "cannot listen at port {port}: {reason}",
}
