"""Checks that only messages to influencers and briefs need; those about money stand in ``fees``."""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import regex

from adcheck.checks.base import Check, Conditions, Page, Table, in_text, match_of
from adcheck.checks.facets import places_of
from adcheck.model import Match
from adcheck.text.headings import sections
from adcheck.text.numbers import Day, dates
from adcheck.text.pattern import Pattern
from adcheck.text.reading import Reading
from adcheck.text.segment import Sentence
from adcheck_rules.outreach.stated import SENTENCE, asked, meant, parts, parts_of, pointed, understood, ways_of

# ---------------------------------------------------------------------------------------------------------------------
# specific-reason: why this person? What is left of the sentences about their work without the words that fit anybody.


def _prepare_reason(table: Table) -> dict[str, Any]:
    return {
        "about": table.terms("about"),
        "read": table.terms("read"),
        "work": table.terms("work"),
        "offer": table.terms("offer"),
        "ask": table.terms("ask"),
        "generic": table.terms("generic"),
        "specific": table.terms("specific"),
        "least": table.integer("least"),
        "skip": table.terms("skip", None),
        **asked(table),
    }


def _find_reason(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    """Sentences with ``about`` (of what is offered only with ``read``), or with ``work`` and no ``offer``, speak about what the addressee has published.

    One of them must hold something ``specific`` or ``least`` content characters outside the ``generic`` words, or the network (its keys are
    those of ``stated``) must read a reason somewhere.
    """
    reading = page.reading
    about = [sentence for sentence in reading.sentences if _is_about(reading, spec, sentence)]
    for sentence in about:
        if reading.has(spec["specific"], sentence.start, sentence.end):
            return
        if _residue(reading, spec["generic"], sentence.start, sentence.end) >= spec["least"]:
            return
    asks = [s for s in reading.sentences if reading.has(spec["ask"], s.start, s.end) and s not in about]
    if understood(page, spec, [(s.start, s.end) for s in asks]):
        return
    yield Match(None)
    if about:  # what only seems to be a reason
        yield Match(reading.span(about[0].start, _together(reading, about)))


def _together(reading: Reading, about: list[Sentence]) -> int:
    """Where the sentences end that follow the first without anything but white space between."""
    end = about[0].end
    for sentence in about[1:]:
        if reading.text[end : sentence.start].strip():
            break
        end = sentence.end
    return end


def _is_about(reading: Reading, spec: Mapping[str, Any], sentence: Sentence) -> bool:
    start, end = sentence.start, sentence.end
    if reading.has(spec["about"], start, end):
        return reading.has(spec["read"], start, end) or not reading.has(spec["offer"], start, end)
    return reading.has(spec["work"], start, end) and not reading.has(spec["offer"], start, end)


def _residue(reading: Reading, generic: Mapping[str, Any], start: int, end: int) -> int:
    """Kanji, katakana, letters and digits outside the generic words; hiragana is mostly grammar and does not count."""
    covered = {at for hit in reading.find(generic, start, end) for at in range(hit.start, hit.end)}
    content = (at for at in range(start, end) if at not in covered)
    return sum(reading.text[at].isalnum() and not "ぁ" <= reading.text[at] <= "ゖ" for at in content)


# ---------------------------------------------------------------------------------------------------------------------
# sender: whose message? 「刃物の広報です」 names nobody.


def _prepare_sender(table: Table) -> dict[str, Any]:
    return {
        "named": table.terms("named"),
        "role": table.terms("role"),
        "generic": table.terms("generic"),
        "least": table.integer("least"),
        "min-length": table.integer("min-length"),
        "vague": table.terms("vague", None),
        "skip": table.terms("skip", None),
        **asked(table),
    }


def _find_sender(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    """Silent with one of ``named``, or when what stands before a ``role`` (its group ``q``) holds a name: ``least`` characters outside ``generic`` words.

    ``vague`` and the keys of the network are those of ``stated``.
    """
    reading = page.reading
    if len(reading.text.strip()) < spec["min-length"] or reading.has(spec["named"]):
        return
    roles = reading.find(spec["role"])
    named = any(_residue(reading, spec["generic"], hit.start, hit.end) >= spec["least"] for hit in roles)
    if not named and not understood(page, spec):
        yield Match(None)
        yield from pointed(reading, spec)


# ---------------------------------------------------------------------------------------------------------------------
# repeated: words that are harmless once.


def _prepare_repeated(table: Table) -> dict[str, Any]:
    return {
        "find": table.terms("find"),
        "at-least": table.integer("at-least"),
        "within": table.terms("within", None),
        "all": table.flag("all"),
        "skip": table.terms("skip", None),
    }


def _find_repeated(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    """With ``all`` the finding reaches from the first to the last, else it is the one that is too many; sentences with ``skip`` do not count."""
    reading = page.reading
    places = [(0, len(reading.text))] if spec["within"] is None else places_of(reading, spec["within"])
    found = [hit for start, end in places for hit in reading.find(spec["find"], start, end)]
    skipped = [m.span() for m in SENTENCE.finditer(reading.text) if reading.has(spec["skip"], *m.span())]
    hits = sorted({(h.start, h.end) for h in found if not any(start <= h.start < end for start, end in skipped)})
    if len(hits) >= spec["at-least"]:
        start, end = (hits[0][0], hits[-1][1]) if spec["all"] else hits[spec["at-least"] - 1]
        yield Match(reading.span(start, end), {"count": str(len(hits))})


# ---------------------------------------------------------------------------------------------------------------------
# length: how long a message may be.


def _prepare_length(table: Table) -> dict[str, Any]:
    return {"most": table.integer("most")}


def _find_length(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    length = len(page.document.text.strip())
    if length > spec["most"]:
        yield Match(None, {"length": f"{length:,}", "most": f"{spec['most']:,}"})


# ---------------------------------------------------------------------------------------------------------------------
# instruction: something the other side is told to do, not something it is told to avoid.


def _prepare_instruction(table: Table) -> dict[str, Any]:
    return {
        "find": table.terms("find"),
        "meanings": ways_of(table, "meanings"),
        "not-under": table.terms("not-under"),
        **Conditions.prepare(table),
    }


def _find_instruction(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    """Like ``pattern``, but silent under a heading with a term of ``not-under`` (NG事項).

    ``meanings`` (name → named groups of terms) find a sentence with a term of every group; ``unless`` in one silences that meaning.
    """
    for reading in page.readings:
        labelled = [(p.start, p.label_end, p.end) for p in parts(reading.view)]
        labelled += [(s.start, s.label_end, s.end) for s in sections(reading.text)]
        avoid = [(start, end) for start, stop, end in labelled if reading.has(spec["not-under"], start, stop)]
        for (low, high), sentence in _instructed(reading, spec):
            forbidden = any(start <= low < end for start, end in avoid)
            if not forbidden and Conditions.hold(reading, sentence, spec):
                yield match_of(reading, low, high)


def _instructed(reading: Reading, spec: Mapping[str, Any]) -> Iterator[tuple[tuple[int, int], Sentence]]:
    for hit, sentence in in_text(reading, reading.find(spec["find"])):
        yield (hit.start, hit.end), sentence
    for stretch in (
        SENTENCE.finditer(reading.text) if spec["meanings"] else ()
    ):  # a hashtag ends a sentence of the reading
        for way in spec["meanings"]:
            place = meant(reading, way, *stretch.span())
            within = reading.sentence_at(place[0]) if place else None
            if place and within:
                yield place, within


# ---------------------------------------------------------------------------------------------------------------------
# addressees: a mail-merge that went wrong calls one person by two names.

_NAME = r"(?P<name>[^\s、。!?:;,.「」『』()【】<>/…・*#\n]{1,16}?)"
_FULL_NAME = r"(?P<name>[a-z0-9_]+\.[a-z0-9_.]+|[^\s、。!?:;,.「」『』()【】<>/…・*#\n]{1,16}?(?: [^\s、。!?:;,.「」『』()【】<>/…・*#\n]{1,8}?)?)"
_HONORIFIC = r"(?:様|さま|さん|先生|ちゃん|くん)"
_HELLO = r"(?:はじめまして|初めまして|こんにちは|こんばんは|おはようございます|お疲れ(?:様|さま)です|どうも|やほー?|dear|hi|hello|hey)"
_GREETED = Pattern(
    rf"(?:^|\n)\s*(?:(?:件名|subject):[^\n]*\n\s*)?(?:{_HELLO}[、,!〜\s]*)?(?:(?:「[^」\n]{{1,30}}」|[^\s、。「」]{{2,20}}(?:チャンネル|管理人|主宰|運営者?|ご担当)|[^\s、。「」・]{{2,20}}(?=・))\s?(?:の|・)?\s?)?@?{_FULL_NAME}(?:\s?\(@?(?P<handle>[\w.]+)\))?\s?{_HONORIFIC}(?:へ)?[\s、。,!♪😊✨🙇‍♀️]*(?=\n|$|はじめまして|こんにちは|こんばんは|お世話|突然|いつも|初め|はじめて|お疲れ|株式会社|急な|いきなり|お忙し|ご無沙汰|私|わたし|お便り|ご連絡|や[っー]?ほ|どうも|この度|このたび|先日|dm)"
)
# What is somebody's own, so that 「鈴木様の…」 speaks of the addressee.
_OWN = (
    r"[「『]|ご?投稿|リール|動画|ご?発信|アカウント|ストーリー|世界観|フォロワー|お?写真|レシピ|フィード|ブログ|記事|チャンネル|コメント|お?人柄|スタイル|コーデ|ライブ|配信|お?言葉|"
    r"雰囲気|いつも|普段|ふだん|感性|ペース|お?好き|やり方|撮り方|ご?都合|世界|ご?判断|ご経験|ファン|視聴者|読者|お店|台所|日常|毎日|お?手元|読書|お?生活|時間|ごはん|食卓|子育て|お子|"
    r"キッチン|お部屋|ご自宅|暮らし|切り口|魅力|目線|お考え|ご?意見|連載|企画|センス|作風|おすすめ|菜園|ノート|日記|帖|記録|シリーズ|図鑑|表現|お話|ご?感想|スケジュール|ご?意向|"
    r"ご?希望|instagram|インスタ|youtube|tiktok|sns|x(?![a-z])|note|お?声|お力|ご?事情|ご?体調|ご?予定|ご?署名|ご?承諾|お?返事"
)
_ASKED = r"(?:お願い(?:し(?:たく|たい|ます)|でき|いたし|申し|を?させて)|いただき?た[いく]|いただけ|ほし[いく]|もらえ|もらいた|ご?(?:依頼|相談)|お力添え|届けた|お届けし|お送りし|お任せし)"
_TO = rf"(?:に(?:は|も|こそ)?|へ)(?:ぜひ|の?ご?(?:依頼|相談|連絡|提案|お願い)|是非|お願い(?!して)|ご紹介|ご依頼|pr|ご連絡|ご相談|お試し|使って|お届け|お送り|弊社|当社|ぴったり|[^。\n]{{0,24}}?{_ASKED})"
_ABOUT = (
    rf"の(?:{_OWN}|[^。\n、「」]{{1,10}}(?:(?:投稿|動画|リール|写真|回|話)を?(?:見|拝見|読)|(?:投稿|動画|リール|配信|記事|連載)(?:が|は|、|に)))|{_TO}|らし(?:い|く|さ)|なら(?:では)?|でしたら|だったら|しか(?:いな|考え)|次第|流(?:で|の|に)|のため|(?:が|は)(?:いつも|普段|ふだん|以前|先日|選|大切|感じ|投稿|発信|紹介|興味|ご興味|よろし|気に)|"
    rf"と(?:の?お仕事|は?[^。\n]{{0,4}}(?:いっしょ|一緒)|なら|で?[^。\n]{{0,12}}{_ASKED})|から(?:の)?(?:お?返事|ご?返信|ご?連絡)"
)
_SPOKEN_OF = Pattern(
    rf"(?:(?<=[\s、。!,:「(はがもでにとを])|^|(?<=[^\sァ-ヶー])(?=[ァ-ヶー]{{2,}})|(?<=[^\w.@])(?=@?[a-z][\w.]+))(?:(?:先日|先週|先月|昨日|今朝|この前|この間|最近|\d月)の)?+@?{_NAME}\s?{_HONORIFIC}(?={_ABOUT})",
    regex.MULTILINE,
)
_HANDLE = Pattern(
    rf"(?<![\w.])@(?P<name>[a-z0-9_.]{{3,30}})\s?の(?:{_OWN})[^。\n]{{0,40}}(?:拝見|見て|見まし|読[んみ]|惹かれ)"
)
_SUBJECT = Pattern(rf"(?:^|\n)\s*(?:件名|subject)\s?:\s?(?:【[^】\n]*】)?{_NAME}\s?{_HONORIFIC}(?=へ|に)")
# Nobody's name: groups, roles, platforms.
_NOT_A_NAME = Pattern(
    r"(?:皆|みな|お客|客|フォロワー|ご?担当者?|窓口|そちら|お店|マネージャー|事務所|ファン|ユーザー|奥|お子|子|お母|お父|ご?家族|クライアント|視聴者|読者|消費者|購入者|モニター|"
    r"インフルエンサー|クリエイター|アンバサダー|各|他|先|有|同|多く|たく|どなた|誰か|王|神|仏|殿|あなた|貴方|女性|男性|ママ|パパ|お子|赤ちゃん|奥|たくさん|"
    r"関係者|マネ|企業|会社|代理店|スタッフ|参加者|モデル|ブランド|店舗|御中|おかげ|お疲れ|ご苦労|お互い|方|人|生産者|農家|職人|おふたり|おひとり|それぞれ|どちら|こちら|かた|ひと|わたし|わたくし|みんな|皆々|隣|常連|ご?近所|店員|大家|弟子|主人|旦那|嫁|孫|祖母|祖父|兄|姉|弟|妹|猫|犬)$"
)
# 「農家の方」「漆の職人」: in the middle of a text somebody else, above it a name (星の手帖様)
_SOMEBODY_ELSE = Pattern(r"[\p{Han}ァ-ヶー](?<!\d[万千]?人)の.")
# Who publishes there; to somebody known for another platform it is a mail for somebody else.
_ROLES = {
    "instagram": Pattern(r"(?:インスタグラマー|instagrammer)(?:の?[^\s、。の]{1,12})?(?:様|さん)"),
    "youtube": Pattern(r"(?:ユーチューバー|youtuber)(?:の?[^\s、。の]{1,12})?(?:様|さん)"),
    "tiktok": Pattern(r"(?:ティックトッカー|tiktoker)(?:の?[^\s、。の]{1,12})?(?:様|さん)"),
}
_NAMED = {
    "instagram": Pattern(r"instagram|インスタ(?:グラム)?(?!グラマー)"),
    "youtube": Pattern(r"(?:youtube|ユーチューブ)(?!r)"),
    "tiktok": Pattern(r"(?:tiktok|ティックトック)(?!er)"),
}
_ACTIVE_THERE = {
    name: Pattern(rf"(?:{named.source})での(?:ご?活躍|ご?発信|ご?投稿|人気)") for name, named in _NAMED.items()
}
_PLATFORM_NAME = Pattern(
    r"^(?:instagram|youtube|tiktok|twitter|x|インスタ(?:グラム)?|ユーチューブ|facebook|threads|line)$"
)


def _find_addressees(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading = page.reading
    text = reading.text
    forms = (_GREETED, _SUBJECT, _SPOKEN_OF, _HANDLE)
    called = [_Called(form, match) for form in forms for match in form.finditer(text)]
    names = sorted(filter(_is_a_name, called), key=lambda one: one.match.start())
    for _, match in names:
        if _PLATFORM_NAME.match(match["name"]):
            yield Match(
                reading.span(match.start("name"), match.end()), {"first": "相手のお名前", "second": match["name"]}
            )
            return
    other = _other_role(page, text)
    if other:
        yield Match(reading.span(*other.span()), {"first": page.context.platform, "second": other[0]})
        return
    above = next((match for form, match in names if form is _GREETED), None)
    if above is None:  # spoken to in the text only
        names = [one for one in names if _is_formal(one.match)]
        if not names or regex.search("(?:他|ほか|(?<!税)別|など|ご一緒|共演|コラボ)", text):
            return
    greeted = above or names[0].match
    first = _bare_name(_last_name(greeted["name"]))
    own = {first, _bare_name((above and above["handle"]) or "")} - {""}
    for form, match in names:
        second = _bare_name(_last_name(match["name"]))
        if (_CHILD.search(match[0]) and not _CHILD.search(greeted[0])) or _is_somebody_else(
            text, _last_name(match["name"])
        ):
            continue
        if form is _HANDLE and not _LATIN.fullmatch(greeted["name"]):
            continue
        if _ACCOUNT.fullmatch(greeted["name"]) and not _LATIN.fullmatch(match["name"]):
            continue  # 「@kumi_days 様」 may well be くみさん
        if all(_another(one, second) for one in own) and not _introduced(text, first, second):
            last = _LAST_WORD.search(match["name"]) if len(match["name"]) > _LONG_NAME else None
            start = match.start("name") + (
                last.start() if last else len(match["name"]) - len(_last_name(match["name"]))
            )
            yield Match(
                reading.span(start, match.end()), {"first": greeted["name"], "second": text[start : match.end("name")]}
            )
            return


def _other_role(page: Page, text: str) -> regex.Match[str] | None:
    """「YouTuberの○○様」 to somebody on Instagram, as far as the user said where the addressee publishes."""
    own = page.context.platform
    if own not in _ROLES or page.context.origin.get("platform") == "inferred" or _ROLES[own].search(text):
        return None
    others = [name for name in _ROLES if name != own]
    return next((match for name in others if (match := _ROLES[name].search(text) or _only_there(name, text))), None)


def _only_there(platform: str, text: str) -> regex.Match[str] | None:
    """「YouTubeでのご活躍」, and no other word about that platform, where they may publish as well."""
    named = _NAMED[platform]
    if len(named.findall(text)) > 1:
        return None
    return _ACTIVE_THERE[platform].search(text)


class _Called(NamedTuple):
    form: Pattern
    match: regex.Match[str]


def _is_formal(match: regex.Match[str]) -> bool:
    return match[0].endswith(("様", "さま")) or bool(_KANJI_NAME.fullmatch(_last_name(match["name"])))


def _is_a_name(called: _Called) -> bool:
    form, match = called
    if _NOT_A_NAME.search(match["name"]) or _NO_NAME_BEFORE_TEACHER.search(match[0]):
        return False
    name = match["name"]
    if _AFTER_PARTICLE.search(name):
        name = _last_name(name)
    return form is _GREETED or not _SOMEBODY_ELSE.search(name)


_NO_NAME_BEFORE_TEACHER = Pattern(r"[\p{Han}ァ-ヶー][はがをへに]先生$")  # 「進行は先生のお考えを…」
_AFTER_PARTICLE = Pattern(r"[\p{Han}ー][はがをも][ぁ-ゖ]{2,4}$")
_LONG_NAME = 8
_KANJI_NAME = Pattern(r"\p{Han}{2,4}")
_LAST_WORD = Pattern(r"[ァ-ヶー]{2,}$|[a-z][\w.]+$|\p{Han}{2,5}$")


def _last_name(name: str) -> str:
    """The 松井 of 「ご感想は松井」."""
    return _BEFORE_NAME.sub("", name)


_BEFORE_NAME = Pattern(
    r"^.*[はがもをにでと](?=(?:\p{Han}{2,4}|[ァ-ヶー]{2,}|[a-z][\w.]+)$)|^.*[\p{Han}ー][はがをも](?=[ぁ-ゖ]{2,4}$)"
)


def _bare_name(name: str) -> str:
    return regex.sub(r"[\W_]|\p{Extended_Pictographic}", "", name)


def _another(first: str, second: str) -> bool:
    """佐藤 and 鈴木, but not 佐藤 and 佐藤花子, nor 「…と話される佐藤」."""
    surname = any(second.endswith(first[:size]) for size in range(2, len(first)))
    return bool(first and second) and first not in second and second not in first and not surname


_PEOPLE = "店長|社長|代表|先代|職人|デザイナー|開発者|監修|広報|担当者?|マネージャー|作家|講師|スタッフ|店主|女将|会長"
_LATIN = Pattern(r"[a-z0-9_.]{3,30}")
_ACCOUNT = Pattern(r"(?=.*[_.\d])[a-z0-9_.]{3,30}")
_CHILD = Pattern(r"(?:ちゃん|くん)[\s、,!]*$")  # of the addressee, or a pet, unless the addressee is called so too


def _is_somebody_else(text: str, name: str) -> bool:
    """Whether it is the company for which an agency writes, or one of the sender's own people."""
    own = regex.escape(name)
    form = r"(?:株式|合同|有限)会社|(?:の|より|から)の?(?:ご?依頼|広告|商品|製品|新商品|プロモーション|ご?担当|pr|案件)"
    return bool(
        regex.search(
            rf"(?:{_PEOPLE})の?{own}|(?:株式|合同|有限)会社\s?{own}|{own}\s?(?:様|さま|さん)?\s?(?:{form})", text
        )
    )


def _introduced(text: str, first: str, second: str) -> bool:
    """Whether the greeting itself joins both names: 「はなさん（@hana_room）」, 「佐藤様・田中様」."""
    both = rf"{regex.escape(first)}[^\n。]{{0,14}}{regex.escape(second)}[^\n。]{{0,10}}$"
    return bool(regex.search(both, text, regex.MULTILINE))


# ---------------------------------------------------------------------------------------------------------------------
# schedule: dated steps of a brief in an order in which they cannot happen.

_STEPS = {
    "体験": regex.compile(
        r"(?:来店|体験|滞在|宿泊|受講|試食|来館|来場|訪問)日?(?!談|記|レポ|会|申|料|投稿|版|予約|後|から|して|プラン|コース|の感想)"
    ),
    "商品の到着": regex.compile(r"(?:発送|お届け|到着|送付|受け?取り|お渡し|手元|shipping|delivery|shipment)"),
    "初稿の提出": regex.compile(r"(?:初稿|草稿|下書き|文案|ラフ|構成案|原稿|提出|first cut|draft|rough)"),
    "投稿": regex.compile(r"(?:投稿|公開|掲載|配信|アップ|オンエア|go[- ]?live|publish|on[- ]?air)"),
}
_NOT_A_STEP = Pattern(
    r"(?:発売|円|(?:から|より)(?:順次|随時)?(?:発送|販売|お届け|配送|受注|出荷)|投稿(?:前|後|内容|案|数|原稿|文|分|者)|公開前|掲載前|レポート|報告|締切の|支払|振込|募集|応募|終了|削除|前回|過去|昨年|でした)"
)
_SEGMENT = Pattern(r"(?:[^\n、,→⇒➡;。|()・/]|(?<=\d)/(?=\d))+")
_SHORT_DATE = Pattern(r"(?<![\d/.])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])(?![\d/%])")
_SAME_MONTH = Pattern(
    r"(?:同(?:月|年同月)?\s?|(?<![\d月/.年]\s?))(?P<day>3[01]|[12]\d|0?[1-9])日(?=[にはま(頃]|ごろ|以降)(?!に(?:1|一)|間)"
)
_HALF_YEAR = timedelta(days=183)


_OF_STEPS = Pattern(
    r"スケジュール|日程|日取り|日どり|流れ|ながれ|進行|進め方|予定|段取り|工程|手順|順番|timeline|schedule|いつ|にってい|^日$"
)


def _find_schedule(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading = page.reading
    named = [p for p in parts_of(page) if _OF_STEPS.search(reading.text[p.start : p.label_end].strip())]
    found = [_steps(reading.text[: p.end], page.as_of.year, p.start) for p in named]
    steps = next((each for each in found if len(each) > 1), None) or _steps(reading.text, page.as_of.year)
    order = list(_STEPS)
    for early in range(len(order) - 1, 0, -1):
        for late in range(early):
            first, second = steps.get(order[early]), steps.get(order[late])
            planned = (order[late], order[early]) == ("体験", "初稿の提出")  # a plan may come first
            if first and second and first[0] < second[0] and not planned:
                start, end = min(first[1], second[1]), max(first[2], second[2])
                detail = f"{order[early]}（{_day(first[0])}）が{order[late]}（{_day(second[0])}）より前です"
                yield Match(reading.span(start, end), {"early": order[early], "late": order[late]}, detail=detail)
                return


def _dates(text: str, year: int) -> list[Day]:
    """The dates of a text with those written 12/4, which only a schedule makes dates."""
    days = dates(text, year)
    taken = {at for day in days for at in range(day.start, day.end)}
    for match in _SHORT_DATE.finditer(text):
        if taken.isdisjoint(range(*match.span())):
            try:
                when = date(year, int(match["month"]), int(match["day"]))
            except ValueError:
                continue
            days.append(Day(match.start(), match.end(), when, year_given=False))
    return _in_their_year(text, sorted([*days, *_same_month(text, days)], key=lambda day: day.start))


def _same_month(text: str, days: list[Day]) -> Iterator[Day]:
    """「同月20日」: a day of the month of the date before."""
    for match in _SAME_MONTH.finditer(text):
        before = max((day for day in days if day.end <= match.start()), key=lambda day: day.start, default=None)
        far = before is not None and not match[0].startswith("同") and "\n" in text[before.end : match.start()]
        if before is not None and not far and int(match["day"]) <= monthrange(before.date.year, before.date.month)[1]:
            when = before.date.replace(day=int(match["day"]))
            yield Day(match.start(), match.end(), when, year_given=before.year_given)


def _in_their_year(text: str, days: list[Day]) -> list[Day]:
    """In a line with 「2027年1月12日」 the days without a year are those nearest to it."""
    placed: list[Day] = []
    for day in days:
        anchor = next(
            (one for one in reversed(placed) if one.year_given and "\n" not in text[one.end : day.start]), None
        )
        if anchor is not None and not day.year_given:
            years = (anchor.date.year + step for step in (-1, 0, 1))
            near = [
                day.date.replace(year=year) for year in years if day.date.day <= monthrange(year, day.date.month)[1]
            ]
            nearest = min(near, key=lambda when: abs(when - anchor.date))
            placed.append(day._replace(date=nearest, year_given=True))
        else:
            placed.append(day)
    return placed


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _steps(text: str, year: int, low: int = 0) -> dict[str, tuple[date, int, int]]:
    """The first date of each step from ``low`` on with the words that name it; a date in a segment of its own belongs to no step."""
    found: dict[str, tuple[date, int, int]] = {}
    days = [day for day in _dates(text, year) if day.start >= low]
    starts = [day.start for day in days]
    earliest = min((day.date for day in days), default=None)
    for segment in _SEGMENT.finditer(text, low):
        inside = days[bisect_left(starts, segment.start()) : bisect_left(starts, segment.end())]
        if len(inside) != 1 or _NOT_A_STEP.search(segment.group()):
            continue
        named = [
            (abs((match.end() if match.end() <= inside[0].start else match.start()) - inside[0].start), name)
            for name, pattern in _STEPS.items()
            for match in pattern.finditer(text, segment.start(), segment.end())
        ]
        if not named or earliest is None:
            continue
        step = min(named)[1]
        when = inside[0].date
        if not inside[0].year_given and when - earliest > _HALF_YEAR:
            when = when.replace(year=when.year - 1)  # 12月 beside 1月: the months of two years
        if step not in found or when < found[step][0]:
            found[step] = (when, segment.start(), segment.end())
    return found


def _nothing(table: Table) -> dict[str, Any]:
    return {}


def _instruction_needs(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [] if spec["meanings"] else [spec["find"]]


CHECKS = [
    Check("specific-reason", _prepare_reason, _find_reason),
    Check("sender", _prepare_sender, _find_sender),
    Check("repeated", _prepare_repeated, _find_repeated, lambda spec: [spec["find"]]),
    Check("length", _prepare_length, _find_length),
    Check("instruction", _prepare_instruction, _find_instruction, _instruction_needs),
    Check("addressees", _nothing, _find_addressees),
    Check("schedule", _nothing, _find_schedule),
]
