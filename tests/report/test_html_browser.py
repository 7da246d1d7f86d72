"""The HTML report in a real headless Chromium: filters, copy, anchors, no error, no request."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from report_sample import FULL

from adcheck.report import FORMATS, RenderOptions

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and chromedriver are not installed"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium import webdriver

    file = tmp_path_factory.mktemp("html") / "report.html"
    file.write_text(FORMATS["html"](FULL, RenderOptions()), encoding="utf-8")
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
        driver.get(file.as_uri())
        yield driver
    finally:
        driver.quit()


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
    import json

    assert page.execute_script("return document.scripts.length") == 1
    assert [entry for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []
    requests = [
        message["params"]["request"]["url"]
        for entry in page.get_log("performance")
        if (message := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
    ]
    assert all(url.startswith("file:") for url in requests), requests


def test_every_control_has_a_name(page: Any) -> None:
    for element in page.find_elements("css selector", "select, button"):
        assert element.accessible_name, element.get_attribute("outerHTML")
