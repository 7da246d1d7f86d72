"""When the agreement was made and when its posts go out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import regex

from adcheck.text.clauses import Agreement
from adcheck.text.numbers import NUMBER, dates, number
from adcheck.text.pattern import Pattern
from adcheck_rules.contract.payment import near

_ORDERED_KEY = Pattern(
    r"(?:発注|委託|契約|締結|合意|依頼|作成|通知|送信)(?:年月)?(?:を?した)?日|^date|日付|送信日時|委託をした日"
)
_ORDERED_BEFORE = Pattern(r"(?:本日|(?:締結|発注|委託|契約|合意|作成)日)[はを:(\s]*$")
_ORDERED_AFTER = Pattern(
    r"\s*(?:\([月火水木金土日]\))?\s*(?:付|づけ|に(?:発注|委託|締結)|、[^。\n]{0,80}(?:契約(?:し|する)|合意(?:し|する)|締結(?:し|する)))|[ \t]*(?:\([月火水木金土日]\))?[ \t]*(?:\n|$)"
)
_POST = Pattern(
    r"(?:投稿(?!者)|公開|掲載|配信(?!者)|(?<!タイ)アップ|実施|公にする|世に出す|お披露目|post(?:ing)? dates?|publish|release date|(?:出す|載せる|あげる|上げる|流す)(?=日|の))(?:予定)?(?:日時?|期日|期限)?|(?:給付|役務)[^。\n]{0,12}(?:期日|日)|納期|履行期日"
)
_NOT_POST = Pattern(
    r"約定|取り?決|申し?合わせ|結ん|交わ|提出|下書き|初稿|原稿(?!料)|発送|素材|ロゴ|商品写真|画像を|締結|支払|振込|振り込|報酬|中止|キャンセル|期間|有効|契約(?:し|する|を)|発売|契約書|打合せ|打ち合わせ|検査|検収|確認|二次利用|維持|残して|請求"
)
_SERIES = Pattern(r"毎月|毎週|各月|月額|週\d|月\d+[本回件]|隔週|継続的|か月間にわたり|連載")
_ORDINAL_ROW = Pattern(rf"第?\s?{NUMBER}\s?(?:回|本|件|弾|投稿)目?$")
# In a chat the day answers the question of the line before.
_ASKED = Pattern(
    r"(?:いつ|何日|日程|日にち|タイミング|投稿日|公開日)[^。\n]{0,16}(?:上げ|あげ|アップ|投稿|公開|載せ|のせ|出せ|出し|流せ|流し|ですか|でしょう)[^\n]{0,16}[?]"
)
_SAME_MONTH = Pattern(rf"同月\s*(?P<d>{NUMBER})\s*日")
# 「2025年4月1日付の基本契約書」: the day of another paper.
_OTHER_PAPER = Pattern(
    r"\s*(?:付|づけ|に(?:締結|取り?交わ))[^。\n]{0,20}?(?:基本契約|原契約|契約書|覚書|合意書|発注書|注文書|申込書|約款|見積)"
)
# What an amendment sets aside: a column of its comparison (「変更前」 | 「変更後」), a row, and 「1月8日を1月15日に改める」.
_FORMER = Pattern(
    r"(?:変更|改定|改訂|訂正|修正|見直し)前|これまで|従前|従来|現行|旧|もとの?|元の?(?:条件|内容|定め)?|当初|前回|before|old"
)
_LATTER = Pattern(r"(?:変更|改定|改訂|訂正|修正|見直し)後|これから|今後|改め|新|after|new|このたび|今回")
_FORMER_ROW = Pattern(r"[ \t\W]*(?:(?:変更|改定|改訂|訂正|修正)前|旧|従前|現行)[ \t]*(?:[:|→]|は)[^\n]*")
_REPLACED = Pattern(
    r"(?P<q>[^。\n、「」]{1,24})(?:」)?(?:とある(?:の|もの)?を|から|を|→)(?=[^。\n、]{1,24}?(?:に|へ|と)(?:、[^。\n]{1,80}?(?:に|へ|と))?(?:改め|変更|訂正|読み替え|差し替え|延期|繰り))"
)
_VALUE = Pattern(rf"{NUMBER}\s*(?:月|日|円|本|回|件|枚|投稿|名|か月|%)|\d[/.]\d")


def current_text(agreement: Agreement) -> str:
    """The text with what an amendment sets aside blanked out, every place where it was."""
    text = agreement.text
    spans = [match.span() for match in _FORMER_ROW.finditer(text) if _LATTER.search(text)]
    spans += [match.span("q") for match in _REPLACED.finditer(text) if _VALUE.search(match["q"])]
    column, at = -1, 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if "|" not in line and "\t" not in line:
            column = -1
            continue
        cells = [match.span() for match in regex.finditer(r"[^|\t\n]+", line) if match[0].strip()]
        names = [line[low:high].strip(" *") for low, high in cells]
        former = [i for i, name in enumerate(names) if len(name) <= _NAME_LENGTH and _FORMER.match(name)]
        if former and any(_LATTER.match(name) for name in names if len(name) <= _NAME_LENGTH):
            column = former[0]
        elif 0 <= column < len(cells) - 1:
            spans.append((start + cells[column][0], start + cells[column][1]))
    for low, high in spans:
        text = text[:low] + " " * (high - low) + text[high:]
    return text


_NAME_LENGTH = 10


def ordered_on(agreement: Agreement, fallback: date) -> date:
    """The day of the order: a row, the signature, a mail header, 「本日11月22日付で」; else ``fallback``."""
    text = agreement.text
    for clause in (*agreement.of("row", "section"), *agreement.of("signature")):
        if clause.kind == "signature" or _ORDERED_KEY.search(clause.heading):
            for day in dates(text[clause.start : clause.end], fallback.year):
                return day.date
    for day in dates(text, fallback.year):
        if _OTHER_PAPER.match(text, day.end):
            continue
        line = text.rfind("\n", 0, day.start) + 1
        alone = not text[line : day.start].strip()
        if _ORDERED_BEFORE.search(text, line, day.start) or (
            (alone or "、" in text[day.end : day.end + 2] or "付" in text[day.end : day.end + 6])
            and _ORDERED_AFTER.match(text, day.end)
        ):
            return day.date
    first = next(iter(dates(text[:80], fallback.year)), None)
    return first.date if first and first.year_given else fallback


def post_dates(agreement: Agreement, ordered: date) -> list[date]:
    """Days on which posts are due, as far as the text names them."""
    return sorted(set(_posts(agreement, ordered)))


def _posts(agreement: Agreement, ordered: date) -> Iterator[date]:
    text = current_text(agreement)
    over = ""  # the section that a row stands in: 「配信日」 above 「第1回：12月17日」
    for clause in agreement.clauses:
        if clause.kind == "signature":
            continue
        over = over if clause.kind == "row" else clause.heading
        heading = clause.heading if not _ORDINAL_ROW.match(clause.heading) else over
        headed = bool(heading and _POST.search(heading) and not _NOT_POST.search(heading))
        for match in regex.finditer(r"[^。\n]+", text[clause.body if headed else clause.start : clause.end]):
            low = (clause.body if headed else clause.start) + match.start()
            sentence = match[0]
            if _NOT_POST.search(sentence) or not (headed or _POST.search(sentence) or _asked(text, low)):
                continue
            found = [near(day.date, day.year_given, ordered) for day in dates(sentence, ordered.year)]
            yield from (day for day in found if day >= ordered)
            if found:
                for same in _SAME_MONTH.finditer(text, low, low + len(sentence)):
                    try:
                        yield found[0].replace(day=int(number(same["d"]) or 0))
                    except ValueError:
                        continue


def _asked(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at)
    return line > 0 and _ASKED.search(text, text.rfind("\n", 0, line) + 1, line) is not None


def series(agreement: Agreement) -> bool:
    """Posts that recur, so that the worst cycle decides."""
    return any(
        _SERIES.search(agreement.text, clause.start, clause.end) and not regex.search("支払|締", clause.heading)
        for clause in agreement.clauses
        if _posting(agreement, clause.start, clause.end)
    )


def _posting(agreement: Agreement, start: int, end: int) -> bool:
    sentences = regex.findall(r"[^。\n]+", agreement.text[start:end])
    return any(
        _SERIES.search(each)
        and regex.search("投稿|動画|公開|フィード|リール|ストーリ|月額", each)
        and not regex.search(r"締め?切|〆|締め|末日まで", each)
        for each in sentences
    )
