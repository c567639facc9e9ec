"""The live page: the page of `check`, on loopback alone, changed in place by server-sent events."""
