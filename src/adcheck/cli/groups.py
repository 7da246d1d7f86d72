"""Files by the configuration that holds for them: the nearest one upward from each file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from adcheck.cache import cache_folder
from adcheck.cli.errors import USAGE, stop
from adcheck.config import ConfigError, Settings, find_config, load_config
from adcheck.documents.files import STDIN, find_files
from adcheck.host import Host, build


class Group(NamedTuple):
    """Files that share a configuration, and the host with the packs that it names."""

    settings: Settings
    host: Host
    files: tuple[str, ...]


def grouped(paths: Sequence[str], config: Path | None = None, own: Collection[Path | None] = ()) -> list[Group]:
    """The files of ``paths``, grouped in the order in which their configurations come up; never an empty list.

    ``config`` holds for every file. What a configuration excludes is left out, and so is what adcheck itself writes: ``own``
    and the baselines. Without any file the one group has the configuration of the first path, or of the current folder.
    Raises ConfigError.
    """
    nearest = cache(find_config)
    hosts: dict[tuple[Path, ...], Host] = {}

    def group(settings: Settings, files: Sequence[str]) -> Group:
        if settings.packs not in hosts:
            hosts[settings.packs] = build(local=settings.packs, cache=cache_folder())
        return Group(settings, hosts[settings.packs], tuple(files))

    first = group(load_config(config or nearest(_folder(next(iter(paths), STDIN)))), ())
    found: dict[Path | None, list[str]] = {}
    for file in find_files(paths, extensions=first.host.readers.keys()):
        found.setdefault(config or nearest(_folder(file)), []).append(file)
    settings = {file: load_config(file) for file in found}
    written = {file.resolve() for file in (*own, *(each.baseline for each in settings.values())) if file}

    def wanted(file: str, by: Settings) -> bool:
        return not (by.matches(file, by.exclude) or (written and Path(file).resolve() in written))

    return [
        group(settings[each], [file for file in files if wanted(file, settings[each])]) for each, files in found.items()
    ] or [first]


def host_here() -> Host:
    """The host of the current folder, for commands about rules. A mistake in the configuration ends the run."""
    try:
        return grouped(())[0].host
    except ConfigError as error:
        stop(str(error), USAGE)


def _folder(path: str) -> Path:
    """Where the search for the configuration of a file or folder begins."""
    if path == STDIN:
        return Path.cwd()
    found = Path(path)
    return found if found.is_dir() else found.parent
