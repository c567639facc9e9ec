"""A class to look at: forty students with long and Korean names, and everything that can happen.

Some work is right, some wrong in the same way, some handed in twice; some could not be read,
some not be observed to its end. `python -m tests.classroom.showcase FOLDER` writes its page.
"""

from __future__ import annotations

import csv
import random
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from grader.model.message import message
from grader.model.snapshot import Question, Unanswered
from grader.storage import snapshot_file
from tests.classroom.classes import CONTAINERS, Work, snapshot_of

NAMES = (
    *(
        "김민준",
        "이서연",
        "박도윤",
        "최지우",
        "정하준",
        "남궁하늘이",
        "Ada Lovelace",
        "Grace Hopper",
    ),
    *("María José Fernández-Villaverde y García de la Torre", "Nguyễn Thị Minh Khai"),
    *(
        "강예은",
        "조시우",
        "윤지호",
        "장서윤",
        "임현우",
        "한수아",
        "오지민",
        "서준서",
        "신유나",
        "권도현",
    ),
    *(
        "Wolfeschlegelsteinhausenbergerdorff",
        "O'Brien, Seán",
        "황은우",
        "안채원",
        "송지안",
        "류건우",
    ),
    *(
        "홍다은",
        "전이준",
        "고서아",
        "문태윤",
        "양하린",
        "손우진",
        "배수빈",
        "백승민",
        "허지원",
        "유나은",
    ),
    *("Linus T.", "Radia Perlman", "Edsger W. Dijkstra", "Barbara Liskov"),
)
CHECKS = (
    ("image", 4, "is made of the right image", "올바른 이미지로 실행"),
    ("state", 4, "is running", "실행 중"),
    ("environment", 6, "has the colour blue from the command line", "명령줄에서 COLOR=blue 지정"),
    ("ports", 6, "is published where the browser looks", "브라우저가 찾는 포트로 공개"),
)
FIELDS = {
    "image": "image: devwikirepo/envnodecolorapp",
    "state": "state: running",
    "environment": "environment: { COLOR: { equals: blue, source: overridden } }",
    "ports": 'ports: ["{port}:3000"]',
}
MISSING, CUT, LATE, TWIN = (3, 17), (9,), (12, 26, 31), (21, 22)


def spec() -> str:
    text = (
        "version: 1\nlab: docker101\n"
        "title: { en: Containers and images, ko: 컨테이너와 이미지 }\nchecks:\n"
    )
    for n in range(CONTAINERS):
        for kind, points, english, korean in CHECKS:
            text += (
                f"  - id: web{n}-{kind}\n    points: {points}\n    container: web{n}\n"
                f"    title: {{ en: web{n} {english}, ko: 'web{n}: {korean}' }}\n"
                f"    expect: {{ {FIELDS[kind].replace('{port}', str(8081 + n))} }}\n"
            )
    return text


@dataclass(frozen=True)
class Showcase:
    spec: Path
    roster: Path
    students: tuple[str, ...]


def work_of(number: int) -> Work:
    """Decide what a student did: a few all right, many nearly, some hardly begun."""
    chance = random.Random(number)
    skill = chance.betavariate(3, 1.2)
    wrong = [
        "" if chance.random() < skill else chance.choice(("colour", "colour", "ports", "missing"))
        for _ in range(CONTAINERS)
    ]
    return Work(f"2026-{1001 + number * 7}", tuple(wrong))


def write(folder: Path, students: int = len(NAMES)) -> Showcase:
    """Write spec, snapshots and roster into a folder."""
    (folder / "in").mkdir(parents=True)
    (folder / "docker101.lab.yaml").write_text(spec(), encoding="utf-8")
    works = [work_of(n) for n in range(students)]
    with (folder / "class-b.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["student", "name", "section", "snapshot"])
        for n, work in enumerate(works):
            path = folder / "in" / f"{work.student}.json"
            rows.writerow([work.student, NAMES[n % len(NAMES)], "ABC"[n % 3], f"in/{path.name}"])
            if n not in MISSING:
                text = handed_in(n, works[TWIN[0]] if n in TWIN else work)
                path.write_text(text, encoding="utf-8")
    return Showcase(
        folder / "docker101.lab.yaml", folder / "class-b.csv", tuple(w.student for w in works)
    )


def handed_in(number: int, work: Work) -> str:
    seen = snapshot_of(work)
    if number in LATE:
        late = Unanswered(message("timed-out", seconds=10))
        seen = replace(seen, answers={**seen.answers, Question("container", "web4"): late})
    text = snapshot_file.dump(seen)
    return text[:-900] if number in CUT else text


def main() -> None:
    from grader.cli.main import run

    folder = Path(sys.argv[1])
    made = write(folder)
    for language in ("en", "ko"):
        for name, more in (("pages", []), ("single", ["--single-file"])):
            command = ["--lang", language, "class", str(made.spec), "--roster", str(made.roster)]
            run([*command, "-o", str(folder / f"{name}-{language}"), *more])


if __name__ == "__main__":
    main()
