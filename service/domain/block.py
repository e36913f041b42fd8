"""Our part of an event's notes: what stands between two marker lines.

What stands outside is the person's, whether they wrote it above or below, and is never
touched. The block is ours until they edit inside it. If they removed a marker, or pasted a
second pair, nobody can say any more which part is ours: then the whole text is theirs.
"""

from __future__ import annotations

BEGIN = "[Afterword keeps this part up to date]"
END = "[Your own notes are safe below this line]"
_MARKERS = frozenset({BEGIN, END})


def ours_in(notes: str) -> str | None:
    """The text of our block, or None when there is no whole and single block."""
    lines = notes.splitlines()
    bounds = _bounds(lines)
    return None if bounds is None else "\n".join(lines[bounds[0] + 1 : bounds[1]]).strip()


def with_block(notes: str, ours: str) -> str:
    """The notes with our block saying `ours`; without a block when that is empty.

    Every line outside the block stays as it is. A block that is new goes below what is there.
    """
    lines = notes.splitlines()
    first, last = _bounds(lines) or (len(lines), len(lines) - 1)
    return "\n".join([*lines[:first], *_block(ours), *lines[last + 1 :]]).strip()


def outside(notes: str) -> str:
    """What is the person's: all but the block."""
    return with_block(notes, "")


def torn(notes: str) -> bool:
    """Whether a marker stands there without making a whole and single block."""
    lines = notes.splitlines()
    return _bounds(lines) is None and any(line.strip() in _MARKERS for line in lines)


def same_block(seen: str, ours: str) -> bool:
    """Whether the block of `seen` still says what that of `ours` does."""
    return not torn(seen) and ours_in(seen) == ours_in(ours)


def _bounds(lines: list[str]) -> tuple[int, int] | None:
    marks = [(line.strip(), at) for at, line in enumerate(lines) if line.strip() in _MARKERS]
    match marks:
        case [(first, begin), (last, end)] if first == BEGIN and last == END:
            return begin, end
    return None


def _block(ours: str) -> list[str]:
    # A marker inside our own text (a company can be called anything) would end the block early.
    lines = [line for line in ours.splitlines() if line.strip() not in _MARKERS]
    text = "\n".join(lines).strip()
    return [BEGIN, *text.splitlines(), END] if text else []
