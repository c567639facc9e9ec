"""Finding an engine and asking it. Nothing but GET and HEAD, unless running things is allowed."""
