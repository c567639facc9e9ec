"""The frames that logs and commands come in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from grader.engine.logs import STDERR, STDOUT, demultiplex


def frame(stream: int, data: bytes) -> bytes:
    return bytes([stream, 0, 0, 0]) + len(data).to_bytes(4, "big") + data


def ends(frames: list[tuple[int, bytes]]) -> set[bytes]:
    """All beginnings of a stream that end where a frame does."""
    return {b"".join(frame(*one) for one in frames[:n]) for n in range(len(frames) + 1)}


FRAMES = st.lists(st.tuples(st.sampled_from([STDOUT, STDERR]), st.binary(max_size=50)))


@given(FRAMES)
def test_frames_come_back_in_order(frames: list[tuple[int, bytes]]) -> None:
    stream = b"".join(frame(*one) for one in frames)
    assert demultiplex(stream) == (b"".join(data for _, data in frames), True)
    errors = b"".join(data for kind, data in frames if kind == STDERR)
    assert demultiplex(stream, frozenset({STDERR})) == (errors, True)


@given(FRAMES, st.integers(min_value=0, max_value=500))
def test_of_a_stream_that_was_cut_the_beginning_is_kept(
    frames: list[tuple[int, bytes]], cut: int
) -> None:
    stream = b"".join(frame(*one) for one in frames)
    whole = b"".join(data for _, data in frames)
    text, complete = demultiplex(stream[:cut])
    assert whole.startswith(text)
    assert complete is (stream[:cut] in ends(frames)) or stream[:cut] == stream


@given(st.binary(max_size=300))
def test_any_bytes_are_read_and_give_no_more_than_they_are(stream: bytes) -> None:
    assert len(demultiplex(stream)[0]) <= len(stream)


def test_a_million_empty_frames_take_no_minute() -> None:
    assert demultiplex(frame(STDOUT, b"") * 131_072) == (b"", True)
