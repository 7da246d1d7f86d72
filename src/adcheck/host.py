"""Builds the plugin manager and merges what the hooks return. No module-level manager: every ``build`` is independent."""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pluggy

from adcheck import hookspecs
from adcheck.checks import BUILT_IN
from adcheck.checks.base import Check, deferred
from adcheck.documents import Reader, builtin_readers
from adcheck.packs.load import Registry, load_packs
from adcheck.packs.source import PackSource
from adcheck.report import FORMATS, Renderer

GROUP = "adcheck"
OWN = "adcheck_rules"  # the packs that ship with adcheck


class PluginInfo(NamedTuple):
    """A loaded plugin: distribution name and version, module, and the hooks it implements."""

    name: str
    version: str
    module: str
    hooks: tuple[str, ...]


@dataclass(frozen=True)
class Host:
    """What the engine and the CLI work with. ``problems`` are plugin failures and rule-file mistakes, for the user."""

    registry: Registry
    checks: Mapping[str, Check]
    readers: Mapping[str, Reader]
    formats: Mapping[str, Renderer]
    plugins: tuple[PluginInfo, ...]
    plugin_problems: tuple[str, ...]


class EntryPoint(NamedTuple):
    name: str
    version: str
    module: str


def build(
    *,
    plugins: Sequence[EntryPoint] | None = None,
    local: Sequence[Path] = (),
    only: Sequence[str] | None = None,
    cache: Path | None = None,
) -> Host:
    """Load plugins (default: those installed), their packs and the project-local packs in ``local`` (data only).

    ``only`` restricts to packs of these names. Failures are collected, never raised: the other plugins still work.
    """
    manager = pluggy.PluginManager("adcheck")
    manager.add_hookspecs(hookspecs)
    problems: list[str] = []
    infos: list[PluginInfo] = []
    for entry in installed(cache) if plugins is None else plugins:
        try:
            module = import_module(entry.module)
            manager.register(module, name=entry.name)
            manager.check_pending()
        except Exception as error:  # a plugin may fail in any way; the others must still report
            problems.append(
                f"プラグイン {entry.name} {entry.version} を読み込めません（{type(error).__name__}: {error}）"
            )
            if manager.has_plugin(entry.name):
                manager.unregister(name=entry.name)
            continue
        hooks = tuple(sorted(caller.name for caller in manager.get_hookcallers(module) or ()))
        infos.append(PluginInfo(entry.name, entry.version, entry.module, hooks))
    merge = _Merge(manager, infos, problems)
    checks: dict[str, Check] = {}
    for family, names in BUILT_IN.items():
        checks |= {check.name: check for check in deferred(f"adcheck.checks.{family}", *names)}
    merge.into(checks, "adcheck_checks", lambda found: [(check.name, check) for check in found], "check")
    readers = dict(builtin_readers())
    merge.into(readers, "adcheck_readers", lambda found: list(found.items()), "リーダー")
    formats = dict(FORMATS)
    merge.into(formats, "adcheck_formats", lambda found: list(found.items()), "出力形式")
    sources: list[tuple[PackSource, str]] = [
        (source, info.name) for info, found in merge.results("adcheck_packs") for source in found
    ]
    sources += [(PackSource(folder), "project") for folder in local]
    chosen = (
        only if only is not None else [name for name in os.environ.get("ADCHECK_ONLY_PACKS", "").split(",") if name]
    )
    if chosen:
        sources = [(source, plugin) for source, plugin in sources if source.folder.name in chosen]
    registry = load_packs(_unique(sources, problems), checks, cache)
    return Host(registry, checks, readers, formats, tuple(infos), tuple(problems))


def _unique(sources: Sequence[tuple[PackSource, str]], problems: list[str]) -> list[tuple[PackSource, str]]:
    """Packs of one name from two plugins: both are named, the first stays."""
    seen: dict[str, str] = {}
    kept: list[tuple[PackSource, str]] = []
    for source, plugin in sources:
        name = source.folder.name
        if name in seen:
            problems.append(
                f"パック {name} が {seen[name]} と {plugin} の両方にあります（{seen[name]} のものを使います）"
            )
            continue
        seen[name] = plugin
        kept.append((source, plugin))
    return kept


class _Merge:
    """Calls a hook plugin by plugin, so that one that raises costs only itself."""

    def __init__(self, manager: pluggy.PluginManager, infos: Sequence[PluginInfo], problems: list[str]) -> None:
        self._manager, self._infos, self._problems = manager, infos, problems

    def results(self, hook: str) -> list[tuple[PluginInfo, Any]]:
        found = []
        for info in self._infos:
            others = [self._manager.get_plugin(other.name) for other in self._infos if other is not info]
            try:
                for result in self._manager.subset_hook_caller(hook, others)():
                    found.append((info, result))
            except Exception as error:  # see the class
                self._problems.append(
                    f"プラグイン {info.name} {info.version} の {hook} が失敗しました（{type(error).__name__}: {error}）"
                )
        return found

    def into(self, target: dict[str, Any], hook: str, items: Callable[[Any], list[tuple[str, Any]]], what: str) -> None:
        owner = dict.fromkeys(target, "adcheck")
        for info, result in self.results(hook):
            try:
                for name, value in items(result):
                    if name in target:
                        self._problems.append(
                            f"{what} {name} が {owner[name]} と {info.name} の両方にあります（{owner[name]} のものを使います）"
                        )
                        continue
                    target[name] = value
                    owner[name] = info.name
            except Exception as error:  # a hook may return anything
                self._problems.append(
                    f"プラグイン {info.name} {info.version} の {hook} の値が正しくありません（{type(error).__name__}: {error}）"
                )


def installed(cache: Path | None) -> list[EntryPoint]:
    """The installed plugins, the shipped packs first.

    Asking ``importlib.metadata`` costs as much as everything else of a cold start, so the list is kept, by the state of the
    folders on ``sys.path``.
    """
    state = [sys.prefix]
    for folder in sys.path:
        try:
            state.append(f"{folder}:{os.stat(folder or '.').st_mtime_ns}")
        except OSError:
            continue
    file = cache / "plugins.bin" if cache else None
    if file:
        try:
            data = marshal.loads(file.read_bytes())  # noqa: S302  (our own file, in the user's own folder)
            if data["state"] == state:
                return [EntryPoint(*entry) for entry in data["plugins"]]
        except (OSError, ValueError, KeyError, TypeError):
            pass
    found = _ask_environment()
    if file:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(marshal.dumps({"state": state, "plugins": [tuple(entry) for entry in found]}))
        except OSError:
            pass  # a cache that cannot be written is no error
    return found


def _ask_environment() -> list[EntryPoint]:
    from importlib.metadata import entry_points

    found = {
        point.value: EntryPoint(
            point.dist.name if point.dist else point.name, point.dist.version if point.dist else "", point.value
        )
        for point in entry_points(group=GROUP)
    }
    if OWN not in found:
        from adcheck import __version__

        found[OWN] = EntryPoint("adcheck", __version__, OWN)
    return sorted(found.values(), key=lambda entry: (entry.module != OWN, entry.name))
