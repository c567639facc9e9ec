#!/bin/sh
# As in the official image: without a password for the superuser it ends with 1.
set -e
if [ "${1#-}" != "$1" ]; then
  set -- postgres "$@"
fi
if [ "$1" = postgres ] && [ -z "${POSTGRES_PASSWORD:-}" ] &&
  [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
  echo "Error: Database is uninitialized and superuser password is not specified." >&2
  echo "       You must specify POSTGRES_PASSWORD to a non-empty value for the" >&2
  echo "       superuser. For example, \"-e POSTGRES_PASSWORD=password\" on \"docker run\"." >&2
  exit 1
fi
exec "$@"
