"""Who does what, and who signs: sides that are swapped, names that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from adcheck.checks.base import Page
from adcheck.checks.item import agreement_of, sentence_of
from adcheck.model import Match
from adcheck.text.clauses import Agreement, Party
from adcheck.text.pattern import Pattern
from adcheck_rules.contract.consistency import NUMERAL, found_at, reporting

_NOT_PAY = r"違約金|損害|賠償|返還|返金|手数料|購入|利用料|登録料|立替|実費|経費|代金"


_SUBJECT = r"(?:^|(?<=[。\n、\s\d.)]))"
_PAID_OUT = r"(?:支払[うい]|お支払いします|払います|振り?込(?:む|みます)|(?:振込)?送金(?:する|します))"


def _either(labels: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(regex.escape, labels)) or '(?!)'})"


def _labels(agreement: Agreement, client: bool) -> tuple[str, ...]:
    """What the text calls a side. Where one side is known, the only other name before the articles is the other one."""
    known, others = agreement.side(client), agreement.side(not client)
    if known or not others:
        return known
    articles = agreement.of("article")
    limit = articles[0].start if articles else len(agreement.text)
    rest = [party.label for party in agreement.parties if party.start < limit and party.label not in others]
    return tuple(rest) if len(rest) == 1 else ()


_DRAFT = r"(?:下書き|初稿|原稿|(?:投稿|動画|記事)の?案|(?:動画|投稿)データ|限定公開(?:url|リンク)|試写|構成案|台本)"


def _company_does(creator: str) -> tuple[str, ...]:
    """What the company does only where the sides are swapped: bill, post, hand in drafts, put the mark, redo."""
    return (
        rf"[^。\n]{{0,90}}?{creator}(?:に|へ|宛てに?)[^。\n]{{0,20}}請求書[^。\n]{{0,12}}(?:発行|送付|提出)する",
        r"[^。\n]{0,90}?(?:自己|自ら)の(?:sns)?アカウント[^。\n]{0,40}投稿(?:する|し)",
        rf"[^。\n]{{0,40}}?{_DRAFT}を、?{creator}(?:に|へ)(?:送|提出|共有)[^。\n]{{0,8}}、{creator}は(?=[^。\n]{{0,30}}(?:返答|回答|確認|承認))",
        r"[^。\n]{0,20}?(?:キャプション|投稿|動画|記事|概要欄)[^。\n]{0,10}(?:冒頭|先頭|文頭)[^。\n]{0,8}に[^。\n]{0,16}(?:表示|記載|明記)(?:する|し)",
        rf"[^。\n]{{0,20}}?{creator}(?:が|の)(?:求め|指示)[^。\n]{{0,12}}修正[^。\n]{{0,12}}(?:行う|応じる|応ずる)",
    )


def _creator_does(client: str) -> tuple[str, ...]:
    """What the influencer does only where the sides are swapped: pay, place the order, lend the material."""
    return (
        rf"[^。\n]{{0,90}}?(?:報酬|委託料|対価|料金|フィー|ギャラ|前項の(?:金額|額)|金額|消費税)[^。\n]{{0,70}}?{_PAID_OUT}",
        rf"[^。\n]*?{client}(?:の|が)[^。\n]{{0,12}}口座(?:に|へ|宛)[^。\n]{{0,30}}?{_PAID_OUT}",
        rf"[^。\n]{{0,90}}?(?:制作|作成|公開|投稿|業務|動画|記事)[^。\n]{{0,12}}を、?{client}に(?:委託|依頼|発注)(?:する|し)",
        r"[^。\n]{0,40}?(?:ロゴ|商品|製品|素材)[^。\n]{0,16}を[^。\n]{0,12}(?:支給|貸与)(?:する|し)",
        rf"[、]?{client}に(?:対し|対して)?[、]?[^。\n]{{0,30}}修正を(?:求め|請求)",
    )


# a sentence that is about somebody else's post, or about words that stay
_REUSE = r"二次|転載|転用|再投稿|リポスト|引用|抜粋|利用|掲載する(?:とき|際|場合)|(?:委託|依頼)(?:し|す)"


def _swap(page: Page) -> Iterator[Match]:
    """A sentence whose subject does what the other side does: the influencer pays, the company bills or posts."""
    agreement = agreement_of(page)
    text = agreement.text
    for client in (True, False):
        others = _either(_labels(agreement, not client))
        does = "|".join(_company_does(others) if client else _creator_does(others))
        not_this = _REUSE if client else _NOT_PAY
        for label in _labels(agreement, client):
            name = regex.escape(label)
            for match in regex.finditer(rf"{_SUBJECT}(?P<q>{name}は[、,]?(?:{does}))", text):
                together = rf"(?:及び|並びに|又は|と){name}は"
                if (
                    not regex.search(not_this, match["q"])
                    and not regex.search(rf"{others}(?:は(?!$)|が(?!指定|届|定め|求め|指示))", match["q"])
                    and not regex.search(
                        together, text[max(0, match.start("q") - 8) : match.start("q") + len(label) + 1]
                    )
                ):
                    yield found_at(page, *match.span("q"), party=label)
    yield from _flow(page, agreement)
    yield from _posting_client(page, agreement)


def _flow(page: Page, agreement: Agreement) -> Iterator[Match]:
    """The pay goes the wrong way: 「乙から甲に報酬を支払う」, 「あなたから当店の口座へ振り込む」."""
    payer, payee = _either(_labels(agreement, False)), _either(_labels(agreement, True))
    source = rf"{payer}(?:より|から|が)(?:、)?{payee}(?:に|へ|宛|の(?:指定する)?[^。\n]{{0,8}}口座(?:に|へ|宛))[^。\n]{{0,40}}?(?:支払(?!われ)|振り?込(?!まれ)|送金(?!され)|入金(?!され))[^。\n、]{{0,14}}"
    for match in regex.finditer(source, agreement.text):
        low, high = sentence_of(agreement.text, *match.span())
        if regex.search(_NOT_PAY, regex.sub(r"\([^()]*\)", "", agreement.text[low:high])) or not regex.search(
            r"報酬|委託料|対価|ギャラ|お礼|謝礼|謝金|フィー|[月回本件]の分|の分を|支払方法", agreement.text[low:high]
        ):
            continue
        yield found_at(page, *match.span())


def _posting_client(page: Page, agreement: Agreement) -> Iterator[Match]:
    """The company is told to make and publish the post on the influencer's account."""
    for label in _labels(agreement, True):
        source = rf"{_SUBJECT}(?P<q>{regex.escape(label)}は[、,]?[^。\n]{{0,60}}(?:管理する|運営する|名義の|保有する)[^。\n]{{0,24}}(?:アカウント|チャンネル)[^。\n]{{0,80}}(?:制作し|投稿し|投稿する|公開する|公開し))"
        for match in regex.finditer(source, agreement.text):
            others = _either(_labels(agreement, False))
            if not regex.search(
                rf"{others}(?:は|が(?!管理|運営|保有)|に(?!帰属))|二次|転載|再投稿|リポスト|利用|紹介でき|委託し|委託する",
                match["q"],
            ):
                yield found_at(page, *match.span("q"), party=label)


_FORM = r"(?:株式会社|合同会社|有限会社|合資会社|合名会社|(?:一般|公益)?(?:社団|財団)法人|特定非営利活動法人|npo法人|医療法人|学校法人|社会福祉法人|宗教法人|農事組合法人)"
_COMPANY = Pattern(
    rf"(?:{_FORM}|\((?:株|有|同|名|資)\))\s?[\w・&\-'ー一-鿿ぁ-んァ-ヶ]{{1,24}}|[\w・&\-'ー一-鿿ァ-ヶ]{{1,24}}(?:株式会社|合同会社|有限会社|合名会社|合資会社|協同組合|\((?:株|有|同|名|資)\))"
)
_VARIANTS = str.maketrans("髙﨑濵邊邉澤齋齊廣眞國瀨", "高崎浜辺辺沢斎斎広真国瀬")


def _plain_name(name: str) -> str:
    return regex.sub(rf"\s|{_FORM}|\((?:株|有|同|名|資)\)", "", name).translate(_VARIANTS)


def _name(page: Page) -> Iterator[Match]:
    """The names that sign against those that the sides are introduced with."""
    agreement = agreement_of(page)
    text = agreement.text
    tail = _signature_start(agreement)
    yield from _misspelt(page)
    if len(agreement.parties) < 2 or tail is None:
        return
    signed = {
        party.label: _signed(text, tail, party.label, company=_company(party) is not None)
        for party in agreement.parties
    }
    companies = [party for party in agreement.parties if _company(party)]
    if not any(signed.values()) and len(companies) == 1:  # nobody signs under a label, but one company does
        written = [
            match for match in _COMPANY.finditer(text, tail) if not text[match.end() :].startswith(("様", "御中"))
        ]
        signed[companies[0].label] = written[0].span() if len(written) == 1 else None
    for party in agreement.parties:
        place = signed[party.label]
        if place and not _signs(text, party, *place):
            yield found_at(page, *place, name=party.name)


def _misspelt(page: Page) -> Iterator[Match]:
    """A name in the body that differs from a party's by a character: 「株式会社ミナト」 where 株式会社ミナモ agreed."""
    agreement = agreement_of(page)
    text = agreement.text
    names = {_plain_name(name) for party in agreement.parties if (name := _company(party))}
    for own in names:
        name = rf"[^\W\d]{{{len(own)}}}"
        source = (
            rf"{_FORM}\s?(?P<n>{name})(?![一-鿿々ァ-ヶー\w--ぁ-ん])|(?<![一-鿿々ァ-ヶーa-z])(?P<n>{name})\s?{_FORM}"
        )
        for found in regex.finditer(source, text, regex.VERSION1):
            other = _plain_name(found["n"])
            if other not in names and _nearly(other, own):
                yield found_at(page, *found.span(), name=own)


def _nearly(name: str, own: str) -> bool:
    """Names of some length that differ in one character."""
    return len(name) == len(own) >= _TELLING and sum(a != b for a, b in zip(name, own, strict=True)) == 1


_TELLING = 3  # code points; 「青空」 and 「青山」 are two companies


def _company(party: Party) -> str | None:
    found = _COMPANY.search(party.name)
    return found[0] if found else None


def _signs(text: str, party: Party, low: int, high: int) -> bool:
    """Whether the name in the signature is one that the party was introduced with, or stands beside it (「真鍋 航平(野営ログ)」)."""
    given = _company(party)
    own, other = _plain_name(given or party.name), _plain_name(text[low:high])
    line = _plain_name(text[text.rfind("\n", 0, low) + 1 : text.find("\n", high) if "\n" in text[high:] else len(text)])
    bracket = text.find(")", party.end)
    introduced = _plain_name(text[max(0, party.start) : bracket if bracket > 0 else party.end])
    if (
        not own
        or not other
        or (other in introduced and (given is None or _ends(introduced, other)))
        or (own in line and not given)
    ):
        return True
    if given is None:
        return own in other or other in own
    return _same_name(own, other, suffix=text[low:high].endswith(_FORMS))


def _ends(introduced: str, name: str) -> bool:
    """Whether a name is there as a whole, not as the beginning of a longer one."""
    return regex.search(rf"{regex.escape(name)}(?![一-鿿々ァ-ヶー\w])", introduced) is not None


_FORMS = ("会社", "(株)", "(有)", "(同)", "法人")
_OFFICE = Pattern(r"代表|取締役|社長|店主|担当|[^\s]{0,8}(?:支社|支店|本社|本店|事業部|部|課|室|店|印)")


def _same_name(own: str, other: str, *, suffix: bool) -> bool:
    """One may carry an address in front (ツヅリ文具株式会社) or an office behind (株式会社ミナモ代表取締役), but no more of a name."""
    if suffix:
        return own.endswith(other) or other.endswith(own)
    short, long = sorted((own, other), key=len)
    return long.startswith(short) and (len(long) == len(short) or _OFFICE.match(long, len(short)) is not None)


_DATED_LINE = Pattern(rf"^[^\n。:]{{0,14}}(?:20\d\d|令和\s?{NUMERAL})\s?年[^\n。]{{3,12}}日[ \t]*$", regex.MULTILINE)
_SIGNATURE_LENGTH = 400


def _signature_start(agreement: Agreement) -> int | None:
    """Where the signature begins: the last line that is only a date, if the parser knows no signature."""
    signature = agreement.of("signature")
    if signature or agreement.form != "contract":
        return signature[0].start if signature else None
    lines = [
        match.start() for match in _DATED_LINE.finditer(agreement.text, max(0, len(agreement.text) - _SIGNATURE_LENGTH))
    ]
    return lines[-1] if lines else None


def _signed(text: str, start: int, label: str, *, company: bool) -> tuple[int, int] | None:
    """The company (or person) that signs as a party."""
    for match in regex.finditer(
        rf"^[ \t]*(?:\(?{regex.escape(label)}\)?)(?![のはがをに])[ \t:]*(?P<rest>[^\n]*)", text[start:], regex.MULTILINE
    ):
        low, high = start + match.start("rest"), start + match.end("rest")
        following = text.find("\n\n", high)
        block = text[low : min(len(text), following if following > 0 else len(text), high + 120)]
        for other in ("甲", "乙", "丙", "委託者", "受託者", "発注者", "受注者"):
            cut = block.find("\n" + other)
            if other != label and cut > 0:
                block = block[:cut]
        if company:
            found = _COMPANY.search(block)
            return (low + found.start(), low + found.end()) if found else None
        person = regex.search(
            r"(?:^|\s)(?P<p>[一-鿿々ヶァ-ヶー]{1,5}[ ]?[一-鿿々ぁ-んァ-ヶー]{1,6})\s*(?:\([^)]*\))?\s*(?:印|㊞)?\s*$",
            block.split("\n")[0],
        )
        if person and not regex.search(r"[都道府県市区町村丁目番]|代表", person["p"]):
            return low + person.start("p"), low + person.end("p")
        return None
    return None


CHECKS = [reporting("party-consistency", {"swap": _swap, "name": _name})]
