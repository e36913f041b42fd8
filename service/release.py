"""Which version of the program this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def release() -> str:
    """The installed version, or that there is none."""
    try:
        return version("afterword")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "dev"
