"""What is said around a class: its roster, its record, who could not be graded, gradebooks."""

from __future__ import annotations

TEXTS = {
    # the roster
    "roster.invalid": "{count} mistakes in the roster",
    "roster-unreadable": "the roster cannot be read: {reason}",
    "roster-not-utf-8": (
        "this is not UTF-8: save it as 'CSV UTF-8', "
        "or name its encoding with --encoding (Excel in Korea: cp949)"
    ),
    "roster-not-encoded": "this is not in the encoding {encoding:q}",
    "roster-not-csv": "this is not CSV: {reason}",
    "roster-empty": (
        "the roster is empty: its first line names the columns, such as student,snapshot"
    ),
    "roster-empty-folder": "there is no snapshot (*{suffix}) in this folder",
    "roster-no-students": "there is no student below the line of columns",
    "roster-no-student-column": "there is no column 'student'",
    "roster-unknown-column": (
        "{name:q} is neither a column of rosters nor a variable of the spec; "
        "a column whose name begins with x- is left alone"
    ),
    "roster-column-twice": "the column {name:q} stands here twice",
    "roster-row-too-long": "this row has {cells} cells, more than there are columns",
    "roster-control": "there is a line break or an invisible character in this cell",
    "roster-no-id": "this row has no student",
    "roster-id-too-long": "an id has at most {limit} characters",
    "roster-id-twice": "the student {id:q} stands in line {line} already",
    "roster-several-sources": "a student has one source, not {ways}",
    "roster-no-source": (
        "this student has no source: fill in snapshot, host or context, "
        "or name the engine that all share with --host or --context"
    ),
    "roster-no-mark": (
        "on an engine that all share, a prefix or a label must say what is this student's"
    ),
    "roster-marks": "a prefix or a label, one of them, says what is a student's on an engine",
    "roster-prefix-overlap": (
        "the prefix {prefix:q} also fits what belongs to the student in line {line}"
    ),
    "roster-tls": "tls is a folder with ca.pem, cert.pem and key.pem for a host tcp://",
    "roster-label": "{found:q} is not a label: key=value",
    "roster-host": "{found:q} is not an engine's address: it begins with one of {known}",
    "roster-var-not-given": (
        "the student {student:q} has no value for {name:q}: add a column for it"
    ),
    "roster-var-needs-student": (
        "the value of {name:q} is each student's own: give the course's key with --secret"
    ),
    "roster-bad-value": "a value of the student {student:q} does not fit the spec: {problem}",
    # the record
    "record-unreadable": "the record {path:q} cannot be read: {reason}",
    "record-unwritable": (
        "the folder {path:q} cannot be written to: {reason:m}; choose another one with --output"
    ),
    "record-not-one": "{path:q} is not the record of a class; choose another folder with --output",
    "record-other-format": "the record {path:q} is of another version of grader ({found})",
    "record-other-lab": (
        "{path:q} is the record of the lab {lab:q}; choose another folder with --output"
    ),
    "record-spec-changed": (
        "the spec has changed since {path:q} was begun: judge what was seen again with --regrade, "
        "or choose another folder with --output"
    ),
    "record-in-use": "another run is writing to {path:q}; wait for it to end",
    "merge-other-spec": "{path:q} was graded with another version of the spec",
    "merge-twice": "{student} was graded in {one:q} and, otherwise, in {other:q}",
    "record-line": "a line of the record {path:q} was damaged ({reason})",
    "record-none": "there is no record in {path:q} yet",
    "record-broken-lines": (
        "{count} lines of the record were damaged; their students are graded again"
    ),
    # who could not be graded
    "student-timed-out": "there was no end within {seconds} s",
    "student-crashed": "grader itself failed on this student: {kind}: {text}",
    "class-timed-out": "the time for the class was over before this student's turn",
    "worker-lost": "the worker died while it graded this student",
    "snapshot-changed": "{file}: the file is not the one that was graded before",
    "not-recorded": "this student has not been graded yet",
    # running
    "no-dask": "Dask is not installed: pip install 'grader[dask]'",
    "dask-not-there": "no Dask scheduler with a worker answers at {address:q}: {reason}",
    "bad-shard": "{found:q} is not a part such as 2/5: the second of five",
    # gradebooks
    "unknown-gradebook": "there is no gradebook {found:q}; there are {known:list}",
    "bad-setting": "{found:q} is not NAME.KEY=value with one of {known:list}",
    "gradebook-id-twice": (
        "{student} and {other} have the same {column} {value:q}: one would get the other's grade"
    ),
    "gradebook-formula-id": (
        "{student}: {column} {found:q} looks like a formula; made harmless it would not be found"
    ),
    "gradebook-no-points": "the lab has no points, so there is no score to hand over",
    "gradebook-setting-missing": "give --set {name}=…",
    "gradebook-column-missing": "{student}: the roster's column {column} is empty",
    "gradebook-column-wrong": "{student}: {found:q} cannot be the {column}",
    "gradebook-hidden-left-out": (
        "students may not see these checks yet, so they are left out: {checks:list}; "
        "the score counts them"
    ),
    "gradebook-canvas-new": (
        "Canvas will make a new assignment {title:q}: give the id of yours with "
        "--set canvas.assignment=…"
    ),
    "gradebook-canvas-assignment": "{found:q} is not the id of an assignment, which is a number",
    "gradebook-canvas-title": (
        "Canvas leaves out a column {title:q}: choose another title with --set canvas.title=…"
    ),
    "gradebook-canvas-nobody": (
        "{student}: Canvas knows nobody without canvas_id, sis_user_id, sis_login_id or name"
    ),
    "gradebook-canvas-by-name": (
        "{student}: Canvas finds {name:q} by the exact name alone, or not at all"
    ),
    "gradebook-canvas-id": "{student}: canvas_id {found:q} is not a number",
    "gradebook-canvas-changed": (
        "{student}: Canvas takes {column} {found:q} for a number and changes it"
    ),
    "gradebook-canvas-points-row": (
        "{student}: a name with 'Points Possible' is taken for the row of points"
    ),
    "gradebook-moodle-user": "moodle.user is one of {known:list}, not {found:q}",
    "gradebook-moodle-max": "moodle.max {found:q} is not a number above 0",
    "gradebook-moodle-over-100": (
        "Moodle refuses the whole file over a grade above 100, and the maximum is {max}: "
        "give the item's with --set moodle.max=100"
    ),
    "gradebook-moodle-title": "an item cannot be called {title:q}: that is a column of users",
    "gradebook-moodle-unknown": (
        "{student}: no {column}; Moodle refuses the whole file over one unknown user"
    ),
    "gradebook-moodle-case": (
        "{student}: Moodle may tell capitals apart in {found:q}; write it as Moodle shows it"
    ),
    "gradebook-moodle-userid": "{student}: userid {found:q} is not a number",
    "gradebook-gradescope-no-total": (
        "students will see no total, because these checks are hidden from them: {checks:list}"
    ),
    "gradebook-classroom50-type": "classroom50.type is one of {known:list}, not {found:q}",
    "gradebook-classroom50-hundredths": (
        "Classroom 50 takes whole numbers alone: all points are given in hundredths"
    ),
}
