"""What the test of a spec says: what let a mistake through, and what would make it stricter."""

from __future__ import annotations

TEXTS = {
    "trial.gift": "check {check:q} passes in an empty environment",
    "trial.no-solution": "no recorded solution {name:q} next to the spec",
    "trial.solution": "the recorded solution fails check {check:q}: {outcome:t}",
    "trial.untested": "no mutant could be generated from the target of check {check:q}",
    "trial.right-refused": "{name} is a correct example, but the spec grades it: {outcome:t}",
    "trial.wrong-taken": "{name} is an incorrect example, but the spec grades it: {outcome:t}",
    "trial.survived": (
        "check {check:q} also passes with a wrong {field}: {values:list} ({kinds:each})"
    ),
    "trial.survived-without": "check {check:q} also passes without {field} ({kinds:each})",
    "trial.in-image": (
        "check {check:q} also passes when {field} is set in the image and not overridden"
    ),
    "trial.unasked": "no check covers {field} of {name:q}, which the solution sets: {value:q}",
    "trial.unasked-of-set": (
        "check {check:q} does not cover the image of its containers; the solution uses {value:q}"
    ),
    # kinds of mistakes
    "mistake.missing": "missing",
    "mistake.renamed": "another name",
    "mistake.name-case": "name in another case",
    "mistake.exited": "exited",
    "mistake.exit-code": "another exit code",
    "mistake.refused": "no answer",
    "mistake.put-back": "still exists",
    "mistake.another": "another value",
    "mistake.longer": "a longer value",
    "mistake.shorter": "a shorter value",
    "mistake.case": "value in another case",
    "mistake.tag": "another tag",
    "mistake.registry": "another registry",
    "mistake.choice": "another of the allowed values",
    "mistake.larger": "larger",
    "mistake.smaller": "smaller",
    "mistake.below": "below the bound",
    "mistake.above": "above the bound",
    "mistake.flipped": "opposite value",
    "mistake.forbidden": "a forbidden value",
    "mistake.there": "set although it must not be",
    "mistake.emptied": "emptied",
    "mistake.dropped": "part missing",
    "mistake.extra": "extra part",
    "mistake.order": "another order",
    "mistake.swapped": "swapped",
    "mistake.inherited": "the image's value",
    "mistake.in-image": "set in the image",
    # what would make it stricter
    "trial.fix.any": "check more of it, or remove the check",
    "trial.fix.running": (
        "add 'state: running', because a container that has ended otherwise looks the same"
    ),
    "trial.fix.exit-code": (
        "add 'exit_code', because a container that failed otherwise looks the same"
    ),
    "trial.fix.count": (
        "add 'count' to 'expect', or add an example that shows fewer are correct: *.pass.json"
    ),
    "trial.fix.source": (
        "add 'source: overridden', or add an example that shows this is correct: *.pass.json"
    ),
    "trial.fix.put-back": (
        "no mutant makes this check fail: name a single object, or use a simpler set"
    ),
    "trial.fix.choice": (
        "remove it from 'one_of', or add an example that shows it is correct: *.pass.json"
    ),
    "trial.fix.anchor": "anchor the pattern with ^ and $, or write 'equals'",
    "trial.fix.present": (
        "use 'equals' with the value; if any value is correct, add two other examples: *.pass.json"
    ),
    "trial.fix.bound": (
        "tighten the bound, or add an example that shows this is correct: *.pass.json"
    ),
    "trial.fix.not": "add 'equals' with the correct value",
    "trial.fix.elements": "be more specific: '8081:3000' instead of '3000'",
    "trial.fix.equals": (
        "use 'equals' with the whole value, or add an example that shows this is correct: "
        "*.pass.json"
    ),
    "fix.trial.unasked": (
        "add it to a check, or add an example that shows it does not matter: *.pass.json"
    ),
    "fix.trial.unasked-of-set": "add 'image' to the set, or to 'each'",
    "fix.trial.gift": "expect something that must exist, or only absence",
    "fix.trial.no-solution": "do the lab yourself, then run: grader snapshot SPEC -o {name}",
    "fix.trial.solution": "fix the spec, or record the solution again",
    "fix.trial.untested": "check something that can be wrong and has a single correct value",
    "fix.trial.right-refused": "expect less, or remove the example",
    "fix.trial.wrong-taken": "expect more, or remove the example",
    # the table
    "column.spec": "spec",
    "column.checks": "checks",
    "column.solution": "solution",
    "column.caught": "mutants caught",
    "column.examples": "examples",
    "trial.kinds": "{count} kinds of mutants: {kinds:each}",
    "trial.absent": "{lab}: {checks:list} only expect absence, and fail when the object exists",
}
