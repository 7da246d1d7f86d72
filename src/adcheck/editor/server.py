"""``adcheck lsp``: diagnostics, hover, code actions, over the Language Server Protocol (pygls).

A document is checked as the file it will be saved as: readers, front matter and the nearest configuration apply. Positions on the wire are UTF-16 code
units; inside adcheck they are code points (``Lines`` converts).
"""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from adcheck import __version__
from adcheck.config import ConfigError, find_config, load_config
from adcheck.documents import Unreadable
from adcheck.documents.loading import builtin_readers
from adcheck.engine import allow, evidence
from adcheck.engine.baseline import apply_baseline, read_baseline
from adcheck.engine.checker import Checker
from adcheck.host import Host
from adcheck.model import Checked, Context, Document, Finding

DELAY_SECONDS = 0.25
_SEVERITY = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}


class Lines:
    """Code-point offsets ↔ LSP positions of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        for at, char in enumerate(text):
            if char == "\n" or (char == "\r" and text[at + 1 : at + 2] != "\n"):
                self._starts.append(at + 1)

    def position(self, offset: int) -> lsp.Position:
        line = bisect_right(self._starts, offset) - 1
        before = self._text[self._starts[line] : offset]
        return lsp.Position(line, len(before.encode("utf-16-le")) // 2)

    def range(self, start: int, end: int) -> lsp.Range:
        return lsp.Range(self.position(start), self.position(end))

    def offset(self, position: lsp.Position) -> int:
        """The offset of a position; one past the end of a line or the text is moved to the end."""
        if position.line >= len(self._starts):
            return len(self._text)
        start = self._starts[position.line]
        stop = self._starts[position.line + 1] - 1 if position.line + 1 < len(self._starts) else len(self._text)
        units = 0
        for at in range(start, stop):
            if units >= position.character:
                return at
            units += 2 if ord(self._text[at]) > 0xFFFF else 1
        return stop


@dataclass
class _Open:
    """What is known about an open document."""

    text: str = ""
    findings: Sequence[Finding] = ()
    pending: asyncio.Task[None] | None = field(default=None, repr=False)


Hosts = Callable[[tuple[Path, ...]], Host]  # the host with these project-local packs


def check_text(hosts: Hosts, path: str, text: str) -> tuple[Checked, Sequence[Finding]]:
    """Check the text of an editor as if it were the file ``path``."""
    folder = Path(path).parent
    try:
        settings = load_config(find_config(folder) if folder.is_dir() else None)
        if settings.matches(path, settings.exclude):
            return Checked(Document(path, text), Context()), ()
        host = hosts(settings.packs)
        reader = host.readers.get(Path(path).suffix.lower(), builtin_readers()[".txt"])
        documents = list(reader(path, text.encode("utf-8", "surrogatepass")))
        # many-document files (JSON Lines, CSV) have positions of their own rows; an editor needs those of the file
        document = documents[0] if len(documents) == 1 and documents[0].text == text else Document(path, text)
        steps = [allow.settle(settings)]
        if settings.evidence:
            steps.append(evidence.settle(evidence.load(settings.evidence)))
        report = Checker(host, settings, settle=steps).run([document])
        if settings.baseline and settings.baseline.exists():
            report, _ = apply_baseline(report, settings.baseline, read_baseline(settings.baseline))
        return report.documents[0], report.findings
    except (ConfigError, Unreadable, evidence.EvidenceError) as error:
        return Checked(Document(path, text), Context(), str(error)), ()


def make_server(hosts: Hosts) -> LanguageServer:
    """A server with its handlers; every call is independent."""
    server = LanguageServer("adcheck", __version__)
    documents: dict[str, _Open] = {}

    def publish(uri: str) -> None:
        state = documents[uri]
        state.text = server.workspace.get_text_document(uri).source
        checked, found = check_text(hosts, to_fs_path(uri) or uri, state.text)
        state.findings = [finding for finding in found if finding.status == "open"]
        lines = Lines(state.text)
        diagnostics = [_diagnostic(finding, lines) for finding in state.findings]
        if checked.error:
            diagnostics.append(
                lsp.Diagnostic(lines.range(0, 0), checked.error, lsp.DiagnosticSeverity.Error, source="adcheck")
            )
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, diagnostics))

    async def publish_later(uri: str) -> None:
        await asyncio.sleep(DELAY_SECONDS)
        publish(uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: lsp.DidOpenTextDocumentParams) -> None:
        documents[params.text_document.uri] = _Open()
        publish(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: lsp.DidChangeTextDocumentParams) -> None:
        state = documents.setdefault(params.text_document.uri, _Open())
        if state.pending:
            state.pending.cancel()
        state.pending = asyncio.ensure_future(publish_later(params.text_document.uri))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: lsp.DidCloseTextDocumentParams) -> None:
        state = documents.pop(params.text_document.uri, None)
        if state and state.pending:
            state.pending.cancel()
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        state = documents.get(params.text_document.uri)
        if state is None:
            return None
        lines = Lines(state.text)
        at = lines.offset(params.position)
        for finding in state.findings:
            if finding.span and finding.span.start <= at < finding.span.end:
                contents = lsp.MarkupContent(lsp.MarkupKind.Markdown, _hover_text(finding))
                return lsp.Hover(contents, lines.range(finding.span.start, finding.span.end))
        return None

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION)
    def code_action(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        state = documents.get(params.text_document.uri)
        if state is None:
            return []
        lines = Lines(state.text)
        low, high = lines.offset(params.range.start), lines.offset(params.range.end)
        actions: list[lsp.CodeAction] = []
        for finding in state.findings:
            if finding.span is None or (finding.span.start <= high and low <= finding.span.end):
                actions += _actions(params.text_document.uri, finding, lines, state.text)
        return actions

    return server


def _diagnostic(finding: Finding, lines: Lines) -> lsp.Diagnostic:
    span = finding.span
    url = next((each.law.url for each in finding.law if each.law.url.startswith("http")), None)
    return lsp.Diagnostic(
        lines.range(span.start, span.end) if span else lines.range(0, 0),
        "\n".join(part for part in (finding.message, finding.reason) if part),
        _SEVERITY[finding.severity],
        finding.rule,
        lsp.CodeDescription(url) if url else None,
        "adcheck",
    )


def _hover_text(finding: Finding) -> str:
    laws = "\n".join(f"- {_escape(each.law.title)} {_escape(each.pinpoint)}" for each in finding.law)
    rewrites = "\n".join(f"- {_escape(each)}" for each in finding.suggestions)
    parts = [
        f"**{_escape(finding.message)}**",
        finding.why,
        f"根拠\n{laws}" if laws else "",
        f"言い換え\n{rewrites}" if rewrites else "",
        f"`{finding.rule}`",
    ]
    return "\n\n".join(part for part in parts if part)


def _escape(text: str) -> str:
    return "".join("\\" + char if char in "\\`*_{}[]<>#|!" else char for char in text)


def _actions(uri: str, finding: Finding, lines: Lines, text: str) -> list[lsp.CodeAction]:
    def action(
        title: str, edits: Sequence[tuple[int, int, str]], kind: Any, *, preferred: bool = False
    ) -> lsp.CodeAction:
        changes = [lsp.TextEdit(lines.range(start, end), new) for start, end, new in edits]
        return lsp.CodeAction(title, kind, is_preferred=preferred, edit=lsp.WorkspaceEdit({uri: changes}))

    found = [
        action(
            fix.title,
            [(edit.start, edit.end, edit.text) for edit in fix.edits],
            lsp.CodeActionKind.QuickFix,
            preferred=fix.safety == "safe",
        )
        for fix in finding.fixes
    ]
    if finding.span:
        span = finding.span
        found += [
            action(f"言い換え: {each[:40]}", [(span.start, span.end, each)], lsp.CodeActionKind.RefactorRewrite)
            for each in finding.suggestions
        ]
        line = text.rfind("\n", 0, span.start) + 1
        comment = f"<!-- adcheck-allow: {finding.rule} -- 理由を書く -->\n"
        found.append(
            action(f"理由を書いて許容する（{finding.rule}）", [(line, line, comment)], lsp.CodeActionKind.QuickFix)
        )
    return found
