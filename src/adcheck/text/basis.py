"""The basis of a claim: who counted, when, whom or what, how many, how. Read from the words near the claim.

The elements are those of the reports on No.1 claims (商品等の範囲・地理的範囲, 調査期間・時点, 調査の出典) plus the number asked and the method.
All patterns are for folded text (katakana as hiragana).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from adcheck.text.normalise import fold
from adcheck.text.pattern import Pattern

ELEMENTS = ("institution", "period", "scope", "count", "method")
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "institution": "調べた機関",
        "period": "調べた時期",
        "scope": "対象・範囲",
        "count": "回答数・母数",
        "method": "調べ方",
    }
)  # fmt: skip

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[万千百]?"


def _pattern(source: str) -> Pattern:
    return Pattern(fold(source))


_PATTERNS: Mapping[str, Pattern] = MappingProxyType(
    {
        "institution": _pattern(
            r"調べ(?![たてるま])|(?:調査|集計|出荷|実施|測定|計測|発表|算出|計算)(?:会社|機関|主体|元)?(?:[::]|によ[るり])|(?:自社|当社|弊社|当店|当校|当院)(?:の|による|が|で)?[^。\n]{0,12}?(?:実施|集計|出荷|調査|測定|試験|検証|実験|アンケート|データ|計算|数)"
            r"|リサーチ|総研|総合研究所|研究所|研究センター|研究会|調査(?:会|社|室|所|センター|機関|会社)|(?:総合|市場|消費者|世論|統計|工業)(?:調査|統計)|株式会社\p{L}{2,12}(?=[「『、)）]|調べ)|pos|(?:店頭)?レジ(?:集計|データ)|[、(（](?:自社|当社|当店)[)）]|マーケティング|データ(?:社|センター|バンク|『|「)|\p{L}{2,12}『|検査(?:協会|機関|センター)|試験(?:機関|所|センター)|分析センター|協会|学会|公表値"
            r"|出典|(?:[総経農厚文国環財法警内消]\p{Han}{1,4}[省庁])|国勢調査|\p{Han}{2,8}(?:機構|振興会|組合)|(?:市場)?(?:調査|統計|白書|レポート)20\d\d|jis|iso|aatcc|s(?:iaa|ek)|パネル"
        ),
        "period": _pattern(
            r"(?:19|20)\d\d(?:年|/|\.|-|[~〜])|(?:19|20)\d\d(?=調査|版|[』」）)])|(?:平成|令和)(?:\d+|元)年|\d{1,2}月\d{1,2}日[^。\n]{0,6}(?:時点|現在|調べ|[~〜-])|\d{1,2}月(?:末|時点|現在)|\d{1,2}/\d{1,2}\s?[~〜-]\s?\d{1,2}/\d{1,2}|年度|直近\d+|過去\d+(?:年|か月|ヶ月)|(?:時点|現在)[)）、。]"
        ),
        "scope": _pattern(
            rf"n\s?=\s?\d|{_NUMBER}\s?(?:名|人|社|店舗?|件|校|施設|台|アプリ|ブランド|チェーン|商品|種|製品|サイト|銘柄|品目|世帯|市町村|都道府県)|市場|部門|カテゴリー?|ジャンル|分野|国内|全国|県内|市内|都内|業界内|地域|同業|競合|対象|シリーズ|比較|購入者|利用者|契約者|会員|受講生|修了|受験"
        ),
        "count": _pattern(rf"n\s?=\s?\d|{_NUMBER}\s?(?:名|人|社|件|校|施設|世帯)(?![気様])|{_NUMBER}\s?(?:中|回答)|回答(?:者)?(?:数)?\s?{_NUMBER}|母数|分母|全員に(?:送付|配布|聞)"),
        "method": _pattern(
            r"調査方法|(?:インターネット|web|ウェブ|電話|郵送|対面|アンケート)(?:調査|回答)?|試験(?:空間|片|方法|法|結果|による|で|、|・|\d)|測定|計測|密着|ふき?取り試験|拭き取り試験|集計|jis|iso|aatcc|規格|法[)）]|を確認|条件|×|消費電力|当たり|あたり|『[^』]{3,40}』|「[^」]{2,30}(?:調査|統計|白書)[^」]{0,8}」|使用後|試用"
        ),
    }
)  # fmt: skip
_YEAR = _pattern(
    r"(?<!\d)(?P<western>(?:19|20)\d\d)(?=年|/|\.\d|-\d|[~〜]|調べ|調査|版|[』」）)])|(?P<era>平成|令和)(?P<n>\d+|元)年"
)


class Basis(NamedTuple):
    """What was found. ``years`` are the calendar years it names."""

    found: frozenset[str]
    years: tuple[int, ...]
    text: str

    def missing(self, required: Iterable[str]) -> tuple[str, ...]:
        """The required elements that are not there, in their order."""
        return tuple(element for element in required if element not in self.found)


def read_basis(parts: Iterable[str], claim: str = "") -> Basis:
    """The basis in texts near a claim. The claim's own words give a scope (「国内」「美容液部門」) but never a source or a date alone."""
    text = "\n".join(parts)
    found = {element for element, pattern in _PATTERNS.items() if pattern.search(text)}
    if _PATTERNS["scope"].search(claim):
        found.add("scope")
    if _PATTERNS["period"].search(claim):
        found.add("period")
    return Basis(frozenset(found), tuple(years(text + "\n" + claim)), text)


def years(text: str) -> list[int]:
    """Calendar years named in a text, in order."""
    found = []
    for match in _YEAR.finditer(text):
        if match["western"]:
            found.append(int(match["western"]))
        else:
            number = 1 if match["n"] == "元" else int(match["n"])
            found.append((1988 if match["era"] == "平成" else 2018) + number)
    return found
