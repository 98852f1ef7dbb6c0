"""Which models are connected, and what they cost."""

import pytest

from config.models import BadModel, NoKey, catalogue, connections

A, G = "ANTHROPIC_API_KEY", "GEMINI_API_KEY"


@pytest.mark.parametrize(
    ("model", "keys", "chain"),
    [
        ("", (), []),
        ("offline", (A, G), []),
        ("", (A,), ["anthropic:claude-sonnet-5-5:claude-haiku-5-5"]),
        ("", (G,), ["gemini:gemini-3.8-flash:gemini-3.8-flash"]),
        (
            "",
            (A, G),
            ["anthropic:claude-sonnet-5-5:claude-haiku-5-5", "gemini:gemini-3.8-flash:gemini-3.8-flash"],
        ),
        ("anthropic", (A,), ["anthropic:claude-sonnet-5-5:claude-haiku-5-5"]),
        ("anthropic:claude-opus-5-5", (A,), ["anthropic:claude-opus-5-5:claude-haiku-5-5"]),
        ("gemini:gemini-4", (A, G), ["gemini:gemini-4:gemini-3.8-flash"]),
        ("local:qwen3:4b@http://127.0.0.1:11434/v1", (A, G), ["local:qwen3:4b:qwen3:4b"]),
    ],
)
def test_who_is_asked(model: str, keys: tuple[str, ...], chain: list[str]) -> None:
    found = connections(model, dict.fromkeys(keys, "k")).vendors
    assert [f"{one.id}:{one.agent}:{one.quick}" for one in found] == chain


@pytest.mark.parametrize(
    "model", ["gpt", "claude-sonnet-5-5", "local:qwen", "local:@http://x", "local:q@ftp://x"]
)
def test_a_name_of_no_model_is_refused(model: str) -> None:
    with pytest.raises(BadModel) as caught:
        connections(model, {A: "k"})
    assert caught.value.exit_status == 2
    assert repr(model) in caught.value.say("ko")


@pytest.mark.parametrize(("model", "key"), [("anthropic", A), ("gemini:gemini-3.8-flash", G)])
def test_a_vendor_without_its_key_is_refused(model: str, key: str) -> None:
    with pytest.raises(NoKey, match=key):
        connections(model, {A if key == G else G: "k", key: "  "})


def test_a_vendor_may_be_somewhere_else() -> None:
    environ = {A: "k", "ANTHROPIC_BASE_URL": "https://proxy.example/claude/"}
    assert connections("", environ).vendors[0].url == "https://proxy.example/claude"


def test_a_key_is_not_printed() -> None:
    assert "sesame" not in repr(connections("", {A: "sesame"}))


def test_every_model_that_is_asked_by_default_has_a_price_with_a_date() -> None:
    known = catalogue()
    for vendor in known.vendors.values():
        for model in filter(None, (vendor.agent, vendor.quick)):
            assert model in known.prices.models
    assert known.prices.as_of.year >= 2026
    assert "check with the vendor" in known.prices.source


def test_a_price_is_found_by_the_models_name() -> None:
    prices = catalogue().prices
    assert prices.of("anthropic", "claude-haiku-5-5-20261001") == prices.models["claude-haiku-5-5"]
    assert prices.of("anthropic", "claude-unheard-of") == prices.unknown
    assert prices.of("local", "claude-sonnet-5-5") == prices.local
    assert all(prices.unknown.output >= price.output for price in prices.models.values())
