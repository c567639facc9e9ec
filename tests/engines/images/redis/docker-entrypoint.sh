#!/bin/sh
# As in the official image: an option alone is meant for the server.
set -e
if [ "${1#-}" != "$1" ]; then
  set -- redis-server "$@"
fi
exec "$@"
