"""The HTML report in a real headless Chromium: filters, copy, anchors, themes, widths, paper, no error, no request."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from report_sample import EVERYTHING, finding, report

from adcheck.model import Checked, Context, Document, Report, Span
from adcheck.report import FORMATS, RenderOptions

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and chromedriver are not installed"),
]


LONG = "この美容液はとてもよくて" * 60 + "https://example.com/" + "a" * 400
UNWIELDY = report(
    finding(span=Span(0, len(LONG)), quote=LONG, message=LONG[:80], suggestions=(LONG,), rule="yakki." + "long-" * 20),
    documents=(Checked(Document("a.txt", LONG), Context()),),
)

# Text whose contrast with what is behind it is under 4.5:1 (WCAG 2.2, 1.4.3), as "words: colour on colour".
FAINT = """
const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const behind = (element) => {
  for (let each = element; each; each = each.parentElement) {
    const colour = getComputedStyle(each).backgroundColor;
    if (rgb(colour)[3] !== 0) return colour;
  }
  return "rgb(255, 255, 255)";
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const faint = new Set();
let seen = 0;
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement, words = texts.currentNode.data.trim();
  if (!words || !element.checkVisibility()) continue;
  seen += 1;
  const ink = getComputedStyle(element).color, paper = behind(element);
  const [low, high] = [light(rgb(ink)), light(rgb(paper))].sort((a, b) => a - b);
  if ((high + 0.05) / (low + 0.05) < 4.5) faint.add(`${words.slice(0, 20)}: ${ink} on ${paper}`);
}
return [seen, [...faint]];
"""


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    driver.set_page_load_timeout(60)
    try:
        yield driver
    finally:
        driver.quit()


def show(driver: Any, of: Report, folder: Path) -> Any:
    file = folder / "report.html"
    file.write_text(FORMATS["html"](of, RenderOptions()), encoding="utf-8")
    driver.get(file.as_uri())
    return driver


@pytest.fixture
def page(driver: Any, tmp_path: Path) -> Any:
    return show(driver, EVERYTHING, tmp_path)


def device(driver: Any, *, width: int = 1280, scheme: str = "light", media: str = "") -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})


def shown(page: Any) -> list[Any]:
    return [each for each in page.find_elements("css selector", "article") if each.is_displayed()]


def choose(page: Any, control: str, value: str) -> None:
    from selenium.webdriver.support.select import Select

    Select(page.find_element("id", control)).select_by_value(value)


def test_filters_narrow_and_reset(page: Any) -> None:
    everything = len(shown(page))
    assert everything >= 2
    choose(page, "f-severity", "error")
    errors = shown(page)
    assert 0 < len(errors) < everything
    assert all(each.get_attribute("data-severity") == "error" for each in errors)
    page.find_element("css selector", "button[type=reset]").click()
    page.implicitly_wait(1)
    choose(page, "f-severity", "")
    assert len(shown(page)) == everything


def test_a_number_in_the_draft_leads_to_its_finding(page: Any) -> None:
    link = page.find_element("css selector", "mark a")
    target = link.get_attribute("href").split("#")[1]
    page.execute_script("arguments[0].click()", link)
    assert page.execute_script("return document.querySelector(':target').id") == target


def test_copy_says_so(page: Any) -> None:
    button = page.find_element("css selector", "button.copy")
    page.execute_script("arguments[0].click()", button)
    from selenium.webdriver.support.wait import WebDriverWait

    WebDriverWait(page, 10).until(lambda _: button.text == "コピーしました")


def test_hostile_text_is_text_and_nothing_leaves_the_page(page: Any) -> None:
    assert page.execute_script("return document.scripts.length") == 1
    assert [entry for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []
    requests = [
        message["params"]["request"]["url"]
        for entry in page.get_log("performance")
        if (message := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
    ]
    assert all(url.startswith("file:") for url in requests), requests


def names(page: Any, selector: str) -> list[str]:
    """What a screen reader calls the elements that are there for it."""
    return [each.accessible_name for each in page.find_elements("css selector", selector) if each.is_displayed()]


def test_every_control_has_a_name(page: Any) -> None:
    found = names(page, "select, button, a, [tabindex]")
    assert len(found) > 10 and all(found)


def test_landmarks_and_headings(page: Any) -> None:
    assert [len(page.find_elements("css selector", each)) for each in ("header", "nav", "main", "footer", "h1")] == [
        1
    ] * 5
    assert page.find_element("css selector", "html").get_attribute("lang") == "ja"
    levels = [int(each.tag_name[1]) for each in page.find_elements("css selector", "h1, h2, h3")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    found = names(page, "section, nav, form, [role=region]")
    assert len(found) > 5 and all(found)
    assert page.find_element("id", "shown").aria_role == "status"


def test_the_gravest_stand_first(page: Any) -> None:
    first = page.find_elements("css selector", "section.doc")[0].find_elements("css selector", "article")
    order = [(each.get_attribute("data-status"), each.get_attribute("data-severity")) for each in first]
    assert order == [("open", "error"), ("open", "info"), ("allowed", "error"), ("baselined", "error")]
    rows = [each.text for each in page.find_elements("css selector", "nav th a")]
    assert rows == ["bad.txt", "a.txt", "a,b:<i>.txt", "rows.jsonl[r-1]"], "what could not be checked, then by errors"


def test_keys_reach_every_control_and_show_where_they_are(page: Any) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    want = {"skip", "f-pack", "f-severity", "f-status", "f-doc", "copy"}
    reached = set()
    for _ in range(60):
        ActionChains(page).send_keys(Keys.TAB).perform()
        at = page.switch_to.active_element
        reached |= {at.get_attribute("id"), at.get_attribute("class")}
        assert at.value_of_css_property("outline-style") == "solid", at.get_attribute("outerHTML")
        if want <= reached:
            break
    assert want <= reached


def test_a_link_to_a_hidden_finding_shows_it(page: Any) -> None:
    choose(page, "f-severity", "warning")
    link = page.find_element("css selector", "nav a")  # to a document without a warning
    target = page.find_element("id", link.get_attribute("href").split("#")[1])
    assert not target.is_displayed()
    link.click()
    assert target.is_displayed()
    assert page.find_element("id", "f-severity").get_attribute("value") == ""


def test_the_count_says_what_is_left(page: Any) -> None:
    count = page.find_element("id", "shown")
    assert count.text == "6 件"
    choose(page, "f-status", "allowed")
    assert count.text == "6 件中 1 件を表示"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_background(page: Any, scheme: str) -> None:
    device(page, scheme=scheme)
    seen, faint = page.execute_script(FAINT)
    assert seen > 50
    assert faint == []
    background = page.find_element("css selector", "body").value_of_css_property("background-color")
    assert (sum(int(part) for part in re.findall(r"\d+", background)[:3]) < 300) == (scheme == "dark")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_window(driver: Any, width: int, tmp_path: Path) -> None:
    device(driver, width=width)
    for of in (EVERYTHING, UNWIELDY):
        show(driver, of, tmp_path)
        scrolled, visible = driver.execute_script(
            "const e = document.documentElement; return [e.scrollWidth, e.clientWidth]"
        )
        assert scrolled == visible > width - 20


def test_on_paper(page: Any) -> None:
    """A4, every finding, black on white even when the screen is dark, no controls."""
    from pypdf import PdfReader

    device(page, scheme="dark", media="print")
    assert (
        page.find_element("css selector", "body").value_of_css_property("background-color") == "rgba(255, 255, 255, 1)"
    )
    assert [each for each in page.find_elements("css selector", "select, button") if each.is_displayed()] == []
    seen, faint = page.execute_script(FAINT)
    assert seen > 50 and faint == []
    data = page.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    pages = PdfReader(io.BytesIO(base64.b64decode(data))).pages
    assert {(round(each.mediabox.width / 72 * 25.4), round(each.mediabox.height / 72 * 25.4)) for each in pages} == {
        (210, 297)
    }
    text = "".join(each.extract_text() for each in pages)
    assert all(f"{number}." in text for number in range(1, len(EVERYTHING.findings) + 1))
