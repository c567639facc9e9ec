"""What the test of a spec says: what let a mistake through, and what would make it stricter."""

from __future__ import annotations

TEXTS = {
    "trial.gift": "check {check:q} holds where nothing was done at all",
    "trial.no-solution": "there is no recorded solution {name:q} beside the spec",
    "trial.solution": "the recorded solution does not pass check {check:q}: {outcome:t}",
    "trial.untested": "no mistake could be made from what check {check:q} looks at",
    "trial.right-refused": "{name} is a right answer, and this spec calls it: {outcome:t}",
    "trial.wrong-taken": "{name} is a wrong answer, and this spec calls it: {outcome:t}",
    "trial.survived": (
        "check {check:q} passes with a wrong {field} too: {values:list} ({kinds:each})"
    ),
    "trial.survived-without": "check {check:q} passes without {field} too ({kinds:each})",
    "trial.in-image": (
        "check {check:q} passes too where {field} was set in the image and not overridden"
    ),
    "trial.unasked": "nothing asks for {field} of {name:q}, which the solution has: {value:q}",
    "trial.unasked-of-set": (
        "nothing asks for the image of the containers in check {check:q}; "
        "in the solution it is {value:q}"
    ),
    # kinds of mistakes
    "mistake.missing": "missing",
    "mistake.renamed": "another name",
    "mistake.name-case": "another case of the name",
    "mistake.exited": "exited",
    "mistake.exit-code": "ended with another code",
    "mistake.refused": "no answer",
    "mistake.put-back": "still there",
    "mistake.another": "another value",
    "mistake.longer": "a longer value",
    "mistake.shorter": "a shorter value",
    "mistake.case": "another case",
    "mistake.tag": "another tag",
    "mistake.registry": "another registry",
    "mistake.choice": "another of the values allowed",
    "mistake.larger": "larger",
    "mistake.smaller": "smaller",
    "mistake.below": "below the bound",
    "mistake.above": "above the bound",
    "mistake.flipped": "the opposite",
    "mistake.forbidden": "what is forbidden",
    "mistake.there": "set all the same",
    "mistake.emptied": "emptied",
    "mistake.dropped": "a part left out",
    "mistake.extra": "something too many",
    "mistake.order": "another order",
    "mistake.swapped": "the wrong way round",
    "mistake.inherited": "the image's own value",
    "mistake.in-image": "set in the image",
    # what would make it stricter
    "trial.mend.any": "ask for more of it, or take the check out",
    "trial.mend.running": "add 'state: running': a container that has ended looks the same else",
    "trial.mend.exit-code": "add 'exit_code': one that ended with an error looks the same else",
    "trial.mend.count": "add 'count' to 'expect', or show that fewer are right: *.pass.json",
    "trial.mend.source": "add 'source: overridden', or show that it is right: *.pass.json",
    "trial.mend.put-back": "nobody has seen this check fail: name one object, or a simpler set",
    "trial.mend.choice": "take it out of 'one_of', or show that it is right: *.pass.json",
    "trial.mend.anchor": "anchor the pattern with ^ and $, or write 'equals'",
    "trial.mend.present": (
        "write 'equals' and the value; where any will do, show two others: *.pass.json"
    ),
    "trial.mend.bound": "draw the bound closer, or show that it is right: *.pass.json",
    "trial.mend.not": "write 'equals' and the right value beside what is wrong",
    "trial.mend.elements": "say more of the element: '8081:3000' rather than '3000'",
    "trial.mend.equals": (
        "write 'equals' and the whole value, or show that it is right: *.pass.json"
    ),
    "mend.trial.unasked": "ask for it, or show that it is free: *.pass.json",
    "mend.trial.unasked-of-set": "add 'image' to the set, or to 'each'",
    "mend.trial.gift": "ask for something that must be there, or for absence alone",
    "mend.trial.no-solution": "do the lab yourself, then: grader snapshot SPEC -o {name}",
    "mend.trial.solution": "mend the spec, or record the solution again",
    "mend.trial.untested": "look at something that can be wrong, with one value that is right",
    "mend.trial.right-refused": "ask for less, or take the example away",
    "mend.trial.wrong-taken": "ask for more, or take the example away",
    # the table
    "column.spec": "spec",
    "column.checks": "checks",
    "column.solution": "solution",
    "column.caught": "mistakes caught",
    "column.examples": "examples",
    "trial.kinds": "{count} kinds of mistakes: {kinds:each}",
    "trial.absent": "{lab}: {checks:list} ask for absence alone, and fail with the thing put back",
}
