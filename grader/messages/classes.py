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
}
