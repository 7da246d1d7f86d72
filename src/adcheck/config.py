"""The nearest ``.adcheck.toml``, else ``[tool.adcheck]`` of the nearest ``pyproject.toml`` → ``Settings``.

One file holds for a draft, no cascade. Unknown keys are errors that name file and key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from adcheck.model import CONTEXT_VALUES, NOTHING, SEVERITIES, UNKNOWN

_KEYS = {
    "context",
    "levels",
    "select",
    "ignore",
    "packs",
    "fail-on",
    "override",
    "baseline",
    "evidence",
    "allow",
    "exclude",
}
_OVERRIDE_KEYS = {"files", "context", "levels", "select", "ignore"}
LEVELS = (*SEVERITIES, "off")


class ConfigError(Exception):
    """A mistake in the configuration; ``str()`` names file and key."""


class Override(NamedTuple):
    """What holds for files that match one of ``files`` (globs relative to the configuration file)."""

    files: tuple[str, ...]
    context: Mapping[str, Any] = NOTHING
    levels: Mapping[str, str] = NOTHING
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Settings(NamedTuple):
    """A configuration file, validated.

    ``packs`` are folders of project-local packs (data only). Files that match ``exclude`` are not checked, named or not:
    pre-commit names every file.
    """

    file: Path | None = None
    context: Mapping[str, Any] = NOTHING
    levels: Mapping[str, str] = NOTHING
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    packs: tuple[Path, ...] = ()
    fail_on: str | None = None
    overrides: tuple[Override, ...] = ()
    baseline: Path | None = None
    evidence: Path | None = None
    allow: tuple[Mapping[str, Any], ...] = ()
    exclude: tuple[str, ...] = ()

    def _relative(self, path: str) -> PurePath | None:
        if self.file is None or path == "-":
            return None
        try:
            return PurePath(Path(path).resolve().relative_to(self.file.parent.resolve()))
        except ValueError:
            return None

    def matches(self, path: str, globs: Sequence[str]) -> bool:
        """Whether a document's path matches one of the globs."""
        relative = self._relative(path) if globs else None
        return relative is not None and any(_glob(relative, pattern) for pattern in globs)

    def for_path(self, path: str) -> tuple[Mapping[str, Any], Mapping[str, str], tuple[str, ...], tuple[str, ...]]:
        """``(context, levels, select, ignore)`` for a document: the last matching override wins key by key."""
        context, levels = dict(self.context), dict(self.levels)
        select, ignore = self.select, self.ignore
        for override in self.overrides:
            if self.matches(path, override.files):
                context.update(override.context)
                levels.update(override.levels)
                select = override.select or select
                ignore = (*ignore, *override.ignore)
        return context, levels, select, ignore


def _glob(path: PurePath, pattern: str) -> bool:
    # ``**`` spans folders; PurePath.match of 3.11 does not know it, so try every tail
    import fnmatch

    text = path.as_posix()
    return (
        fnmatch.fnmatchcase(text, pattern)
        or (pattern.startswith("**/") and fnmatch.fnmatchcase(text, pattern[3:]))
        or fnmatch.fnmatchcase(text, pattern.rstrip("/") + "/*")
    )


def find_config(start: Path) -> Path | None:
    """The nearest configuration file at or above a folder, as an absolute path."""
    start = start.resolve()
    for folder in (start, *start.parents):
        own = folder / ".adcheck.toml"
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and b"[tool.adcheck" in project.read_bytes():
            return project
    return None


def load_config(file: Path | None) -> Settings:
    """Read and validate. Raises ConfigError."""
    if file is None:
        return Settings()
    import tomllib

    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: 設定ファイルを TOML として読めません（{error}）") from error
    except OSError as error:
        raise ConfigError(f"{file}: 設定ファイルを開けません（{error.strerror}）") from error
    if file.name == "pyproject.toml":
        data = data.get("tool", {}).get("adcheck", {})
    return _settings(data, file)


def _settings(data: Mapping[str, Any], file: Path) -> Settings:
    _known(data, _KEYS, file, "")
    overrides = []
    for number, entry in enumerate(_list(data, "override", dict, file), 1):
        place = f"override[{number}]"
        _known(entry, _OVERRIDE_KEYS, file, place)
        files = _list(entry, "files", str, file)
        if not files:
            raise ConfigError(f'{file}: {place}.files が必要です（例: ["posts/**"]）')
        overrides.append(
            Override(
                tuple(files), check_context(entry.get("context", {}), f"{file}: {place}.context"), _levels(entry, file, place),
                tuple(_list(entry, "select", str, file)), tuple(_list(entry, "ignore", str, file)),
            )
        )  # fmt: skip
    fail_on = data.get("fail-on")
    if fail_on is not None and fail_on not in SEVERITIES:
        raise ConfigError(f"{file}: fail-on は {' / '.join(SEVERITIES)} のいずれかです")
    base = file.parent
    return Settings(
        file=file,
        context=check_context(data.get("context", {}), f"{file}: context"),
        levels=_levels(data, file, ""),
        select=tuple(_list(data, "select", str, file)),
        ignore=tuple(_list(data, "ignore", str, file)),
        packs=tuple(base / folder for folder in _list(data, "packs", str, file)),
        fail_on=fail_on,
        overrides=tuple(overrides),
        baseline=_path(data, "baseline", file),
        evidence=_path(data, "evidence", file),
        allow=tuple(_list(data, "allow", dict, file)),
        exclude=tuple(_list(data, "exclude", str, file)),
    )


def _path(data: Mapping[str, Any], key: str, file: Path) -> Path | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ConfigError(f"{file}: {key} はファイル名（文字列）にしてください")
    return file.parent / value


def _known(data: Mapping[str, Any], keys: set[str], file: Path, place: str) -> None:
    for key in data:
        if key not in keys:
            raise ConfigError(
                f"{file}: {place + '.' if place else ''}{key} は不明なキーです（使えるキー: {', '.join(sorted(keys))}）"
            )


def _list(data: Mapping[str, Any], key: str, kind: type, file: Path) -> list[Any]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
        raise ConfigError(f"{file}: {key} は{'文字列' if kind is str else '表'}の配列にしてください")
    return value


def _levels(data: Mapping[str, Any], file: Path, place: str) -> dict[str, str]:
    levels = data.get("levels", {})
    if not isinstance(levels, Mapping):
        raise ConfigError(f"{file}: {place}levels は [levels] の表にしてください")
    for prefix, level in levels.items():
        if level not in LEVELS:
            raise ConfigError(f'{file}: levels."{prefix}" は {" / ".join(LEVELS)} のいずれかです')
    return dict(levels)


def check_context(values: Any, place: str) -> dict[str, Any]:
    """Context values as given by a person; keys outside the closed vocabularies are facts. Raises ConfigError."""
    if not isinstance(values, Mapping):
        raise ConfigError(f"{place} は表にしてください")
    for key, value in values.items():
        allowed = CONTEXT_VALUES.get(key)
        if allowed and value not in (*allowed, UNKNOWN):
            raise ConfigError(f"{place}.{key}: 「{value}」は使えません（{' / '.join((*allowed, UNKNOWN))}）")
    return dict(values)
