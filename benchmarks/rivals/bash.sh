#!/bin/bash
# What a course writes first: one `docker inspect -f` for each assertion. Prints the verdicts.
verdict() { # name, template, expected
    if [ "$(docker inspect -f "$2" "$1")" = "$3" ]; then echo "$1 true"; else echo "$1 false"; fi
}
for n in 1 2 3 4 5; do
    name="bench$n"
    verdict "$name" '{{.State.Status}}' running
    verdict "$name" '{{.Config.Image}}' nginx
    verdict "$name" '{{.HostConfig.RestartPolicy.Name}}' always
    verdict "$name" '{{index .Config.Labels "course"}}' docker101
done
