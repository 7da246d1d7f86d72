"""A pack of one's own in a folder, as a user or plugin writes it."""

from __future__ import annotations

from pathlib import Path

from adcheck.host import Host, build

HEAD = 'name = "toy"\nversion = "1"\ntitle = "t"\n'
LAWS = '[act]\ntitle = "法"\nauthority = "庁"\n'


def toy_host(folder: Path, rules: str, words: str = "", laws: str = LAWS, head: str = HEAD) -> Host:
    """A host with the pack ``toy``, written into ``folder``, and nothing else."""
    pack = folder / "toy"
    (pack / "words").mkdir(parents=True, exist_ok=True)
    (pack / "pack.toml").write_text(head, encoding="utf-8")
    (pack / "laws.toml").write_text(laws, encoding="utf-8")
    (pack / "words" / "w.toml").write_text(words, encoding="utf-8")
    (pack / "rules.toml").write_text(rules, encoding="utf-8")
    return build(plugins=[], local=[pack])
