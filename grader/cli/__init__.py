"""The command line: parse, build, execute; a module a command, imported when it is asked for."""
