"""A Bot API server on the loopback address: methods, long polling, webhooks, files, and every trouble they can have."""

import asyncio
import json
import socket
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from aiohttp import ClientError, ClientSession, web

from tests.wires.telegram.methods import Methods, Refusal
from tests.wires.telegram.world import Json, World

TOKEN = "7000001:AAEexampleExampleExampleExample0001"  # noqa: S105 - of this server, and of no other
WRITES = {
    "sendMessage", "sendRichMessage", "sendMessageDraft", "editMessageText", "sendPhoto", "sendDocument",
    "sendMediaGroup",
}  # fmt: skip
_STRUCTURED = {
    "entities", "reply_markup", "reply_parameters", "rich_message", "media", "commands", "allowed_updates",
    "link_preview_options", "caption_entities",
}  # fmt: skip


@dataclass
class Trouble:
    """What happens to the next call: refused; done and then cut; cut before; answered with no JSON."""

    kind: Literal["refuse", "drop", "cut", "garbage", "nod"]
    """`nod`: all is well, and nothing more is said, as a server says to what it does not know."""
    refusal: Refusal | None = None
    methods: frozenset[str] = frozenset(WRITES)
    after: int = 0
    """So many such calls go well before it."""


@dataclass
class Hook:
    url: str = ""
    secret: str = ""
    allowed: list[str] = field(default_factory=list[str])
    error: str = ""
    error_at: int = 0


class BotApi:
    """One bot's side of Telegram."""

    def __init__(self) -> None:
        self.world = World(self._push)
        self.methods = Methods(self.world)
        self.calls: list[tuple[str, Json]] = []
        self.tape: list[Json] | None = None
        self.updates: list[Json] = []
        """What is not confirmed."""
        self.repeats: list[Json] = []
        """What a poller is told once more, whatever it has confirmed, as after a crash of the server."""
        self.last: Json = {}
        self.confirmed = 0
        self.hook = Hook()
        self.troubles: deque[Trouble] = deque()
        self.foreign = False
        """Whether it says that it does not know a method in words that are not Telegram's."""
        self.overlay: Json | None = None
        """What the next post is answered with instead of its message."""
        self.unknown: set[str] = set()
        """Methods that this server is too old to know."""
        self.address = ""
        self.retry_seconds = 0.05
        self._numbers = iter(range(900_001, 1_000_000))
        self._poller: asyncio.Future[str] | None = None
        self._news = asyncio.Event()
        self._delivering: asyncio.Task[None] | None = None

    def trouble(self, kind: Literal["drop", "cut", "garbage", "nod"], *methods: str, after: int = 0) -> None:
        self.troubles.append(Trouble(kind, None, frozenset(methods or WRITES), after))

    def refuse(self, status: int, said: str, *methods: str, after: int = 0, **parameters: Any) -> None:
        refusal = Refusal(status, said, parameters or None)
        self.troubles.append(Trouble("refuse", refusal, frozenset(methods or WRITES), after))

    def called(self, method: str) -> list[Json]:
        return [given for name, given in self.calls if name == method]

    def again(self) -> None:
        """Delivers the newest update once more, confirmed or not."""
        if self.hook.url:
            self._deliver(self.last)
            return
        self.repeats.append(self.last)
        self._wake()

    def twin(self) -> None:
        """The newest message comes under another update."""
        self._push({key: value for key, value in self.last.items() if key != "update_id"})

    def _push(self, update: Json) -> Json:
        self.last = {"update_id": next(self._numbers), **json.loads(json.dumps(update))}
        self._record({"update": self.last})
        self._deliver(self.last)
        return update

    def _record(self, line: Json) -> None:
        if self.tape is not None:
            self.tape.append(json.loads(json.dumps(line, default=lambda value: f"{type(value).__name__}")))

    def _deliver(self, update: Json) -> None:
        self.updates.append(update)
        self._wake()
        self._tell()

    def _wake(self) -> None:
        if self._poller and not self._poller.done():
            self._poller.set_result("news")

    def _tell(self) -> None:
        self._news.set()
        if self.hook.url and self._delivering is None:
            self._delivering = asyncio.get_running_loop().create_task(self._post_updates())

    async def _post_updates(self) -> None:
        """As long as the server lives: one update after the other, each until it is taken."""
        async with ClientSession() as client:
            while await self._news.wait():
                self._news.clear()
                while self.updates and self.hook.url:
                    update = self.updates[0]
                    if await self._posted(client, update):
                        self.updates.remove(update)
                        self.confirmed = max(self.confirmed, update["update_id"])
                    else:
                        await asyncio.sleep(self.retry_seconds)

    async def _posted(self, client: ClientSession, update: Json) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.hook.secret} if self.hook.secret else {}
        try:
            async with client.post(self.hook.url, json=update, headers=headers) as answer:
                self.hook.error = "" if answer.ok else f"Wrong response from the webhook: {answer.status}"
        except (ClientError, OSError) as error:
            self.hook.error = f"Connection failed: {type(error).__name__}"
        self.hook.error_at = int(self.world.now()) if self.hook.error else self.hook.error_at
        return not self.hook.error

    async def handle(self, request: web.Request) -> web.Response:
        method, given = request.match_info["method"], await _given(request)
        if request.match_info["token"] != TOKEN:
            return _refused(Refusal(401, "Unauthorized"))
        if request.method == "POST":
            self.calls.append((method, given))
        trouble = self._trouble(method)
        response = await self._respond(request, method, given, trouble)
        self._record(
            {
                "call": method,
                "given": given,
                "result": _told(response),
                **({"trouble": trouble.kind} if trouble else {}),
            }
        )
        return response

    async def _respond(
        self, request: web.Request, method: str, given: Json, trouble: Trouble | None
    ) -> web.Response:
        if trouble and trouble.kind == "cut":
            return _cut(request)
        if trouble and trouble.kind == "nod":
            return web.json_response({"ok": True, "result": True})
        if trouble and trouble.kind == "garbage":
            return web.Response(text="<html>502 Bad Gateway</html>", status=502)
        try:
            if trouble and trouble.refusal:
                raise trouble.refusal
            result = await self._answer(method, given)
            if self.overlay and method in WRITES:
                result, self.overlay = self.overlay, None
        except Refusal as refusal:
            if self.foreign and method in self.unknown:
                return web.json_response({"detail": "Not Found"}, status=404)
            return _refused(refusal)
        return _cut(request) if trouble else web.json_response({"ok": True, "result": result})

    def _trouble(self, method: str) -> Trouble | None:
        first = self.troubles[0] if self.troubles and method in self.troubles[0].methods else None
        if first is None:
            return None
        first.after -= 1
        return self.troubles.popleft() if first.after < 0 else None

    async def _answer(self, method: str, given: Json) -> Any:
        own = {
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._set_webhook,
            "getWebhookInfo": self._webhook_info,
        }
        does = own.get(method) or getattr(self.methods, method, None)
        if does is None or method.startswith("_") or method in self.unknown:
            raise Refusal(404, "Not Found: method not found")
        if "sendRichMessage" in self.unknown:
            given.pop("rich_message", None)
        return await does(given)

    async def _get_updates(self, given: Json) -> list[Json]:
        if self.hook.url:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        if self._poller and not self._poller.done():
            self._poller.set_result("conflict")
        offset = int(given.get("offset") or 0)
        known = [one for one in self.updates if one["update_id"] < offset]
        self.confirmed = max([self.confirmed, *(one["update_id"] for one in known)])
        self.updates = [one for one in self.updates if one not in known]
        if not self.updates and not self.repeats:
            await self._wait(float(given.get("timeout") or 0))
        told, self.repeats = [*self.repeats, *self.updates], []
        return [one for one in told if _wanted(one, given.get("allowed_updates"))][:100]

    async def _wait(self, seconds: float) -> None:
        mine = self._poller = asyncio.get_running_loop().create_future()
        done, _ = await asyncio.wait({mine}, timeout=seconds)
        if done and mine.result() == "conflict":
            raise Refusal(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )

    async def _set_webhook(self, given: Json) -> bool:
        self.hook = Hook(
            given.get("url", ""), given.get("secret_token", ""), given.get("allowed_updates") or []
        )
        self._tell()
        return True

    async def _webhook_info(self, _: Json) -> Json:
        info: Json = {
            "url": self.hook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates),
        }
        if self.hook.error:
            info |= {"last_error_message": self.hook.error, "last_error_date": self.hook.error_at}
        return info

    async def file(self, request: web.Request) -> web.Response:
        found = [content for path, content in self.world.files.values() if path == request.match_info["path"]]
        if not found or request.match_info["token"] != TOKEN:
            raise web.HTTPNotFound()
        return web.Response(body=found[0])

    async def aclose(self) -> None:
        if self._delivering:
            self._delivering.cancel()
            await asyncio.gather(self._delivering, return_exceptions=True)
        self._wake()


@asynccontextmanager
async def serving() -> AsyncGenerator[BotApi]:
    """A server with an address."""
    api = BotApi()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/bot{token}/{method}", api.handle)
    app.router.add_get("/file/bot{token}/{path:.+}", api.file)
    async with listening(app, socket.create_server(("127.0.0.1", 0))) as api.address:
        try:
            yield api
        finally:
            await api.aclose()


@asynccontextmanager
async def listening(app: web.Application, door: socket.socket) -> AsyncGenerator[str]:
    """The address of a web application behind a socket that is bound already."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.SockSite(runner, door).start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        await runner.cleanup()


async def _given(request: web.Request) -> Json:
    """The arguments, however they were sent; files are their name and content."""
    if request.content_type == "application/json":
        return await request.json()
    form = {**request.query, **(await request.post())}
    return {key: _value(key, value) for key, value in form.items()}


def _value(key: str, value: Any) -> Any:
    if isinstance(value, web.FileField):
        return (value.filename, value.file.read())
    if key in _STRUCTURED:
        return json.loads(value)
    return {"true": True, "false": False}.get(value, value)


def _wanted(update: Json, allowed: list[str] | None) -> bool:
    return not allowed or any(kind in update for kind in allowed)


def _refused(refusal: Refusal) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.status)


def _told(response: web.Response) -> Any:
    """What an answer says, as a trace holds it: the ids of messages, or the refusal."""
    if not response.text or not response.text.startswith("{"):
        return None
    said: Json = json.loads(response.text)
    result: Any = said.get("result", {key: value for key, value in said.items() if key != "ok"})
    messages = cast("list[Json]", result if isinstance(result, list) else [result])
    ids = [one["message_id"] for one in messages if "message_id" in (one or ())] if result is not True else []
    return ids or cast("object", result)


def _cut(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()
