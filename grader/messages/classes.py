"""What is said around a class: its roster, its record, who could not be graded, gradebooks."""

from __future__ import annotations

TEXTS = {
    # the roster
    "roster.invalid": "{count} errors in the roster",
    "roster-unreadable": "cannot read the roster: {reason}",
    "roster-not-utf-8": (
        "the file is not UTF-8: save it as 'CSV UTF-8', or name its encoding with --encoding "
        "(Excel in Korea: cp949)"
    ),
    "roster-not-encoded": "the file is not encoded as {encoding:q}",
    "roster-not-csv": "invalid CSV: {reason}",
    "roster-empty": (
        "the roster is empty; its first line names the columns, such as student,snapshot"
    ),
    "roster-empty-folder": "no snapshots (*{suffix}) in this folder",
    "roster-no-students": "no students below the header line",
    "roster-no-student-column": "no column 'student'",
    "roster-unknown-column": (
        "{name:q} is neither a roster column nor a variable of the spec; a column whose name "
        "starts with x- is ignored"
    ),
    "roster-column-twice": "duplicate column {name:q}",
    "roster-row-too-long": "this row has {cells} cells, more than the header",
    "roster-control": "this cell contains a line break or an invisible character",
    "roster-no-id": "this row has no student",
    "roster-id-too-long": "an id can have at most {limit} characters",
    "roster-id-twice": "duplicate student {id:q}, first in line {line}",
    "roster-several-sources": "a student can have only one source; found {ways}",
    "roster-no-source": (
        "this student has no source: fill in snapshot, host or context, or name a shared engine "
        "with --host or --context"
    ),
    "roster-no-mark": "on a shared engine, each student needs a prefix or a label",
    "roster-marks": "use either a prefix or a label to tell students apart on an engine",
    "roster-prefix-overlap": (
        "the prefix {prefix:q} also matches the objects of the student in line {line}"
    ),
    "roster-tls": "tls is a folder with ca.pem, cert.pem and key.pem; it requires a host tcp://",
    "roster-label": "{found:q} is not a label of the form key=value",
    "roster-host": "{found:q} is not an engine address; an address starts with one of {known}",
    "roster-var-not-given": "student {student:q} has no value for {name:q}; add a column for it",
    "roster-var-needs-student": (
        "the value of {name:q} is different for each student; pass the course key with --secret"
    ),
    "roster-bad-value": "a value of student {student:q} is not valid in the spec: {problem}",
    # the record
    "record-unreadable": "cannot read the record {path:q}: {reason}",
    "record-unwritable": (
        "cannot write to the folder {path:q}: {reason:m}; choose another one with --output"
    ),
    "record-not-one": "{path:q} is not a class record; choose another folder with --output",
    "record-other-format": "the record {path:q} was written by another version of grader ({found})",
    "record-other-lab": (
        "{path:q} is the record of lab {lab:q}; choose another folder with --output"
    ),
    "record-spec-changed": (
        "the spec has changed since the record {path:q} was created: regrade it with --regrade, "
        "or choose another folder with --output"
    ),
    "record-in-use": "another run is writing to {path:q}; wait until it ends",
    "merge-other-spec": "{path:q} was graded with another version of the spec",
    "merge-twice": "{student} has different results in {one:q} and {other:q}",
    "record-line": "a line of the record {path:q} is damaged ({reason})",
    "record-none": "no record in {path:q} yet",
    "record-broken-lines": (
        "{count} damaged lines in the record; their students will be graded again"
    ),
    # who could not be graded
    "student-timed-out": "timed out after {seconds} s",
    "student-crashed": "grader crashed while grading this student: {kind}: {text}",
    "class-timed-out": "the time limit for the class was reached before this student was graded",
    "worker-lost": "the worker process died while grading this student",
    "snapshot-changed": "{file} has changed since it was graded",
    "not-recorded": "this student has not been graded yet",
    # running
    "no-dask": "Dask is not installed: pip install distributed",
    "dask-not-there": "no Dask scheduler with workers at {address:q}: {reason}",
    "bad-shard": "{found:q} is not of the form 2/5 (the second of five parts)",
    # gradebooks
    "unknown-gradebook": "unknown gradebook {found:q}; available gradebooks: {known:list}",
    "bad-setting": "{found:q} is not of the form NAME.KEY=value, with one of {known:list}",
    "gradebook-id-twice": (
        "{student} and {other} have the same {column} {value:q}, so one would get the other's grade"
    ),
    "gradebook-formula-id": (
        "{student}: {column} {found:q} looks like a spreadsheet formula; if it were escaped, it "
        "would no longer match"
    ),
    "gradebook-no-points": "the lab has no points, so there are no scores to export",
    "gradebook-setting-missing": "pass --set {name}=…",
    "gradebook-column-missing": "{student}: the roster column {column} is empty",
    "gradebook-column-wrong": "{student}: {found:q} is not a valid {column}",
    "gradebook-hidden-left-out": (
        "these checks are hidden from students and left out, but they count in the score: "
        "{checks:list}"
    ),
    "gradebook-canvas-new": (
        "Canvas will create a new assignment {title:q}; to use an existing one, pass its id "
        "with --set canvas.assignment=…"
    ),
    "gradebook-canvas-assignment": "{found:q} is not a Canvas assignment id, which is a number",
    "gradebook-canvas-title": (
        "Canvas ignores a column {title:q}; choose another title with --set canvas.title=…"
    ),
    "gradebook-canvas-nobody": (
        "{student}: Canvas needs canvas_id, sis_user_id, sis_login_id or name to find a student"
    ),
    "gradebook-canvas-by-name": "{student}: Canvas only finds {name:q} by the exact name",
    "gradebook-canvas-id": "{student}: canvas_id {found:q} is not a number",
    "gradebook-canvas-changed": (
        "{student}: Canvas reads {column} {found:q} as a number and changes it"
    ),
    "gradebook-canvas-points-row": (
        "{student}: Canvas reads a name with 'Points Possible' as the row of maximum points"
    ),
    "gradebook-moodle-user": "moodle.user is one of {known:list}, not {found:q}",
    "gradebook-moodle-max": "moodle.max {found:q} is not a number above 0",
    "gradebook-moodle-over-100": (
        "Moodle rejects the whole file if a grade is above 100, and the maximum is {max}; pass "
        "the item's maximum with --set moodle.max=100"
    ),
    "gradebook-moodle-title": "a grade item cannot be named {title:q}, which is a user column",
    "gradebook-moodle-unknown": (
        "{student}: no {column}; Moodle rejects the whole file if one user is unknown"
    ),
    "gradebook-moodle-case": (
        "{student}: Moodle may be case-sensitive for {found:q}; write it as Moodle shows it"
    ),
    "gradebook-moodle-userid": "{student}: userid {found:q} is not a number",
    "gradebook-gradescope-no-total": (
        "students will see no total score, because these checks are hidden from them: {checks:list}"
    ),
    "gradebook-classroom50-type": "classroom50.type is one of {known:list}, not {found:q}",
    "gradebook-classroom50-hundredths": (
        "Classroom 50 only takes whole numbers, so all points are given in hundredths"
    ),
}
