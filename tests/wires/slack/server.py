"""Slack on the loopback: the Web API, uploads, response addresses and installs, over HTTP; every call is kept."""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from aiohttp import web

from tests.wires.slack.methods import Failed, Methods
from tests.wires.slack.socket import Sockets
from tests.wires.slack.workspace import SCOPES, Grant, Json, Workspace

Trouble = Literal["throttled", "broken", "dropped", "lost", "refused", "html"]
_WRITES = ("chat.", "views.publish", "files.completeUploadExternal")
_JSON_ONLY = {"views.open", "views.publish", "chat.postMessage", "chat.update"}


@dataclass
class Fate:
    """What becomes of a call: a 429, a 503, a connection that is dropped after or before the work, a refusal."""

    trouble: Trouble
    seconds: float = 0.0
    error: str = ""
    method: str = ""
    """Whose; empty is the next write."""


@dataclass
class Call:
    method: str
    sent: Json
    token: str
    answer: Json = field(default_factory=dict[str, Any])


class Server:
    """A workspace and the wires to it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.methods = Methods(workspace)
        self.sockets = Sockets(self.methods.tickets)
        self.calls: list[Call] = []
        self.fates: deque[Fate] = deque()
        self.hangs: dict[str, asyncio.Event] = {}
        """Methods that are never answered; the event tells that one of them was called."""
        self.codes: dict[str, Json] = {}
        self.skew = 0.0
        self.rotating = False
        self.telling = True
        """Whether an answer says what its token may do."""

    @property
    def address(self) -> str:
        return self.methods.address

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"

    def sent(self, method: str) -> list[Json]:
        return [call.sent for call in self.calls if call.method == method]

    def application(self) -> web.Application:
        app = web.Application(client_max_size=50_000_000)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link/", self.sockets.serve)
        app.router.add_post("/upload/v1/{id}", self._upload)
        app.router.add_get("/files-pri/{id}", self._download)
        app.router.add_post("/actions/{id}", self._respond)
        app.router.add_get("/oauth/v2/authorize", self._authorize)
        return app

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        sent = await _sent(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip() or str(
            sent.pop("token", "")
        )
        fate = self._fate(method)
        call = Call(method, sent, token)
        self.calls.append(call)
        if method in self.hangs:
            self.hangs[method].set()
            await asyncio.Event().wait()
        if fate and fate.trouble == "lost":
            return _cut(request)
        if fate and fate.trouble != "dropped":
            return _troubled(fate)
        try:
            call.answer = deepcopy(await self._done(method, sent, token, request))
        except Failed as error:
            call.answer = error.answer
        if fate:
            return _cut(request)
        return web.json_response(call.answer, headers=self._headers(token))

    async def _done(self, method: str, sent: Json, token: str, request: web.Request) -> Json:
        if method == "oauth.v2.access":
            return self._oauth(sent, request)
        if method in _JSON_ONLY and request.content_type not in {
            "application/json",
            "application/x-www-form-urlencoded",
        }:
            raise Failed("invalid_form_data")
        return self.methods.answer(method, sent, token)

    def _fate(self, method: str) -> Fate | None:
        for fate in self.fates:
            if fate.method == method or (not fate.method and method.startswith(_WRITES)):
                self.fates.remove(fate)
                return fate
        return None

    def _headers(self, token: str) -> dict[str, str]:
        grant = self.workspace.grants.get(token)
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + self.skew))
        told = {"x-oauth-scopes": grant.scopes} if grant and self.telling else {}
        return {"Date": date, "x-slack-req-id": "abc"} | told

    async def _upload(self, request: web.Request) -> web.Response:
        upload = self.workspace.uploads[request.match_info["id"]]
        upload.content = await request.read()
        return web.Response(text=f"OK - {len(upload.content)}")

    async def _download(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        upload = self.workspace.uploads.get(request.match_info["id"])
        if token not in self.workspace.grants:
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        if upload is None:
            return web.Response(status=404)
        return web.Response(body=upload.content, content_type=upload.media)

    async def _respond(self, request: web.Request) -> web.Response:
        """Five uses in half an hour."""
        left = self.workspace.urls.get(request.path, 0)
        if left <= 0:
            return web.Response(status=404, text="used_url")
        self.workspace.urls[request.path] = left - 1
        self.workspace.whispers.append(await request.json())
        return web.Response(text="ok")

    def respond_url(self, uses: int = 5) -> str:
        path = f"/actions/{next(self.workspace.numbers)}"
        self.workspace.urls[path] = uses
        return self.address + path

    async def _authorize(self, request: web.Request) -> web.Response:
        """Somebody agrees: the browser goes back with a code."""
        query = request.query
        code = f"code-{next(self.workspace.numbers)}"
        self.codes[code] = {"client_id": query["client_id"], "scope": query["scope"]}
        back = urlencode({"code": code, "state": query["state"]})
        raise web.HTTPFound(f"{query['redirect_uri']}?{back}")

    def _oauth(self, sent: Json, request: web.Request) -> Json:
        client = sent.get("client_id") or _basic(request)
        if not client:
            raise Failed("invalid_client_id")
        if sent.get("grant_type") == "refresh_token":
            known = self.workspace.refreshes.pop(str(sent.get("refresh_token")), None)
            if known is None:
                raise Failed("invalid_refresh_token")
            return self._granted(self.workspace.grants[known].scopes)
        asked = self.codes.pop(str(sent.get("code")), None)
        if asked is None:
            raise Failed("invalid_code")
        return self._granted(asked["scope"])

    def _granted(self, scopes: str) -> Json:
        number = next(self.workspace.numbers)
        token = f"{'xoxe.' if self.rotating else ''}xoxb-{number}-installed"
        self.workspace.grants[token] = Grant(
            self.workspace.team, self.workspace.bot_user, self.workspace.bot_id, scopes=scopes or SCOPES
        )
        answer: Json = {
            "ok": True, "access_token": token, "token_type": "bot", "scope": scopes,
            "bot_user_id": self.workspace.bot_user, "app_id": self.workspace.app_id,
            "team": {"id": self.workspace.team, "name": "Studio"}, "enterprise": None,
            "authed_user": {"id": self.workspace.user}, "is_enterprise_install": False,
        }  # fmt: skip
        if self.rotating:
            refresh = f"xoxe-1-{number}"
            self.workspace.refreshes[refresh] = token
            answer |= {"refresh_token": refresh, "expires_in": 43_200}
        return answer


def _basic(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Basic ")


async def _sent(request: web.Request) -> Json:
    """What was sent, from a JSON body, a form or the address; complex values of a form are JSON texts."""
    sent: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        return sent | (json.loads(body) if body else {})
    form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return {name: _unpacked(value) for name, value in (sent | form).items()}


def _unpacked(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _troubled(fate: Fate) -> web.Response:
    match fate.trouble:
        case "throttled":
            answer = {"ok": False, "error": "ratelimited"}
            return web.json_response(answer, status=429, headers={"Retry-After": f"{fate.seconds:.0f}"})
        case "broken":
            return web.Response(status=503, text="upstream connect error")
        case "html":
            return web.Response(status=404, text="<html>not here</html>", content_type="text/html")
        case _:
            return web.json_response({"ok": False, "error": fate.error})


def _cut(request: web.Request) -> web.StreamResponse:
    """Drops the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


@asynccontextmanager
async def serving(workspace: Workspace) -> AsyncIterator[Server]:
    """A server on a free port of the loopback."""
    server = Server(workspace)
    runner = web.AppRunner(server.application(), shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    server.methods.address = f"http://127.0.0.1:{port}"
    try:
        yield server
    finally:
        await server.sockets.aclose()
        await runner.cleanup()
        await asyncio.sleep(0)
