"""Word forms by code: what a dictionary form looks like in running text.

A verb is represented by its *stems*, the fixed beginnings that all of its inflected and colloquial forms share
(消える → 消え; 治る → 治ら 治り 治る 治れ 治ろ 治っ), so that a literal matcher finds 消えちゃった, 治りました and 治ってきた
without a list of forms.
"""

from __future__ import annotations

from adcheck.text.pattern import Pattern

_GODAN = {
    "う": "わいうえおっ", "く": "かきくけこい", "ぐ": "がぎぐげごい", "す": "さしすせそ", "つ": "たちつてとっ",
    "ぬ": "なにぬねのん", "ぶ": "ばびぶべぼん", "む": "まみむめもん", "る": "らりるれろっ",
}  # fmt: skip
_I_OR_E_ROW = "いきぎしじちぢにひびぴみりえけげせぜてでねへべぺめれ"
# Verbs in る after an i/e sound that nevertheless inflect as godan, and the reverse for one-kanji verbs.
_GODAN_RU = ("減る", "入る", "切る", "走る", "知る", "散る", "帰る", "返る", "蘇る", "甦る", "滑る", "照る", "限る", "茂る", "喋る", "蹴る", "焦る", "湿る", "練る", "めくる",
             "若返る", "よみがえる", "みなぎる", "へる", "かえる", "わかがえる")  # fmt: skip
_ICHIDAN_KANJI = "見出寝着似煮得経居診観干射"


def stems(verb: str) -> tuple[str, ...]:
    """The stems of a verb in dictionary form; a する verb may be given as ``改善する``.

    Raises ValueError for a word that does not end like a verb.
    """
    if verb.endswith("する"):
        head = verb[:-2]
        return tuple(head + tail for tail in ("する", "し", "さ", "せ", "でき", "出来"))
    if verb.endswith(("来る", "くる")):
        head = verb[:-2]
        kanji = verb[-2] == "来"
        return tuple(
            head + (("来" + tail) if kanji else tail)
            for tail in (("る", "た", "て", "ま") if kanji else ("くる", "きた", "きて", "きま"))
        )
    if len(verb) < 2 or verb[-1] not in _GODAN:
        raise ValueError(verb)
    if verb.endswith("る") and _is_ichidan(verb):
        return (
            (verb[:-1],) if len(verb) > 2 else tuple(verb[:-1] + tail for tail in ("る", "た", "て", "ま", "ち", "な"))
        )
    if verb.endswith(("行く", "いく", "ゆく")):
        return tuple(verb[:-1] + tail for tail in "かきくけこっ")
    return tuple(verb[:-1] + tail for tail in _GODAN[verb[-1]])


def _is_ichidan(verb: str) -> bool:
    if verb.endswith(_GODAN_RU):
        return False
    before = verb[-2]
    return before in _I_OR_E_ROW or before in _ICHIDAN_KANJI


def adjective_stems(word: str) -> tuple[str, ...]:
    """The stems of an i-adjective (薄い → 薄い 薄く 薄か 薄け 薄す 薄さ 薄み)."""
    if not word.endswith("い"):
        raise ValueError(word)
    return tuple(word[:-1] + tail for tail in ("い", "く", "か", "け", "さ", "すぎ"))


_INNER_OKURIGANA = Pattern(r"^(.*[一-鿿])[ぁ-ん]([一-鿿].*)$")


def okurigana_variants(word: str) -> tuple[str, ...]:
    """Shorter spellings of a compound: 引き締める → 引締める."""
    found = _INNER_OKURIGANA.match(word)
    return (found[1] + found[2],) if found else ()


# What may follow a stem before the clause goes on: used to make a quote end with its verb phrase, and to read polarity.
TAIL = (
    r"(?:させ|られ|れ|せ)?"
    r"(?:ちゃ[うっいえわ]|じゃ[うっいえわ]|て[るたいくっ]|で[るいく]|ってく|ってき|ってい|て|で|た|だ|ます|ました|まし|ま|くれ|もら|しま|き|み|お|や|なく|な|る|う|く|す|つ|ぬ|ぶ|む|ん|い|っ|り|し|ち|れ|え|せ|げ|べ|め|け|よ|ろ)*"
)
