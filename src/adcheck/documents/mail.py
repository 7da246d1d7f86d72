"""Mail (.eml): subject, sender and body. The sender counts: a reply needs an address, and the law asks who writes."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from adcheck.documents.encoding import decode
from adcheck.documents.html import visible_blocks
from adcheck.documents.parts import Part, assemble
from adcheck.documents.reader import LIMITS, Limits, Unreadable
from adcheck.model import Document


def read(path: str, data: bytes, limits: Limits = LIMITS) -> Iterator[Document]:
    """One Document; attachments are not read. Raises Unreadable."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        parts = list(_parts(message, limits))
    except Unreadable:
        raise
    except Exception as error:  # the mail parser meets malformed headers with errors of many types
        raise Unreadable(f"メール（.eml）として読めません（{error}）") from error
    yield assemble(path, parts, limits)


def _parts(message: EmailMessage, limits: Limits) -> Iterator[Part]:
    if not message.keys():
        raise Unreadable("メール（.eml）として読めません（ヘッダーがありません）")
    body = message.get_body(preferencelist=("plain", "html"))
    if not isinstance(body, EmailMessage):
        raise Unreadable("本文（テキスト）がありません")
    yield Part(str(message.get("subject", "")), "title", "件名")
    yield Part(str(message.get("from", "")), "text", "差出人")
    text = _content(body)
    if body.get_content_subtype() == "html":
        limits.check_size(len(text))
        for block in visible_blocks(text):
            if block.kind not in ("comment", "url", "code"):
                yield Part(_unescape(text[block.span.start : block.span.end]), block.kind, "本文")
    else:
        yield Part(text, "text", "本文", "\n\n")


def _content(body: EmailMessage) -> str:
    """The text of a body part, never lossily: a charset that is named wrongly is found out from the bytes."""
    data = body.get_payload(decode=True)
    if not isinstance(data, bytes):
        raise Unreadable("本文（テキスト）がありません")
    try:
        return data.decode(body.get_content_charset() or "utf-8").replace("\r\n", "\n")
    except (LookupError, UnicodeDecodeError):
        return decode(data)[0].replace("\r\n", "\n")


def _unescape(text: str) -> str:
    from html import unescape

    return unescape(text)
