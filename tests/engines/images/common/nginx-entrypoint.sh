#!/bin/sh
# As the official one: it speaks only when nginx is started.
set -e
if [ "$1" = nginx ] || [ "$1" = nginx-debug ]; then
  echo "/docker-entrypoint.sh: Configuration complete; ready for start up"
fi
exec "$@"
