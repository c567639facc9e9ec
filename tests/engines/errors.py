"""What goes wrong while an engine is brought up or asked."""

import subprocess


class EngineError(Exception):
    """An engine could not be brought up or used; the text says what to do next."""


class DockerFailed(subprocess.CalledProcessError):
    """A `docker` command ended with another code than 0; the text holds what it printed."""

    def __str__(self) -> str:
        return f"{super().__str__()}\nstdout: {self.stdout}\nstderr: {self.stderr}"
