#!/bin/sh
# As in the official node image: an option, or what is no program, is given to node. So
# `docker run IMAGE --env COLOR=blue` ends with "node: bad option: --env" and 9.
set -e
if [ "${1#-}" != "$1" ] || [ -z "$(command -v "$1")" ]; then
  set -- node "$@"
fi
exec "$@"
