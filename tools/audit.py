"""`make audit`: holds the installed dependencies against the list of known weaknesses.

Ends with 0 when all were looked up and none is known to be weak, with 1 when one is, and with 2
when the list could not be reached for some: then nothing is known of those, and that is said.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

WEAK, UNKNOWN = 1, 2


def main() -> int:
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"NOT AUDITED: {done.stderr.strip()[-500:]}", file=sys.stderr)  # noqa: T201
        return UNKNOWN
    weak = [one for one in found if one.get("vulns")]
    for one in weak:
        known = ", ".join(v["id"] for v in one["vulns"])
        print(f"{one['name']} {one['version']}: {known}", file=sys.stderr)  # noqa: T201
    skipped = [one["name"] for one in found if "skip_reason" in one]
    print(f"audited {len(found) - len(skipped)} of {len(found)} packages, {len(weak)} weak")  # noqa: T201
    if weak:
        return WEAK
    if skipped:
        print(f"NOT AUDITED, their list was not reached: {', '.join(skipped)}", file=sys.stderr)  # noqa: T201
        return UNKNOWN
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
