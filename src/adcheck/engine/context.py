"""Context of a document: option > front matter > row > configuration > inference > unknown.

Inference is shown as such (``Context.origin``) and lowers the severity of findings that depend on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adcheck.config import check_context
from adcheck.model import CONTEXT_VALUES, UNKNOWN, Context, Document
from adcheck.text.reading import TIMEOUT_SECONDS, pattern

_DEFAULTS = {"kind": "post", "medium": "text"}

# Ordered: the first that fits wins. Patterns are for the folded view of the text (katakana as hiragana, NFKC, lower case).
_KIND: Sequence[tuple[str, str]] = (
    (
        "agreement",
        r"(?m)(?:^\s*(?:#+\s*)?(?:\*\*)?第\s*[0-9一二三四五六七八九十百]+\s*条(?!に|の|を|で))(?:[\s\S]*^\s*(?:#+\s*)?(?:\*\*)?第\s*[0-9一二三四五六七八九十百]+\s*条(?!に|の|を|で)){2}",
    ),
    (
        "agreement",
        r"(?m)^\s*(?:#\s*)?[^\n]{0,30}(?:契約書|覚書|合意書|発注書|注文書|業務依頼書|取引条件通知書|3条通知)\s*$",
    ),
    (
        "agreement",
        r"(?m)^[■●◆・]?\s*(?:支払期日|支払日|お支払い)[::][\s\S]*^[■●◆・]?\s*(?:報酬|委託料|業務委託料|発注日|納期|二次利用)[::]|(?m)^[■●◆・]?\s*(?:報酬|委託料|業務委託料|発注日)[::][\s\S]*^[■●◆・]?\s*(?:支払期日|支払日|お支払い)[::]",
    ),
    (
        "brief",
        r"(?:案件概要|おりえんてーしょん|おりえんしーと|投稿ぶりーふ|投稿指示書|制作指示書|くりえいてぃぶぶりーふ|ぺるそな|訴求ぽいんと|伝えてほしいこと|必須訴求)[\s\S]*(?:たーげっと|目的|ng表現|投稿日|はっしゅたぐ)",
    ),
    ("brief", r"(?m)^[#■●◆【・\s]*目的[】::\s][\s\S]*^[#■●◆【・\s]*たーげっと"),
    (
        "outreach",
        r"(?:突然のご連絡|突然のめっせーじ|突然のdm|はじめまして。?[^\n]{0,40}(?:と申します|の[^\n]{1,10}です))[\s\S]*(?:ご相談|ご依頼|お願いし|ご紹介いただけ|ご興味|案件|たいあっぷ|ぎふてぃんぐ)",
    ),
    ("outreach", r"(?m)^(?:件名|subject)\s*[::][^\n]*(?:pr|案件|ご相談|ご依頼|たいあっぷ|ご提案)"),
)
_PLATFORM: Sequence[tuple[str, str]] = (
    ("youtube", r"(?:youtube\.com/|youtu\.be/|ちゃんねる登録|概要欄|高評価ぼたん)"),
    (
        "instagram",
        r"(?:instagram\.com/|すとーりーず|りーる(?:投稿|動画)|はいらいとに|いんすた(?:ぐらむ)?(?:投稿|らいぶ))",
    ),
    ("tiktok", r"(?:tiktok\.com/|#tiktok|#fyp|tiktok(?:売れ|で紹介))"),
    ("x", r"(?:https?://(?:x|twitter)\.com/|(?:り)?ぽすとで|#拡散希望)"),
    ("ameba", r"ameblo\.jp/"),
    ("note", r"note\.com/"),
    ("line", r"(?:lin\.ee/|line公式あかうんと)"),
)
_RELATIONSHIP: Sequence[tuple[str, str]] = (
    (
        "affiliate",
        r"(?:px\.a8\.net|af\.moshimo\.com|h\.accesstrade\.net|ck\.jp\.ap\.valuecommerce\.com|hb\.afl\.rakuten\.co\.jp|a\.r10\.to|amzn\.to|amzn\.asia|t\.afi-b\.com|room\.rakuten\.co\.jp|[?&]tag=[\w-]+-22|あふぃりえいと(?:広告|りんく|ぷろぐらむ|を)|適格販売により)",
    ),
    (
        "employee",
        r"(?:弊社|当社|私の所属する|うちの会社|自社)の[^。\n]{0,14}(?:新商品|新作|商品|製品|さーびす|公式|開発)|[^。\n]{1,14}の(?:社員|広報|中の人|公式担当)です",
    ),
    (
        "gifted",
        r"(?:提供(?:を)?(?:いただ|頂|して(?:いただ|頂|もら|くださ)|受け)|ご提供|商品提供|さんぷる提供|無償提供|もにたー(?:として|に当選|で)|ぎふてぃんぐ|招待(?:いただ|頂|され|して)|ご招待|献本|プレゼントしていただ)",
    ),
    (
        "paid",
        r"(?:(?:^|[\s【\[(<#])(?:pr|広告|宣伝|ぷろもーしょん)(?:$|[\s】\])>|:。!]|で)|たいあっぷ(?:投稿|です|企画)|あんばさだー(?:として|を務)|案件(?:です|投稿)|の(?:ぷろもーしょん|きゃんぺーん)に参加|くーぽんこーど[「\s:a-z0-9]|限定こーど)",
    ),
)
_CATEGORY: Sequence[tuple[str, str]] = (
    ("functional-food", r"機能性表示食品"),
    ("tokuho", r"(?:特定保健用食品|とくほ)"),
    ("quasi-drug", r"(?:医薬部外品|薬用(?!効果)[ぁ-ゖ一-鿿]{2,}|育毛剤)"),
    ("medical-service", r"(?:くりにっく|美容外科|美容皮膚科|医療脱毛|歯科医院|整形手術|二重整形|施術|ぼとっくす|埋没)"),
    ("drug", r"(?:第[123]類医薬品|指定第2類|医薬品|市販薬|風邪薬|鎮痛剤|目薬|葛根湯|漢方薬)"),
    ("medical-device", r"(?:管理医療機器|一般医療機器|医療機器|家庭用(?:低周波|電位|磁気|温熱)治療器|認証番号)"),
    (
        "wellness-device",
        r"(?:美顔器|(?<![a-z])ems(?![a-z])|光美容器|脱毛器|ますさーじがん|まっさーじがん|振動ましん|美容家電|りかばりーうぇあ)",
    ),
    (
        "health-food",
        r"(?:さぷり|青汁|酵素(?:どりんく|さぷり)|ぷろていん|健康食品|栄養補助食品|粒を飲|すむーじー(?:粉)?|黒酢|にんにく卵黄)",
    ),
    (
        "cosmetics",
        r"(?:化粧水|美容液|乳液|(?<!あいす)(?<!生)(?<!そふと)(?<!ほいっぷ)くりーむ(?!ちーず|ぱん|そーだ|しちゅー|こーひー|色|状|いろ|ぱふ|ころっけ|ぱすた)|くれんじんぐ|洗顔|ふぇいすますく|しーとますく|ふぁんでーしょん|日焼け止め|(?<![くぐとどすふぶろ])りっぷ|こすめ|すきんけあ|しゃんぷー|とりーとめんと|美白|せらむ|ばーむ(?!くーへん)|まつげ美容液|おーるいんわん)",
    ),
    # last: what is swallowed without being called a supplement
    (
        "health-food",
        r"(?:[0-9一二三数]粒(?!子)|この粒|粒(?:を|に|が)(?:始|続|飲|のん)|[ぁ-ゖ一-鿿a-z](?:の|な)(?:粒|かぷせる)(?:を|に|が|は|で|、)|(?<!たいむ)かぷせる(?:を飲|ひとつ|[0-9]つ)|(?:飲む|のむ)(?:だけ(?!で(?:も|は))|やつ)|(?:飲み|のみ)(?:始|はじ)めて|抽出液|(?:馬|豚|海洋性?)ぷらせんた|あがりくす|えきなせあ|すぴるりな|くろれら|まぬかはにー|ぷろぽりす|ろーやるぜりー|高麗人参|ぐるこさみん|こんどろいちん|いそふらぼん|のこぎりやし|るてぃん|るていん|あすたきさんちん|(?<![a-z])(?:nmn|dha|epa|cbd|mct|gaba)(?![a-z])|めらとにん|えきす(?:粒|末)|飲んで(?:る|た|いる|いた)(?:だけ|ぜりー|粉|粒|茶|やつ)|飲み物ひとつ|びたみんb[0-9]|はとむぎを飲)",
    ),
)
_INFERENCE: Mapping[str, Sequence[tuple[str, str]]] = {
    "kind": _KIND,
    "platform": _PLATFORM,
    "relationship": _RELATIONSHIP,
    "category": _CATEGORY,
}


def context_of(document: Document, folded: str, options: Mapping[str, Any], configured: Mapping[str, Any]) -> Context:
    """The context of a document; ``folded`` is its folded plain view.

    Raises ConfigError when the document itself states a value outside the vocabulary.
    """
    place = f"{document.path}{' (' + document.name + ')' if document.name else ''}"
    given = check_context({key: value for key, value in document.given.items() if key != "allow"}, place)
    layers = (("option", options), (document.given_origin or "front matter", given), ("config", configured))
    values: dict[str, str] = {}
    origin: dict[str, str] = {}
    note: dict[str, str] = {}
    for key in CONTEXT_VALUES:
        for name, layer in layers:
            if layer.get(key) not in (None, ""):
                values[key], origin[key] = str(layer[key]), name
                break
    # an agreement has no relationship or product category of its own; inferring one would only confuse
    for key in ("kind", "platform", "relationship", "category"):
        if key not in values and (key in ("kind", "platform") or values.get("kind", "post") == "post"):
            found = _infer(key, folded)
            if found:
                values[key], note[key] = found
                origin[key] = "inferred"
    if "medium" not in values and any(block.kind == "cue" for block in document.blocks):
        values["medium"], origin["medium"] = "video", "inferred"
    for key in CONTEXT_VALUES:
        if key not in values:
            values[key], origin[key] = _DEFAULTS.get(key, UNKNOWN), "default"
    facts = {key: value for _, layer in reversed(layers) for key, value in layer.items() if key not in CONTEXT_VALUES}
    return Context(**values, origin=origin, note=note, facts=facts)


def _infer(key: str, folded: str) -> tuple[str, str] | None:
    for value, source in _INFERENCE[key]:
        found = pattern(source).search(folded[:20_000], timeout=TIMEOUT_SECONDS)
        if found:
            return value, found[0].strip()[:20].splitlines()[0] if found[0].strip() else ""
    return None
