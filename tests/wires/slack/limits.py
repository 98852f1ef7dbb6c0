"""What Slack refuses of a message or a window, by the limits that its documentation gives."""

from typing import Any

Json = dict[str, Any]

_TYPES = {
    "actions", "context", "context_actions", "divider", "file", "header", "image", "input", "markdown", "rich_text",
    "section", "table",
}  # fmt: skip


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def fault_of_message(sent: Json) -> str:
    """The error that this message gets; "" when it is taken."""
    text, blocks = sent.get("text") or "", sent.get("blocks") or []
    if not text and not blocks and not sent.get("markdown_text"):
        return "no_text"
    if units(text) > 40_000:
        return "msg_too_long"
    if len(blocks) > 50 or any(fault_of_block(block) for block in blocks):
        return "invalid_blocks"
    if sum(units(block["text"]) for block in blocks if block["type"] == "markdown") > 12_000:
        return "msg_blocks_too_long"
    if sum(block["type"] == "table" for block in blocks) > 1:
        return "only_one_table_allowed"
    marks = [
        element["action_id"]
        for block in blocks
        for element in block.get("elements", [])
        if "action_id" in element
    ]
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    return "" if len(set(marks)) == len(marks) and len(set(ids)) == len(ids) else "invalid_blocks"


def fault_of_view(view: Json) -> str:
    most = 100
    if view.get("type") not in {"modal", "home"} or len(view.get("blocks", [])) > most:
        return "invalid_arguments"
    if view["type"] == "modal":
        heads = [view["title"], view.get("submit"), view.get("close")]
        if any(head and not 0 < len(head["text"]) <= 24 for head in heads):
            return "invalid_arguments"
        if any(block["type"] == "input" for block in view["blocks"]) and not view.get("submit"):
            return "invalid_arguments"
    if units(view.get("private_metadata", "")) > 3000 or len(view.get("callback_id", "")) > 255:
        return "invalid_arguments"
    return "invalid_arguments" if any(fault_of_block(block) for block in view["blocks"]) else ""


def fault_of_block(block: Json) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a kind of block
    if block.get("type") not in _TYPES or len(block.get("block_id", "")) > 255:
        return "type"
    match block["type"]:
        case "section":
            return "" if 0 < units(block["text"]["text"]) <= 3000 else "section"
        case "markdown":
            return "" if 0 < units(block["text"]) <= 12_000 else "markdown"
        case "context":
            fits = all(0 < units(one["text"]) <= 3000 for one in block["elements"])
            return "" if fits and 0 < len(block["elements"]) <= 10 else "context"
        case "actions":
            fits = all(_button(one) for one in block["elements"])
            return "" if fits and 0 < len(block["elements"]) <= 25 else "actions"
        case "context_actions":
            return "" if all(one["type"] == "feedback_buttons" for one in block["elements"]) else "feedback"
        case "table":
            return _table(block["rows"])
        case "input":
            return _input(block)
        case _:
            return ""


def _button(element: Json) -> bool:
    return (
        element["type"] == "button"
        and 0 < len(element["text"]["text"]) <= 75
        and element["text"]["type"] == "plain_text"
        and len(element.get("value", "")) <= 2000
        and 0 < len(element["action_id"]) <= 255
    )


def _table(rows: list[list[Json]]) -> str:
    cells = [cell for row in rows for cell in row]
    fits = len(rows) <= 100 and all(len(row) <= 20 for row in rows) and all(cell["text"] for cell in cells)
    return "" if fits and sum(len(cell["text"]) for cell in cells) <= 10_000 else "table"


def _input(block: Json) -> str:
    element = block["element"]
    if not 0 < len(block["label"]["text"]) <= 2000:
        return "label"
    if element["type"] == "static_select":
        options = element["options"]
        fits = all(0 < len(one["text"]["text"]) <= 75 and 0 < len(one["value"]) <= 150 for one in options)
        return "" if fits and 0 < len(options) <= 100 else "options"
    return "" if element["type"] in {"plain_text_input", "datepicker", "number_input"} else "element"
