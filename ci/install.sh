#!/usr/bin/env bash
# install.sh FOLDER: a virtual environment with the grader of this repository in it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python3 -I -m venv "$1"
"$1/bin/pip" install --quiet --disable-pip-version-check "$here"
