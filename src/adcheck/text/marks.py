"""Marks that say a post is advertising, and what only looks like one.

The words come from ``rules/words/disclosure.toml``; this module knows the grammar around them: a word is a mark when it stands as a
hashtag, in brackets, as the label of a line, or as the predicate of a sentence (「広告です」「プロモーションを含みます」), not when it is the
topic (「広告で見た」「広告代理店」). Whole sentences that name the giver and the benefit are marks without any of the words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import regex

from adcheck.model import Span
from adcheck.text.normalise import fold
from adcheck.text.pattern import Pattern
from adcheck.text.reading import TIMEOUT_SECONDS, Reading
from adcheck.text.segment import HASHTAG, URL

# clear: the notice's own words or a full sentence. broken: letters taken apart or look-alikes. odd: an unusual spelling.
# elsewhere: points to a place outside the post. denial: says that it is no advertising.
MarkKind = Literal["clear", "weak", "unclear", "foreign", "broken", "odd", "elsewhere", "denial"]
WORDS: tuple[MarkKind, ...] = ("clear", "weak", "unclear", "foreign")  # the kinds that have word lists
KINDS: tuple[MarkKind, ...] = ("clear", "weak", "unclear", "foreign", "broken", "odd", "elsewhere", "denial")
Terms = Mapping[str, Sequence[str]]
_REACH = 60  # code points around a word that decide what it is


class Mark(NamedTuple):
    """``[start, end)`` in a reading; ``tag`` is true for a hashtag, ``sentence`` for a statement about the relationship."""

    start: int
    end: int
    kind: MarkKind
    tag: bool = False
    sentence: bool = False


def _folded(source: str) -> Pattern:
    return Pattern(fold(source), regex.VERBOSE)


# What may stand beside the word in a tag, a bracket or a label: #企業PR, 【PR投稿】, (PR 1/3), [広告/提供:A社].
_BESIDE = r"""(?:
    企業|商品|公式|有料|ご|本投稿は|この投稿は|本動画は|この動画は|当記事は|本記事は|本ページは|当サイトは|投稿は|には|一部|全編|今回は?|案件|投稿|動画|記事|企画|配信|ライブ|リール|
    コラボ|タイアップ|提供|商品提供|アフィリエイト|プロモーション|広告|宣伝|PR|pr|スポンサー|sponsored|ad|表示|表記|あり|有り|付き|です|になります|含む|含みます|を含む|を含みます|を含んでいます|
    が含まれます|が含まれています|が含まれる|利用|を利用しています|を掲載|掲載|コンテンツ|ページ|のお知らせ|お知らせ|のお話|含|自社|弊社|当社|社員|お仕事|仕事|依頼|ご依頼|レビュー|アンバサダー|モニター|就任|活動中?|当選|体験中?|参加中?|に?選ばれました|いただきました|頂きました|ありがとう(?:ございます)?|していただきました|[0-9]+期生?|第[0-9]+期|公式|先輩|ブランド|
    \([^)\n]{1,12}\)|[\s・/|,&+*※〜~:\-_.!]|\d+|\p{Extended_Pictographic}|\ufe0f
)"""
_TAG_BODY = _folded(rf"{_BESIDE}*")
_CREDIT = r"(?:(?:\s|[/|:・,])*(?:提供|協賛|協力|with|by|from|@|スポンサー|クライアント)[^\]】)>」]{0,30})?"
_BRACKETED = _folded(rf"{_BESIDE}*{_CREDIT}")
_BRACKETS = {
    "[": "]",
    "【": "】",
    "(": ")",
    "<": ">",
    "《": "》",
    "≪": "≫",
    "〈": "〉",
    "「": "」",
    "『": "』",
    "〔": "〕",
    '"': '"',
    "“": "”",
    "〖": "〗",
}

_ORNAMENT = r"[\s\\※■◆◇●○▼▽▲△★☆*・|/\-—–=~〜→⇒▶►:。.!?、,〇◎✔✓>»♪♡♥]|\p{Extended_Pictographic}|\ufe0f|\u200d"
# 「ストーリーズ1：PR」「【2枚目】広告」: where in a plan the label stands
_SPOT = r"(?:【?(?:ストーリーズ?|スライド|画像|写真|カット|シーン|コマ|サムネ(?:イル)?|タイトル|題名|見出し|件名|概要欄|キャプション|本文|冒頭|文頭|先頭|テロップ|字幕|帯|表紙|\d{1,2}(?:枚目|行目|コマ目|本目|通目|ポスト目|ツイート目))\s*\d{0,2}\s*[】」)\]]?\s*[:=]?\s*)?"
_LABEL_LEFT = _folded(
    rf"^(?:{_ORNAMENT})*{_SPOT}(?:{_ORNAMENT})*(?:企業|案件|タイアップ|提供|商品|有料|今回は?|本日は|今日は|お仕事|これは|こちらは|以下は?|ここから(?:先)?(?:は)?|(?:この|本)(?:投稿|動画|記事|ポスト)は)?(?:{_ORNAMENT})*$"
)
_LABEL_RIGHT = _folded(r"""^(?:
      \s*[:|/・。.!、,】\])〉>»]  | \s*[~〜♡♥☆★♪*┊┃|◆◇■●] | \s | $ | \s*\d+/\d+ | \s*(?:【|「|『|\(|@|\#) | \s*\p{Extended_Pictographic}
    | (?:投稿|動画|記事|企画|案件|ページ|コンテンツ|配信|ライブ|レビュー|レポ(?:ート)?|リール)(?:です|になります|[:|/・。.!\s]|$)
)""")
_SEPARATED_LEFT = Pattern(r"[/|・]\s?$")
_SEPARATED_RIGHT = Pattern(r"(?:\s|[/|・]|$)")
_CLOSED = Pattern(r"\s*(?:[。!♪~]|\p{Extended_Pictographic}|$)")
# at the end of a line: 「…試してみました PR」「…の話｜PR」
_TRAILING_LEFT = _folded(r"(?:[\s|/※。!?、)】」・]|\p{Extended_Pictographic}|\ufe0f)$")
_TRAILING_RIGHT = _folded(rf"^(?:{_ORNAMENT})*$")

# Right after the word: the sentence says that this is advertising.
_PREDICATE = _folded(r"""^(?:投稿|動画|記事|企画|案件|コンテンツ|配信|ページ|レビュー|リンク|枠|回|目的|活動|ツイート|ポスト|ストーリー|レポ|含み|のお仕事|\([^)\n]{1,12}\)|[\s」』】)”])*(?:
      で[ー〜~]*(?:す(?!か|ら)|した|ございます|あり(?!ません|ながら)|ある(?!かの|ように|旨|こと|か)|お送り|お届け|掲載|ごめん|行(?:って|なって)|やらせて|お邪魔|お呼ば|来(?:ま|て)|行(?:き|っ)|紹介させて|書(?:いて|かせて)|投稿|作成|制作|宿泊|参加|伺|来|訪)
    | に(?:なります|なってます|なっています|なりまーす|該当|あたり|当たり|参加)
    | と(?:なります|なって|して(?!は|も|の|見|み|よく|流|おす|人気)|いうことで)
    | (?:を|が|も|ば|リンクを?|等を|などを|など?が)(?:含(?!ま[なず])|ふく(?!ま[なず])|掲載|利用|使用|表示|配信|活用|行って|しています|してます|して(?:い)?ます|貼|設置|させて|担当|いたし|します|する|しと[るく]|やって|やらせて|あります)
    | (?:を|も)(?:兼ね)
    | さ(?:せて)(?:いただ|頂|くださ|もら|ね|よ|ください)
    | (?:いた)?します(?!か|と) | し(?:てます|ています|とく|ときます|ちゃいます|ちゃう|に来|にき|まーす|たい(?:です|と思|んです|の|$)) | だ(?:よ|けど|ぞ|から|。|!|って言|$) | なん(?:だ|です|や|だけど) | や(?:で|けど|ねん|けん(?!な)|よ|わ) | (?:ばい|たい(?!へん|ら)|じゃけど|じゃけん|っす|どす|やけん)(?=[。!、\s]|$) | よ(?:$|。|!)
    | の(?:お(?:知らせ|仕事|時間|話)|ため|一環|案内|投稿|為に|ご依頼|依頼|案件) | 含(?:む|み) | 有り$ | あり(?:$|です|ます|[。!\s])
    | と(?:記載|明記|表示)(?:し|する|$|[。、]) | 込み(?:です|で|の)? | 失礼(?:し|いた)
)""")
_NEGATED = _folded(r"""^(?:
      (?:投稿|動画|記事|案件|企画|目的|とか|的な(?:もの|やつ)?|の類|なんか|など|でも(?:何|なん)|活動|依頼|レビュー|だ?なんて)*
      (?:では?|で(?:も|は)|じゃあ?|ちゃ|とは?|とか(?:じゃ|では?)|っ?て(?:わけ|訳)(?:じゃ|では?)|という(?:わけ|訳)(?:じゃ|では?)|や)?
      (?:全く|まったく|全然|ぜんぜん|一切|いっさい|別に|もちろん|決して|本当に|ほんとに|ほんま|マジで?|なんでも|何でも|なんでも|もう|とか|は|、)*
      (?:な(?:い(?!人|方|と思|投稿|か|の[?？])|く|かった(?!ら)|か(?:$|[。!よけば]))|ありません(?!か)|ございません(?!か)|あらへん|ねえ|ねー|ねぇ|ちゃう(?!かな|か?[?？])|ちゃい?ます|違(?:う(?!と)|い(?:ます|まーす)))
    | ゼロ(?:です|の|$|[。!])|なし(?:です|の|で|$|[。!])|無し
)""")
# 「当ブログは広告を掲載していません」: says that there is none
_WITHOUT = _folded(
    r"^(?:等|など)?(?:を|は|も|が)[^。!?\n、]{0,6}?(?:含|掲載|貼|載せ|利用|使用|表示|配信|入れ|設置|受け|して)[^。!?\n、]{0,6}?(?:ません(?!か)|て(?:い)?ない(?!か)|おらず)"
)
# An adjective phrase that merely contains a ない: 「PRですが、無理はしない」 is no denial. The copula must be there.
_COPULA = _folded(
    r"^(?:投稿|動画|記事|案件|企画|目的|とか|的な|の類|なんか|など|活動|依頼|レビュー|だ?なんて|もの)*(?:で(?:は|も)|じゃ|ちゃ|とちゃ|とは?違|とか|って(?:わけ|訳)|という(?:わけ|訳)|や(?:あら|な)|違|ゼロ|なし|無し|ではな|でな)"
)

# Full sentences: who gives, what is given, and that it was taken. Refusals (受けていません) are left to the denial rule.
_GIVER = r"(?:から|より|様|さま|さん|社|店|館|メーカー|ブランド|企業|@|公式|」|』|各社|協会|組合|観光|クライアント|スポンサー)"
_TAKEN = r"(?:いただ|頂|戴|受け(?!付|つ)|うけて|もら|貰|賜|たまわ|くださ|下さ|お受け|支給)"
# A giver that is a business by its name: 「町工場のケズル製作所さん」「針と糸の店ぬいぬいさん」, not 「友だち」「母」.
_BUSINESS = r"(?:(?:製作所|工房|工業|製菓|製麺|製茶|製靴|製薬|製陶|商店|商会|本舗|書店|書房|出版|酒造|醸造|水産|農園|農場|牧場|茶園|果樹園|工場|組合|協会|連盟|役場|振興会|漁協|農協|保存会|カフェ|珈琲|ベーカリー|パン屋|食堂|レストラン|ホテル|旅館|民宿|スタジオ|サロン|クリニック|劇団|劇場|美術館|博物館|水族館|印刷|電機|家具|寝具|文具|食品|ガラス|釜|窯|染|織物|メーカー|ブランド|企業|会社|公式|版元|出版社|事務局|編集部|広報|主催者|販売元|製造元|運営|クライアント|スポンサー|広告主|@[\w.]+)[\w・]{0,10}?|(?<![のなたい])(?:屋|堂|舎|店|社|園|館|荘|庵|亭|窯|蔵|院)[\w・]{0,8}?|の店[\w・]{2,8}(?=さん|さま|様)|[」』】])(?:さん|さま|様|\(株\))?(?:の(?:方|みなさん|皆さん|皆さま|担当(?:者)?(?:さん|の方)?|ご厚意|ご好意))?"
_FREE = r"(?:ただ(?=で)|無料|無償|お代(?:なし|はなし|はいらない)|ご厚意|ご好意|ロハ|全額負担|費用持ち)"
_NOT_TAKEN = r"(?![^。!?\n]{0,10}?(?:わけ|訳|もの|の)(?:じゃ|では|でも)[^。!?\n]{0,3}?(?:な[いく]|ありません|ございません))(?!(?:い|き|っ|け|し|て|で|お|り|た|は|わけ|訳|もの|じゃ|では|おり)*(?:ない|ません|なく|ありません|ず(?:に|、|$)))"
_OTHER_SENSE = r"(?<!話題の?を?|情報の?を?|臓器の?を?|データの?を?|資料の?を?|素材の?を?|ネタの?を?|ランチの?を?|朝食の?を?|モーニングの?を?|食材の?を?|骨髄の?を?|卵子の?を?|場の?を?|作業の?を?|仕事の?を?)"
_SENTENCES = (
    # goods or money handed over; the giver may stand in the sentence before
    _folded(rf"(?:商品|製品|サンプル|実物|現物|試供品|モニター品|宿泊|食事|お食事|サービス|チケット|機材|衣装|本品|書籍|新刊|見本|施術|コース|アイテム|品|もの|交通費|旅費|費用|利用料|参加費|コスメ|報酬|ギフト|無償|無料|特別)[^。!?\n]{{0,10}}?(?:の|を|で|ご)*(?:提供|ご提供|ご招待|プレゼント|ご用意|貸与|お貸し出し|ギフティング)[^。!?\n]{{0,10}}?{_TAKEN}{_NOT_TAKEN}"),
    _folded(rf"{_GIVER}[^。!?\n]{{0,30}}?{_OTHER_SENSE}(?:ご?提供|ご?招待|お招き|ご?依頼|協賛|ご?献本|貸与|お貸し出し|ギフティング|報酬|謝礼|原稿料|サンプル|モニター|タイアップ)(?:品)?[^。!?\n]{{0,14}}?(?!くださ|下さ){_TAKEN}{_NOT_TAKEN}"),
    _folded(rf"{_GIVER}[^。!?\n]{{0,24}}?(?:試供品|商品|新商品|製品|サンプル|新作|新製品|一式|セット|最新作)[^。!?\n]{{0,6}}?を?(?:送って|おくって|届けて|贈って|お貸し|お借り|貸して|ご用意|使わせて|試させて)[^。!?\n]{{0,4}}?(?:いただ|頂|くださ|下さ|し(?:まし|て|た))"),
    _folded(rf"(?:{_GIVER}|の)[^。!?\n]{{0,12}}?{_OTHER_SENSE}(?:ご?提供|協賛|ご?招待|ご?依頼|スポンサード|タイアップ|モニター|ご?協力)(?:で|にて|により|によって|のもと|のもとで|として|を受け|による|に基づ)[^。!?\n]{{0,20}}?(?:お送り|おおくり|お届け|作成|制作|投稿|紹介|体験|撮影|配信|執筆|書い|書か|作っ|掲載|レビュー|使っ|試し|泊ま|宿泊|伺|うかが|参加|行って|行き|訪|来|しています|してます|協力)"),
    _folded(r"(?:様|さま|さん|社|メーカー|ブランド|企業|」|』|@[\w.]+)(?:から)?の(?:ご)?(?:提供|タイアップ|商品提供|依頼|スポンサー|協賛)(?:です|になります|でした|となります|により|品です|投稿です|企画です|動画です|で(?!は|も|あり))"),
    _folded(r"(?:提供|協賛|商品提供|衣装提供|機材提供|サンプル提供|撮影協力・提供|スポンサー)\s*(?:[:/|]|by)\s*[^\s。、]{2,24}"),
    _folded(rf"{_GIVER}[^。!?\n]{{0,24}}?を?(?:いただいて|頂いて|もらって|いただき|頂き|お借りして)[^。!?\n]{{0,8}}?(?:投稿|紹介|書い|書か|レビュー|使っ|使わせ|試し|試させ|撮)"),
    _folded(r"(?:様|さま|さん|社|メーカー|ブランド|企業|」|』|@[\w.]+)(?:から|より)(?:の)?(?:ご)?(?:無償)?(?:商品|サンプル|サービス|製品|宿泊)?(?:の|を)?(?:ご)?提供(?:品|商品)?(?=$|[\s】\])。!、」]|です|で(?!き)|の)"),
    _folded(r"(?:様|さま|社|メーカーさん|メーカー|ブランドさん|ブランド|企業さん|公式さん|公式|」さん|』さん|@[\w.]+(?:さん)?)(?:から|より)(?!の(?:手紙|メール|連絡|返事))[^。!?\n]{2,20}?を(?:いただきました|いただいた|頂きました|頂いた|もらいました|送っていただき|届けていただき)"),
    # the business as the subject: 「○○製作所さんがタダで送ってくれた」「○○社が招待してくれた」
    _folded(rf"{_BUSINESS}(?:が|から|に|より)[^。!?\n]{{0,16}}?{_FREE}(?:で|にて|に)?(?!の)[^。!?\n]{{0,16}}?(?:送|贈|届け|焼い|作っ|用意|貸|譲|食べさせ|飲ませ|泊め|使わせ|体験|くれ|くださ|下さ|もら|いただ|頂)"),
    _folded(rf"{_BUSINESS}(?:が|に|から|より|の)[^。!?\n]{{0,16}}?(?:提供|招待|お招き|貸し出|プレゼント|献本|協賛|後援|ギフティング)(?:を|に|で)?(?:して|し|され)?(?:くれ|くださ|下さ|もら|いただ|頂|て(?:来|き|行|い|書|お)|、)"),
    _folded(rf"{_BUSINESS}(?:から|より|に(?=[^。!?\n]{{0,24}}?(?:譲|頂戴)))[^。!?\n]{{0,24}}?(?:を)?(?:受け取っ|受け取り(?!に)|頂戴|譲って(?:もら|いただ|頂|くれ|くださ)|譲り受け|お借り|お預かり)"),
    _folded(rf"(?:招待|提供|依頼|協賛|送っ|贈っ|貸し|呼ん|声をかけ)(?:して|て|で)?(?:くれ|くださっ|いただい|もらっ)たのは[^。!?\n]{{0,12}}?{_BUSINESS}"),
    # who pays, in plain words
    _folded(rf"{_BUSINESS}(?:に|から|より)[^。!?\n]{{0,12}}?(?:頼まれ|依頼され|お願いされ|雇われ)(?!て(?:い)?(?:ない|ませ)|たわけ)[^。!?\n]{{0,16}}?(?:書|紹介|投稿|撮|宣伝|話|載せ|作|発信)"),
    _folded(rf"{_BUSINESS}[^!?\n]{{0,60}}?(?:お礼(?:の(?:品|図書カード|気持ち))?|お給金|図書カード|ギフト券|商品券|日当|手間賃|制作費|出演料|広告料|掲載料|スポンサー料)(?:を|も|まで)?[^。!?\n]{{0,4}}?(?:いただ|頂|もら(?!え)|受け取|受けて){_NOT_TAKEN}"),
    _folded(rf"(?:お金|報酬|謝礼|ギャラ|制作費|資金|費用|お代)(?:は|も|が)[^。!?\n]{{0,8}}?{_BUSINESS}(?:から|より|が|に|持ち|もち|負担)[^。!?\n]{{0,10}}?(?:出て|出し|支払|いただ|負担|もら|です|$)"),
    _folded(rf"{_BUSINESS}[^。!?\n]{{0,12}}?の?(?:資金|予算|費用|お金|全額負担|費用負担)で[^。!?\n]{{0,12}}?(?:制作|作成|作っ|書|撮|お届け|運営|泊|宿泊|旅|取材|行)"),
    _folded(rf"{_BUSINESS}と(?:の)?(?:広告)?契約(?:を)?(?:し|結|を結|のもと|に基づ)[^。!?\n]{{0,12}}?(?:紹介|投稿|書|宣伝|発信|活動|お届け)"),
    _folded(r"(?:費用|宿代|宿泊費|宿泊代|交通費|旅費|代金|お代|送料|食事代|チケット代|参加費|制作費|往復の(?:切符|運賃))(?:は|も|を|まで)?(?:全部|すべて|全額|ぜんぶ|みんな)?[^。!?\n]{0,8}?(?:出して|持って|みて|負担して)(?:いただ|もら|くれ|くださ|頂)"),
    _folded(r"ご招待(?:を)?(?:いただ|頂)[^。!?\n]{1,8}[。!\p{Extended_Pictographic}\ufe0f\s]*[^。!?\n]{0,14}?(?:@|様|さま|さん|社)"),
    _folded(r"(?<![をがはに、ぁ-ん])(?:ご)?提供(?:して)?(?:いただいた|頂いた|いただきました|頂きました|もらった|いただいて|頂いて)"),
    _folded(r"(?:との|様と|さんと|社と)の?タイアップ(?:投稿|記事|動画|企画|広告|案件)?(?:です|でお|になり|となり|により|で)"),
    _folded(r"(?:モニター|プロモーション|キャンペーンモニター)(?:企画)?(?:に|として)(?:ご)?(?:協力|参加|当選|選ば|応募|選んで)(?:し|中|させ|いただ|頂|れ)"),
    _folded(r"(?:購入|登録|申し?込|予約|利用|クリック|成約|契約|買(?:う|っ|わ|い)|売れ|リンク経由|リンクから)[^。!?\n]{0,24}?(?:紹介料|報酬|手数料|収益|収入|コミッション|マージン|一部|お小遣い|お駄賃)[^。!?\n]{0,10}?(?:入り|入る|入って|発生|支払|得|受け取|還元|いただ|なり|なる|もらえ|仕組み)"),
    _folded(r"(?:適格販売により|アソシエイトとして)[^。!?\n]{0,20}?収入を得"),
    _folded(rf"(?:報酬|謝礼|ギャラ|原稿料|対価|お金|出演料|制作費)(?:を|が|も)?(?:いただ|頂|もら|貰|受け取|受け|発生)(?:い|っ|き|け|し)?(?:て|た|ま|お){_NOT_TAKEN}(?!(?:い|お|り|せ|る|わけ|訳|じゃ|では)*(?:ない|ません|なく|ん))"),
)  # fmt: skip

# Sentences that hint at a favour but leave open what was given: 「ご縁をいただき」「お声がけいただいて」.
_HINTS = _folded(r"""
    (?:素敵な|すてきな|ありがたい|ありがたく|不思議な|うれしい|嬉しい|よい|良い|いい)?
    (?: ご縁(?:を|が|に|も)?(?:いただ|頂|賜|あって|あり(?!ません|がと)|ございまして|つなが|繋が|恵まれ|感謝)
      | (?:お声[がか]け|お声掛け|お声|お誘い|ご厚意|ご好意|お心遣い|お気遣い|ご配慮|ご協力|お力添え|機会|チャンス|お話)(?:を|も)?(?:いただ|頂|賜|くださ|下さ)(?:い|き|っ|り)
      | (?:お声[がか]け|ご厚意|ご好意|ご縁|ご協力|お力添え|お計らい)(?:で|により|によって|のもと|に甘えて|あって)(?!き)
      | (?:いつも|今回も|毎度|このたびは|この度は|本当に)[^。!?\n]{0,8}?(?:ありがとう|感謝|おおきに)(?:ございます)?(?:、|!|~|〜|\s|\p{Extended_Pictographic}|\ufe0f)*[^。!?\n、]{0,16}?(?<!みな)(?<!皆)(?<!お客)(?<!フォロワー)(?<!読者)(?:さん|様|さま|@[\w.]+)
      | (?<!みな)(?<!皆)(?<!お客)(?<!フォロワー)(?<!読者)(?:さん|様|さま|@[\w.]+)(?:、|!|~|〜|\s|\p{Extended_Pictographic}|\ufe0f)*(?:いつも|今回も|このたびは|この度は)[^。!?\n]{0,14}?(?:ありがとう|感謝|おおきに)
      | (?:今日|今回|本日|久しぶり|きょう|今月|最近)の(?:お仕事|おしごと|コラボ|取り組み)(?:は|でした|です|でーす|、|!|~|〜|$|\s|\p{Extended_Pictographic})
      | (?:ご)?縁(?:を|に)[^。!?\n]{0,4}?(?:ありがとう|感謝) | (?:さん|様|さま|@[\w.]+)(?:から|より)の?(?:贈り(?:もの|物)|ギフト|プレゼント|おすそ分け)(?:です|でした|!|♡|\s|\p{Extended_Pictographic}|$)
      | (?:さん|様|さま|@[\w.]+)と(?:の)?(?:ご一緒(?:し|さ)|お仕事(?:で|し)|取り組み) | コラボ(?:レーション)?(?:投稿|企画|動画|リール|ライブ|配信)
      | お?取り組みの?(?:投稿|です|でー?す|の話|企画) | (?:お?声|声)をかけて(?:いただ|もら|くださ|くれ) | お?呼ばれし(?:て|まし)
      | ご一緒させて(?:いただ|もら|頂) | コラボ(?:レーション)?させて(?:いただ|もら|頂) | お手伝いさせて(?:いただ|もら|頂)
      | (?:チーム|ファミリー|クルー|サポーター|応援団|アンバサダー)(?:に|の)(?:仲間入り|一員) | (?:公式)?(?:サポーター|応援団|応援隊|クルー)として
      | (?:今日は|今回は|こちらは|これは|本日は)(?:お仕事|コラボ|取り組み)(?:です|でー?す|で[、。]|の(?:話|投稿|日))
      | いつもお世話になっ(?:て(?:い)?る|ております)[^。!?\n]{0,12}?(?:さん|様|さま)
    )
""")

# The statement is somewhere else: 「PR表記はプロフィールに」.
_ELSEWHERE = _folded(r"""
    (?<!\#)(?:PR|pr|広告|宣伝|案件|提供|タイアップ|プロモーション|スポンサー|企業|関係性)(?:」|』)?(?:の|投稿|表記|表示|記載|である|であること|の件|の旨|旨|詳細|情報|関係|案内|明示|について|に関して|なの|を|含む|商品|等|など|のこと|との|\s)*
    (?:は|も|につきましては|については|に関しては|、|:|,)?(?:(?!です|ます|でし|含)[^。!?\n】\])]){0,8}?
    (?:プロフ(?:ィール)?(?:欄|文|リンク)?|bio|自己紹介欄?|(?:固定)?コメント(?:欄)?|固定(?:ポスト|ツイート|投稿)|ハイライト|(?:1|一|最初|先頭|初回|前|別|上|親)(?:つ目|枚目|本目|個目|番目|通目|ポスト目)?の?(?:ポスト|ツイート|投稿|スレッド|ストーリー(?:ズ)?|動画|回)|リプ(?:ライ)?(?:欄)?|スレッドの?(?:最初|先頭|トップ)|概要欄|リンク先|サイト内|ポリシー(?:の?ページ)?|ホームページ)
    (?:の方|のほう|内|上)?(?:に|を|参照|で|へ|にて|から|→|記載|$|が)
""")
# 「いただきものかどうかは、ハイライトの「はじめに」を読んでね」: the topic names the relationship in other words
_ELSEWHERE_TOPIC = _folded(r"""
    (?:いただき(?:もの|物)|頂き(?:もの|物)|もらい(?:もの|物)|お?仕事(?:の(?:話|投稿|関係))?|(?:ブランド|メーカー|企業|お店|会社|宿|@[\w.]+)?(?:さん|様)?との(?:関係|間柄|ご縁|お付き合い|つながり|取り組み)|提供元|依頼元|依頼主|関係性?|間柄|(?:ご)?依頼|立場|契約|経緯|いきさつ|案件|提供|広告|(?<!\#)pr|タイアップ|報酬|費用|お代|協賛|もらったか|もらったの|買ったか|自腹)(?:」|』)?
    (?:か(?:どうか|否か|買ったもの|自腹)?|の(?:投稿|有無|表記|説明|件|詳細|こと)|である(?:こと|旨)|について|に関して|くわしく|詳しく|詳しいこと|くわしいこと|(?:など|等)の?|です|したもの)*
    (?:は|も|につきましては|については|に関しては|:)、?[^。!?\n]{0,10}?
    (?:プロフ(?:ィール)?(?:欄|文|リンク|の固定)?|bio|自己紹介欄?|(?:固定)?コメント(?:欄)?|固定(?:ポスト|ツイート|投稿|スト)|ハイライト|リンク(?:先|ツリー|まとめ)|lit\.?link|リットリンク|概要欄|ストーリーズ?(?=の(?:方|ほう)|に|で)|(?:次|前|別|最初|最後|一つ前|ひとつ前|昨日|先日|先週)の(?:ポスト|ツイート|投稿|スレッド|ストーリーズ?|動画|回|記事)|リプ(?:ライ)?(?:欄)?|ツリー|ブログ|ホームページ|サイト|ポリシー)
    (?:の?(?:方|ほう)|の(?:一番上|いちばん上|中|「[^」\n]{1,14}」|[^。、!?\n]{1,8}?)|「[^」\n]{1,14}」)?(?:に|を|参照|で|へ|にて|から|→|見て|読んで|まで)[^。!?\n]{0,8}?(?:書|記載|読|見|み(?:て|に)|ご覧|確認|参照|まとめ|載|どうぞ|説明|明記|話し|お話|して(?:い)?ます|ね|よ|$|[。!])
""")
# 「ハイライトにPRと書いてあります」「PRって昨日のポストに書いたので」
_ELSEWHERE_FIRST = _folded(r"""
    (?:PR|pr|広告|案件|提供|タイアップ|お?仕事)(?:」|』)?(?:です|だ|の話|の件|の旨|である)?(?:と|って|という話|ということ)?(?:いうの|こと)?(?:は|を)?、?
    (?:昨日|きのう|前回|先日|さっき|先ほど|一つ前|ひとつ前|一個前|別|ほか|他|前編|初回|最初|もう一つ|告知)の?(?:ポスト|ツイート|投稿|動画|ストーリーズ?|記事|回|スレッド)?(?:に|で)[^。!?\n]{0,6}?(?:書い|言っ|言い|説明|明記|記載|載せ|伝え|済)
    | (?:プロフ(?:ィール)?(?:欄|文)?|bio|(?:固定)?コメント(?:欄)?|固定(?:ポスト|ツイート|投稿)|ハイライト|(?:1|一|最初)(?:つ目|枚目|本目|個目|番目)?の?(?:ポスト|ツイート|投稿|ストーリー(?:ズ)?))
    (?:の方|のほう)?(?:に|で)(?:は)?[^。!?\n]{0,6}?(?:PR|pr|広告|案件|提供|タイアップ)[^。!?\n]{0,6}?(?:と|を|である|の)[^。!?\n]{0,6}?(?:書|記載|載せ|明記|表記|まとめ|表示)
""")

# Spellings that a reader or a search will miss. The whole of it must stand as a label.
_GAP = r"(?:[ \t\u3000\p{P}\p{S}\p{Extended_Pictographic}\ufe0f\u200d○〇]){1,3}"
_LABEL_START = r"(?:(?<=\#)|(?<=^)|(?<=\n)|(?<=[\s【\[(<※「]))"
_LABEL_END = r"(?![a-z0-9ぁ-ゖー一-鿿])"
_BROKEN = tuple(
    Pattern(source, regex.MULTILINE)
    for source in (
        rf"{_LABEL_START}p{_GAP}r{_LABEL_END}",
        rf"{_LABEL_START}広{_GAP}告{_LABEL_END}",
        rf"{_LABEL_START}宣{_GAP}伝{_LABEL_END}",
        rf"{_LABEL_START}こ{_GAP}う{_GAP}こ{_GAP}く{_LABEL_END}",
        # Greek rho, Cyrillic er and ya, Cherokee: look-alikes of the letters
        r"(?<![\p{Greek}\p{Cyrillic}])(?:[ρрᏢⲣᴘ]\s?[rгяᏒʀ]|p[гяᏒʀ])(?![\p{Greek}\p{Cyrillic}a-z])",
    )
)
_ODD = Pattern(
    r"(?:(?<=#)|^|(?<=[【\[(※]))(?:ぴ[ーぃい~〜\-・]{0,2}あ[ーぁあ~〜\-・]{0,2}る|こ[うーお~〜・]{0,2}こ[ー・]?く|せ[・ー]?ん[・ー]?で[・ー]?ん|ぷろも|ko[ou]?u?koku|k[oō]koku|senden|pi-?a-?ru)(?=(?:です|だよ|でー?す|なの)?(?:$|[\s#】\])♡♥❤☆★。!、]|\p{Extended_Pictographic}))",
    regex.MULTILINE,
)
_WIDE = Pattern("[＃Ａ-Ｚａ-ｚ]")
_NARROW = Pattern("[ｦ-ﾟ]")
# Characters that normalise to letters but are no letters to a search: ㏚, 𝗣𝗥, ⓅⓇ, 🄿🅁, 🅿️🆁.
_STYLED = Pattern(r"㏚|[\U0001D400-\U0001D7FF]|[\u24B6-\u24E9]|[\U0001F110-\U0001F189]")
_STYLED_PR = Pattern(r"[\U0001F11F\U0001F13F\U0001F15F\U0001F17F]\ufe0f?\s?[\U0001F121\U0001F141\U0001F161\U0001F181]")


def marks(reading: Reading, words: Mapping[str, Terms]) -> tuple[Mark, ...]:
    """All marks of a text in order. ``words`` gives the word list of each kind in ``WORDS``."""
    away = [
        Mark(match.start(), match.end(), "elsewhere")
        for match in _ELSEWHERE.finditer(reading.folded, timeout=TIMEOUT_SECONDS)
    ]
    away += [
        Mark(match.start(), match.end(), "elsewhere")
        for match in _ELSEWHERE_FIRST.finditer(reading.folded, timeout=TIMEOUT_SECONDS)
    ]
    taken = [(mark.start, mark.end) for mark in away]
    away += [
        Mark(match.start(), match.end(), "elsewhere")
        for match in _ELSEWHERE_TOPIC.finditer(reading.folded, timeout=TIMEOUT_SECONDS)
        if not any(low < match.end() and match.start() < high for low, high in taken)
    ]
    outside = sorted((mark.start - 1, mark.end) for mark in away)  # _around looks strictly inside
    found: list[Mark] = [*away, *_stated(reading), *_hinted(reading), *_disguised(reading)]
    for kind in WORDS:
        found += (mark for mark in _labels(reading, kind, words[kind]) if not _around(outside, mark.start))
    return tuple(sorted(_strongest(found), key=lambda mark: (mark.start, mark.end)))


def _strongest(found: Sequence[Mark]) -> Iterator[Mark]:
    """Of marks on the same place the strongest: 「#タイアップ広告」 is clear, not weak."""
    rank = {
        kind: number
        for number, kind in enumerate(("elsewhere", "denial", "broken", "odd", "clear", "weak", "foreign", "unclear"))
    }
    taken = bytearray(max((mark.end for mark in found), default=0))
    for mark in sorted(found, key=lambda mark: (rank[mark.kind], mark.start)):
        if not any(taken[mark.start : mark.end]):
            taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
            yield mark


def _labels(reading: Reading, kind: MarkKind, terms: Terms) -> Iterator[Mark]:
    text = reading.folded
    tags = [match.span() for match in HASHTAG.finditer(text)]
    links = [match.span() for match in URL.finditer(text)]
    for hit in reading.find(terms):
        if _around(links, hit.start) or reading.sentence_at(hit.start) is None:
            continue
        tag = _around(tags, hit.start)
        before, after = _neighbours(text, hit.start, hit.end)
        if kind in ("clear", "weak") and _COPULA.match(after) and (negated := _NEGATED.match(after)):
            yield Mark(tag[0] if tag else hit.start, hit.end + negated.end(), "denial", tag=bool(tag))
        elif kind == "clear" and tag is None and (without := _WITHOUT.match(after)):
            yield Mark(hit.start, hit.end + without.end(), "denial")
        elif tag is not None:
            if _is_tag(text, tag, hit.start, hit.end, kind):
                yield Mark(*tag, kind, tag=True)
        elif span := _bracketed(text, hit.start, hit.end):
            yield Mark(*span, kind)
        elif _labelled(before, after, kind, text[hit.start : hit.end]):
            yield Mark(hit.start, hit.end, kind)
        elif (kind in ("clear", "weak") or _JOINT.fullmatch(text, hit.start, hit.end)) and (
            said := _PREDICATE.match(after)
        ):
            yield Mark(hit.start, hit.end + said.end(), kind)


_JOINT = _folded(
    r"コラボ|お?取り?組み?|協業|(?:公式)?サポーター|パートナー|いただき(?:もの|物)|頂き(?:もの|物)|もらい(?:もの|物)|共同企画"
)


def _around(spans: Sequence[tuple[int, int]], position: int) -> tuple[int, int] | None:
    """The span of ordered ones that holds a position."""
    at = bisect_right(spans, (position, position)) - 1
    return spans[at] if at >= 0 and spans[at][0] < position < spans[at][1] else None


def _neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after on the line, as far as the grammar looks; a cut-off beginning is no line start."""
    low = text.rfind("\n", max(0, start - _REACH), start) + 1
    cut = low == 0 and start > _REACH
    high = text.find("\n", end, end + _REACH)
    before = "字" + text[start - _REACH : start] if cut else text[low:start]
    return before, text[end : high if high >= 0 else end + _REACH]


# 「#広告を出す」 in a script: the tag runs on into the sentence
_SHOWN = _folded(r"を(?:出|表示|入れ|付け|つけ|映|載せ)")


# Words of a relationship that a brand's name may follow or precede in one tag.
_OPENS_TAG = _folded(
    r"thanks|thankyou|ご縁|コラボ|協賛|協業|お?取り?組み?|お仕事(?:です|の|でした|あり|いただ|投稿|感)|パートナー|公式サポーター|招待(?:い|頂|され|会|投稿)|ご招待|いただき|頂き|もらいもの|プレゼント(?:いただ|頂|して|され|品|をい)|感謝(?:です|してます|しかない)"
)
_CLOSES_TAG = _folded(
    r"コラボ(?:レーション)?|パートナー|サポーター|アンバサダー|タイアップ|スポンサー|スポンサード|協賛|案件|提供品|商品提供|ギフティング|ambassador|collab"
)


def _is_tag(text: str, tag: tuple[int, int], start: int, end: int, kind: MarkKind) -> bool:
    low, high = tag
    if (
        kind == "unclear"
        and start == low + 1
        and (end == high or text[end] == "_" or _OPENS_TAG.match(text, start, high))
    ):
        return True  # #thanks○○, #collab_brand, #コラボレーション
    if kind == "foreign" and start == low + 1 and text[end:high].startswith("_"):
        return True  # #sponsored_brand
    if kind in ("weak", "unclear") and end == high and _CLOSES_TAG.fullmatch(text, start, end):
        return True  # #〔ブランド〕アンバサダー
    if kind == "unclear":
        return False
    before, after = text[low + 1 : start], text[end:high]
    if not before and _SHOWN.match(after):
        return True
    if kind == "clear" and text[start:end] == "pr":  # #pr_brand, #会社名PR
        named = after.startswith("_") if not before else not before[-1].isascii()
        if named and (not after or after.startswith("_")):
            return True
    return bool(_TAG_BODY.fullmatch(before) and _TAG_BODY.fullmatch(after))


def _bracketed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The bracket around ``[start, end)`` when it holds nothing but a label."""
    low = max((text.rfind(mark, max(0, start - 16), start) for mark in _BRACKETS), default=-1)
    if low < 0:
        return None
    high = text.find(_BRACKETS[text[low]], end, end + 40)
    if high < 0 or "\n" in text[low:high]:
        return None
    if _BRACKETED.fullmatch(text[low + 1 : start]) and _BRACKETED.fullmatch(text[end:high]):
        return low, high + 1
    return None


def _labelled(before: str, after: str, kind: MarkKind, word: str) -> bool:
    if kind == "foreign" and " " in word:
        return True  # "gifted by", "paid partnership with": a statement wherever it stands
    if _LABEL_LEFT.match(before) and _LABEL_RIGHT.match(after):
        return True
    if _SEPARATED_LEFT.search(before) and _SEPARATED_RIGHT.match(after):
        return True  # 「タイトル/PR」
    if word in ("pr", "宣伝") and before.endswith("の") and _CLOSED.match(after):
        return True  # 「新しいアプリのPR。」
    return kind != "unclear" and bool(_TRAILING_LEFT.search(before) and _TRAILING_RIGHT.match(after))


def _stated(reading: Reading) -> Iterator[Mark]:
    for source in _SENTENCES:
        for match in source.finditer(reading.folded, timeout=TIMEOUT_SECONDS):
            yield Mark(match.start(), match.end(), "clear", sentence=True)


def _hinted(reading: Reading) -> Iterator[Mark]:
    for match in _HINTS.finditer(reading.folded, timeout=TIMEOUT_SECONDS):
        yield Mark(match.start(), match.end(), "unclear", sentence=True)


def _disguised(reading: Reading) -> Iterator[Mark]:
    for source in _BROKEN:
        for match in source.finditer(reading.folded, timeout=TIMEOUT_SECONDS):
            yield _with_hash(reading, match.start(), match.end(), "broken")
    for match in _ODD.finditer(reading.folded):
        narrow = is_narrow(reading, match.start(), match.end())  # half-width kana is only small print, not a disguise
        yield _with_hash(reading, match.start(), match.end(), "clear" if narrow else "odd")
    raw = reading.view.raw
    for match in _STYLED.finditer(raw):
        run = _STYLED_PR.match(raw, match.start())
        start, end = reading.view.locate(Span(match.start(), run.end() if run else match.end()))
        word = reading.folded[start : start + 2]
        if run or word == "pr":
            yield _with_hash(reading, start, max(end, start + 2), "odd")


def is_narrow(reading: Reading, start: int, end: int) -> bool:
    """Whether a stretch is written in half-width kana."""
    span = reading.view.span(start, end)
    return bool(_NARROW.search(reading.view.raw, span.start, span.end))


def is_wide(reading: Reading, start: int, end: int) -> bool:
    """Whether a stretch is written with full-width letters or a full-width number sign."""
    span = reading.view.span(start, end)
    return bool(_WIDE.search(reading.view.raw, span.start, span.end))


def _with_hash(reading: Reading, start: int, end: int, kind: MarkKind) -> Mark:
    tag = start > 0 and reading.folded[start - 1] == "#"
    return Mark(start - tag, end, kind, tag=bool(tag))
