"""`python -m tests.engines up [NAME…] | down [NAME…] | status`."""

import argparse
import sys
import time

from tests.engines import api, bringup
from tests.engines.errors import EngineError
from tests.engines.recipes import DEFAULT, RECIPES, Recipe


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.engines", description=__doc__)
    parser.add_argument("command", choices=("up", "down", "status"))
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"{', '.join(RECIPES)}, or all; up without a name: {DEFAULT}",
    )
    options = parser.parse_args()
    names = options.names or ([DEFAULT] if options.command == "up" else ["all"])
    unknown = set(names) - {*RECIPES, "all"}
    if unknown:
        parser.error(f"no such engine: {', '.join(sorted(unknown))}")
    act = {"up": up, "down": down, "status": status}[options.command]
    try:
        for name in RECIPES if "all" in names else names:
            act(RECIPES[name])
    except EngineError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def up(recipe: Recipe) -> None:
    start = time.monotonic()
    bringup.up(recipe)
    bringup.keep(recipe)
    print(f"# {recipe.name}: {time.monotonic() - start:.1f} s, HTTP at {recipe.http_host}")
    print(f"DOCKER_HOST={recipe.host}", flush=True)


def down(recipe: Recipe) -> None:
    print(f"{recipe.name}: {'stopped' if bringup.down(recipe) else 'was not running'}", flush=True)


def status(recipe: Recipe) -> None:
    if not api.answers(recipe.host):
        print(f"{recipe.name}: down")
        return
    version = api.get(recipe.host, "/version")
    print(f"{recipe.name}: {version['Version']} (API {version['ApiVersion']}) at {recipe.host}")


if __name__ == "__main__":
    sys.exit(main())
