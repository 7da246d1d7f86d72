"""Is the match a claim about the product? One component decides for every rule.

After ConText/NegEx: a match in its clause is one of ``STATUSES``. Hedges and hearsay (らしい, かも, 気がする), rhetorical questions and
「個人の感想です」 leave it ``asserted``: suggestion counts as a claim. Negations that are claims themselves (副作用はありません, 焼けない) are
vocabulary of their rules, so that what follows them is what is read here.
"""

from __future__ import annotations

from typing import Literal

import regex

from adcheck.text.inflect import TAIL
from adcheck.text.pattern import Pattern
from adcheck.text.reading import Reading
from adcheck.text.segment import Sentence

Status = Literal[
    "asserted", "negated", "questioned", "quoted", "hypothetical", "addressed", "other-agent", "other-object", "past-product", "makeup",
]  # fmt: skip
STATUSES: tuple[Status, ...] = (
    "asserted", "negated", "questioned", "quoted", "hypothetical", "addressed", "other-agent", "other-object", "past-product", "makeup",
)  # fmt: skip

# All patterns are for the folded view (katakana as hiragana).
_TAIL = Pattern(TAIL)

# ない, but not the beginning of ナイアシンアミド or of a ナイトクリーム (katakana reads as hiragana here)
_NAI = r"い(?!あしん|と(?:くり|せら|ぱっ|ます|けあ|じぇ|ばー|みる|えっ|りぺ|ぶら|るー|ろー|おい|もい))"
# right after the verb phrase, or closing the clause after 「…効果」「…こと」
_NEGATION = Pattern(
    rf"""^[^、。!?]{{0,6}}?(?:
        な(?:{_NAI}|かっ|く(?:て|な|は|も|、|$|[^一-鿿ぁ-ゖ]))(?!ん?じゃ)  | ません | ぬ(?:$|[。、]) | (?<!ー)ず(?:に|、|$)
      | (?:わけ|訳|もの|こと|の|ん|はず|つもり)?(?:では|じゃ|でも|は|が|も)?(?:な(?:{_NAI}|く(?!らい)|かっ)|ありません|ございません|ねぇ|ねー)
      | (?:とは|とまでは|なんて|とか|なんか)(?:一切|とても|さすがに)?(?:言え|いえ|思わ|思って(?:い)?な|限ら|書け|うたえ|謳え|限り|言って(?:い)?(?:な|ませ)|言わな|言いません|いいません|約束)
      | (?:効果|効能|こと|もの|結果|の)?(?:を|は|が)(?:一切)?(?:保証|約束|目的|うたっ|謳っ|意味|示す)(?:する|した|と|し)?(?:もの|わけ)?(?:では|は|て)?(?:いません|いない|ありません|ない|なく|ございません|できません|しません|おりません)
      | (?:という|ような|といった|との)?(?:効果|効能|作用|働き|こと|もの|根拠|データ|話)(?:は|が|も)?(?:一切|まったく|全く|特に)?(?:ない|なく|ありません|ございません|期待でき(?:ない|ません)|確認(?:して|され)て?(?:いない|いません|おりません))
    )""",
    regex.VERBOSE,
)
# 「消えないわけがない」, 「消えるじゃない！」 and 「…ない？」 stay claims
_STILL_CLAIM = Pattern(
    r"すごく?ない|じゃないと|(?:ないわけ|ないはず|ないなんて)(?:が|は|も)?な|(?:ん|の)?じゃな(?:い(?:か|です)?[?!♪]|かろうか)|くない[?？]|すぎん?か|やばくない"
)
_QUESTION = Pattern(
    r"(?:[?]|(?<![ぽふと])か(?:な|しら|ね)?[?。]?$|かな(?:ぁ|あ|ー)*[。…!?]*$|のか(?:な)?[。]?$|ですか(?!ら)|ますか(?!ら)|でしょうか|のかどうか|か(?:どうか)?(?:わから|分から|知り|聞|調べ|気に|検証|試)|(?:かな|か)って)"
)
_RHETORICAL = Pattern(
    r"(?:(?:私|わたし|うち|俺|僕)だけ|どういうこと|(?:ん|の)(?:だ|です)けど|じゃない|じゃん|くない|でしょ(?:う)?|よね|やろ|やん|だよね|やばない|ですよ|ませんか|ない?ですか|と思いません|知って(?:る|た|ました|ます)|すごく?ない|信じられ(?:る|ます)|(?:み|試し)ませんか|(?:に)?なりませんか|しませんか)[?？!]*"
)
_ADDRESS = Pattern(
    r"^.{0,8}?(?:たい|悩(?:み|ん)|気になる|お困り|困って)(?:[^。!?]{0,4})(?:方|人|かた|ひと|あなた|貴方|女子|男子|ママ|皆さん|みなさん|みんな|そこの|アナタ|仲間|同士|奴|やつ|民|勢|子)(?:に|へ|は|も|必見|集ま|向け|、|$)"
)
_WISH = Pattern(
    r"^.{0,4}?(?:(?<!(?<![てで])み)たい(?![てつぷむるや])(?!.{0,6}(?:方|人|かた|ひと|あなた|なら))|たらいいな|たらいいのに|たら良い(?:な|のに)|といいな|ますように|てほしい|て欲しい|たらなぁ|ればいいのに|といいんだけど|てくれたら(?:なぁ|いい|嬉)|ないかな|たかった|るなら(?:、|いくら|何|誰)|としても|とすれば|たら苦労|れば苦労|たら(?:ノーベル|事件|怖)|る夢を)"
)
_HYPOTHESIS = Pattern(r"(?:もしも?|仮に|万が一|例えば|たとえ)[^。!?]{0,25}$")
_IRREALIS = Pattern(r"^.{0,12}?(?:たら|なら|れば|としたら|ても|場合|とき)")

_TEACHING = Pattern(
    r"(?:\bng\b|ng(?:表現|わーど|例|しゅう|集|です|に|と|な|。|!)|あうと|違反|禁止|禁句|言え(?:な|ませ)|書け(?:な|ませ)|書か(?:ない|ず)|使え(?:な|ませ)|使わない|使用でき|使用不可|使用しない|うたえ(?:な|ませ)|謳え(?:な|ませ)|言っちゃ|言っては|書いては|書いちゃ|避け(?:て|る|まし)|控え(?:て|る|まし)|だめ|駄目|不可|"
    r"薬機法|景表法|景品表示法|健康増進法|医療広告|広告規制|広告基準|適正広告|法律|法令|がいどらいん|措置命令|課徴金|消費者庁|厚労省|行政処分|誇大広告|虚偽|優良誤認|指導|摘発|"
    r"表現(?:は|を|が|の|例|に|です)|言い回し|(?:と|って)(?:いう)?(?:書|言(?!われ(?:た|て|ま|ちゃ)|ってくれ|ってもら|ってた|ってる|っとる)|うた|謳)(?:き|い|っ|う|く|わ|え)|という(?:広告|言葉|ふれーず|文言|宣伝|うたい文句|触れ込み|勧誘|投稿|煽り|話|噂|書き込み|こぴー|きゃっちこぴー|売り文句|表記|主張)|(?:との|といった)(?:広告|言葉|ふれーず|文言|宣伝|表現|うたい文句|投稿|勧誘|主張)|広告に(?:は)?(?:注意|騙|だまされ|ご用心)|鵜呑み|疑っ|怪しい|要注意|注意(?:し|が|喚起)|騙され|だまされ|詐欺)"
)
_OPENERS = "「『“\"〝【《〈'"
_CLOSERS = "」』”\"〟】》〉'"

_AGENT = Pattern(
    r"(?:皮膚科|皮ふ科|美容外科|美容皮膚科|くりにっく|病院|医院|歯科|歯医者|整形外科|接骨院|整骨院|鍼灸|整体|医師|お医者|先生|主治医|れーざー|施術|手術|注射|点滴|処方|処方薬|内服薬|飲み薬|塗り薬|軟膏|市販薬|抗生物質|治療|通院|入院|薬(?![用機局味膳事草部品])|医薬品|ぼとっくす|ひあるろん酸注入|脱毛さろん)"
)
_AGENT_CAUSE = Pattern(
    rf"{_AGENT.source}(?:さん|の薬|の先生)?[^。!?]{{0,10}}?(?:で|に(?:通|行|かか|診|相談|任|お願|出して)|が(?:出|く|処方|治|消)|を(?:受|飲|塗|打|使|当|処方|もら|出し|して)|して|のおかげ|行って|行った|通って|通った|もらっ|打っ|の後|後に|から)"
)
_NOT_AGENT = Pattern(
    rf"(?:{_AGENT.source}[^。!?]{{0,8}}?(?:行か(?:ず|なく)|通わ(?:ず|なく)|なしで|いらず|いらな|不要|要らな|より|並み|級|みたい|卒業|じゃな|ではな|に頼らず|に頼らな|やめ|受けず|受けなくて|打たなくて|使わ(?:ず|な)|も(?:驚|びっくり|推|愛用|認|おすすめ|絶賛|使)|が(?:推|すすめ|勧め|愛用|監修|認め|開発|絶賛)|監修|推奨|お墨付き|太鼓判|開発|代わり|以上|(?:で|に)(?:も)?(?:ほめ|褒め|驚か|びっくりされ|感心され)|にも聞かれ))"
)

# 「…消えると思う？」→ an answer that makes the question rhetorical
_ANSWER = Pattern(
    r"(?:はい|そうなん|実は|なんと|これ(?:が|で|なら)|(?:まし|っ|け)た(?:よ|!|。|んです)|本当(?:でし|に|だっ)た|いえす|yes|もちろん|できます|叶)"
)
# outside quotation marks the sentence itself must speak about the wording
_AS_WORDING = Pattern(
    r"^[^。!?]{0,14}?(?:など|とか|なんて)?(?:という|といった|って|と|みたいな|等の|などの|のような)(?:表現|言い方|言葉|ふれーず|文言|うたい文句|広告|宣伝|触れ込み|煽り|書き方|表記)[^。!?]{0,20}?(?:ng|あうと|違反|禁止|でき(?:な|ませ)|使え(?:な|ませ)|使わな|避け|控え|注意|不可|だめ|書け|しな|しませ|措置|疑|鵜呑|おそれ|根拠|問題|規制)"
)
_UNSAYABLE = Pattern(
    r"^[^。!?]{0,10}?(?:と(?:は)?|って|なんて|とか)(?:は|も|さすがに|絶対(?:に)?)?(?:言え(?:な|ませ)|書け(?:な|ませ)|言っちゃ(?:だめ|いけ)|書いちゃ|言ってはいけ|うたえ(?:な|ませ)|表現でき)"
)
_BACK_TO_PRODUCT = Pattern(
    r"(?:のに|けど|けれど|が、|より|だめ|諦め|あきらめ|効かな|変わらな)[^。!?]{0,30}(?:これ|こちら|この|今回)"
)

_OBJECT = Pattern(
    r"(?:服|洋服|しゃつ|わいしゃつ|tしゃつ|白t|ぶらうす|わんぴ|すかーと|ぱんつの|ずぼん|でにむ|襟|袖|衣類|衣服|制服|ゆにふぉーむ|すーつ|こーと|着物|浴衣|帯の|布地|生地|たおる|しーつ|かーてん|かーぺっと|絨毯|らぐ|ふろーりんぐ|床|壁|壁紙|天井|畳|そふぁ|まっとれす|布団|枕|くっしょん|てーぶる|机|家具|しんく|浴室|風呂場|便器|とい(?:れ)の(?:黒|汚)|鏡の|窓がらす|車(?:の|を|内|体)|ばっぐ|鞄|かばん|靴|すにーかー|革|れざー|まぐかっぷ|茶渋|食器|鍋|ふらいぱん|写真の|皿|墨汁|洗剤|漂白|柔軟剤|あいろん|洗濯|くりーにんぐ|衣料|すちーむあいろん|染み抜き|しみ抜き|えあこん|冷蔵庫|庭|観葉|植物|(?<!言)葉(?!書)|庭木|植木|芝生|家計|財政|業績|会社|組織|ちーむ|部署|売上|在庫|しすてむ|さーば|ばぐ|不具合|こーど|ぱそこん|すまほ|でーた|あぷり|画像|動画|写真加工|ふぃるむ|いらすと)"
)
_PAST = Pattern(
    r"(?:(?<![るの])前に(?:使|飲|買|試)|以前(?:使|飲|の)|昔(?:使|飲)|今まで(?:の|使|飲)|これまで(?:の|使|飲)|ほかの|他の|別の|(?<![るた直以午])前の)(?:[^。!?]{0,12})(?:は|では|だと|で|も)[^。!?]{0,12}$"
)
_MAKEUP = Pattern(
    r"(?:こんしーらー|ふぁんで(?:ーしょん)?|下地|こんとろーるからー|とーんあっぷ下地|ぱうだー|はいらいと|しぇーでぃんぐ|ちーく|めいく(?:で|し|が|の|下|仕上|さん|あっぷ)|化粧で|ふぃるたー|加工|照明|(?<!せる)らいと|あぷりで|塗っている間|つけている間|着けている間|貼っている間|履いている間|ますから|つけま|えくすて|びゅーらー|うぃっぐ|かつら|てーぷで)"
)


def status(reading: Reading, sentence: Sentence, start: int, end: int, *, clinical: bool = False) -> Status:
    """The assertion status of ``[start, end)`` in its sentence.

    ``clinical`` is true when a treatment or drug is itself what is advertised, so that a doctor or a drug is not another agent.
    """
    text = reading.folded
    before = text[sentence.start : start]
    after = text[end : sentence.end]
    tail = _TAIL.match(after)
    after_tail = after[tail.end() :] if tail else after
    if _quoted(reading, sentence, start, end):
        return "quoted"
    if _ADDRESS.match(after):
        return "addressed"
    if _WISH.match(after):
        return "hypothetical"
    if _negated(after, after_tail, joined=tail is not None and tail.group().endswith(("て", "で"))):
        return "negated"
    if _questioned(reading, sentence, after):
        return "questioned"
    if _HYPOTHESIS.search(before) and _IRREALIS.match(after):
        return "hypothetical"
    if not clinical and _other_agent(reading, sentence, start):
        return "other-agent"
    clause = text[max(sentence.start, start - 24) : min(sentence.end, end + 16)]
    if _OBJECT.search(clause):
        return "other-object"
    if _PAST.search(before):
        return "past-product"
    if _MAKEUP.search(text[sentence.start : sentence.end]):
        return "makeup"
    return "asserted"


# what may follow a て-form as its own auxiliary: 消えて(は)いない, 消えてくれない; anything else is the next predicate (消えて下地いらない)
_AUXILIARY = Pattern(
    r"^(?:は|も|さえ|まで|なんか|など|とか|い|おら|おり|な|くれ|もら|ほし|しま|こな|きま|みえ|見え|ね)"
)


def _negated(after: str, after_tail: str, *, joined: bool) -> bool:
    if _STILL_CLAIM.search(after[:24]):
        return False
    own = not joined or not after_tail or bool(_AUXILIARY.match(after_tail))
    return (own and bool(_NEGATION.match(after_tail))) or bool(_NEGATION.match(after) and _direct_negation(after))


_DIRECT = Pattern(r"^[ぁ-ゖ]{0,4}?(?:ない|なかった|なく(?:て|は|も)|ません|ませんでした|ず(?:に|、|$))")


def _direct_negation(after: str) -> bool:
    return bool(_DIRECT.match(after))


def _questioned(reading: Reading, sentence: Sentence, after: str) -> bool:
    clause_end = regex.search(r"[。!?]|$", after)
    rest = after[: clause_end.end()] if clause_end else after
    if not _QUESTION.search(rest) or _RHETORICAL.search(rest):
        return False
    # an affirmative answer within two sentences makes the question rhetorical (消えると思う？…消えました)
    following = reading.sentences[sentence.position + 1 : sentence.position + 3]
    answer = " ".join(reading.folded[s.start : s.end] for s in following)
    return not _ANSWER.search(answer)


def _quoted(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    text = reading.folded
    low = reading.sentences[max(0, sentence.position - 1)].start
    high = reading.sentences[min(len(reading.sentences) - 1, sentence.position + 1)].end
    in_quotes = _inside_quotes(text, sentence, start, end)
    following = text[end : min(len(text), sentence.end + 1)]
    if in_quotes and _TEACHING.search(text[low:start] + " " + text[end:high]):
        return True
    return bool(_AS_WORDING.search(following) or _UNSAYABLE.search(following))


def _inside_quotes(text: str, sentence: Sentence, start: int, end: int) -> bool:
    opened = max((text.rfind(mark, max(0, sentence.start - 60), start) for mark in _OPENERS), default=-1)
    if opened < 0:
        return False
    close = _CLOSERS[_OPENERS.index(text[opened])]
    if text.find(close, opened + 1, start) >= 0:
        return False
    return text.find(close, end, min(len(text), end + 80)) >= 0


def _other_agent(reading: Reading, sentence: Sentence, start: int) -> bool:
    text = reading.folded
    own = text[sentence.start : sentence.end]
    if _NOT_AGENT.search(own):
        return False
    causes = list(_AGENT_CAUSE.finditer(text, sentence.start, sentence.end))
    if not causes:
        return False
    cause = causes[-1]
    # the product is named after the doctor: 「皮膚科でだめだったのに、これで消えた」 comes back to the product
    back = text[cause.end() : start] if cause.end() <= start else ""
    return not _BACK_TO_PRODUCT.search(back)
