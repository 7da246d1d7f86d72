"""Exit codes and how the command line says what went wrong."""

from __future__ import annotations

from typing import NoReturn

import click

FOUND = 1
USAGE = 2
FAILED = 3


def stop(message: str, code: int = USAGE) -> NoReturn:
    """Print an error to stderr and leave with ``code``."""
    click.echo(f"adcheck: エラー: {message}", err=True)
    raise SystemExit(code)


def warn(message: str) -> None:
    """Print a line to stderr."""
    click.echo(f"adcheck: {message}", err=True)
