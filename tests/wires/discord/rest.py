"""The REST interface of the loopback Discord: its routes, its rate limits, and its troubles."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.wires.discord.payloads import APP, BOT, DM, GUILD, USER, Json, Refused
from tests.wires.discord.trace import Trace
from tests.wires.discord.world import Asked, Trouble, World

VERSION = "/api/v10"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Rest:
    def __init__(self, world: World, address: Callable[[], str]) -> None:
        self._world = world
        self._address = address
        self.limit = 1000
        """Calls in one bucket within `window` seconds."""
        self.window = 5.0
        self._buckets: dict[str, tuple[float, int]] = {}
        self.trace = Trace()

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._around], client_max_size=64 << 20)
        for method, path, handler in self._routes():
            app.router.add_route(method, f"{VERSION}{path}", handler)
        app.router.add_get("/attachments/{rest:.*}", self._file)
        return app

    def _routes(self) -> list[tuple[str, str, Handler]]:
        place, hook = "/channels/{channel}", "/webhooks/{app}/{token}"
        return [
            ("GET", "/users/@me", self._me),
            ("GET", "/users/@me/guilds", self._guilds),
            ("POST", "/users/@me/channels", self._direct),
            ("GET", "/guilds/{guild}", self._guild),
            ("GET", "/oauth2/applications/@me", self._application),
            ("GET", "/gateway/bot", self._gateway),
            ("GET", f"/applications/{APP}/commands", self._commands),
            ("PUT", f"/applications/{APP}/commands", self._register),
            ("POST", f"{place}/messages", self._create),
            ("GET", f"{place}/messages", self._history),
            ("PATCH", f"{place}/messages/{{message}}", self._edit),
            ("POST", f"{place}/messages/{{message}}/threads", self._thread),
            ("POST", f"{place}/typing", self._typing),
            ("POST", "/interactions/{id}/{token}/callback", self._callback),
            ("GET", f"{hook}/messages/@original", self._see_original),
            ("PATCH", f"{hook}/messages/@original", self._edit_original),
            ("POST", hook, self._followup),
        ]

    @web.middleware
    async def _around(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(VERSION):
            return await handler(request)
        path = request.path.removeprefix(VERSION)
        answer = await self._answer(request, path, handler)
        self.trace.call(request.method, path, request.get("sent"), answer.status)
        return answer

    async def _answer(self, request: web.Request, path: str, handler: Handler) -> web.StreamResponse:
        trouble = self._world.trouble(request.method, path)
        try:
            self._let_in(request, path)
            if trouble and trouble.kind != "drop":
                return await self._troubled(trouble)
            self._count(request.method, path)
            answer = await handler(request)
        except Refused as refused:
            return _json(refused.body, status=refused.status)
        except _TooMany as many:
            return _too_many(many.seconds, scope="user")
        if trouble and request.transport:
            request.transport.abort()
        answer.headers.update(self._left(request.method, path))
        return answer

    def _let_in(self, request: web.Request, path: str) -> None:
        by_token = path.startswith(("/webhooks/", "/interactions/", "/attachments/"))
        if not by_token and request.headers.get("Authorization") != f"Bot {self._world.token}":
            raise Refused(401, 0, "401: Unauthorized")

    async def _troubled(self, trouble: Trouble) -> web.StreamResponse:
        match trouble.kind:
            case "throttle":
                return _too_many(trouble.seconds, scope="global" if trouble.globally else "user")
            case "refuse":
                raise Refused(trouble.status, trouble.code, "refused")
            case "hang":
                await asyncio.sleep(trouble.seconds)
                return web.Response(status=504)
            case _:
                return _json({"message": "server error", "code": 0}, status=trouble.status)

    def _count(self, method: str, path: str) -> None:
        key, now = _bucket(method, path), time.monotonic()
        end, used = self._buckets.get(key, (0.0, 0))
        end, used = (now + self.window, 0) if now >= end else (end, used)
        if used >= self.limit:
            raise _TooMany(end - now)
        self._buckets[key] = (end, used + 1)

    def _left(self, method: str, path: str) -> dict[str, str]:
        end, used = self._buckets[_bucket(method, path)]
        after = max(end - time.monotonic(), 0.0)
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.limit - used),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": _bucket(method, path).encode().hex()[:16],
            "Via": "1.1 loopback",
        }

    async def _me(self, _request: web.Request) -> web.Response:
        return _json({**self._world.user(BOT), "verified": True, "mfa_enabled": False})

    async def _guilds(self, _request: web.Request) -> web.Response:
        about = {"id": GUILD, "name": "Studio", "permissions": self._world.permissions}
        return _json([{"id": GUILD} if self._world.terse else about])

    async def _direct(self, request: web.Request) -> web.Response:
        body, _ = await _body(request)
        if body["recipient_id"] != USER:
            raise Refused(400, 50033, "Invalid Recipient(s)")
        return _json(self._world.channels[DM])

    async def _guild(self, request: web.Request) -> web.Response:
        if request.match_info["guild"] != GUILD:
            raise Refused(404, 10004, "Unknown Guild")
        return _json(self._world.guilds()[0])

    async def _application(self, _request: web.Request) -> web.Response:
        team = {"id": APP, "name": "Stratum", "icon": None, "description": "", "bot_public": True}
        more = {"bot_require_code_grant": False, "verify_key": "0" * 64, "flags": self._world.flags}
        return _json({**team, **more, "owner": self._world.user(BOT), "bot": self._world.user(BOT)})

    async def _gateway(self, _request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 998, "reset_after": 1000, "max_concurrency": 1}
        said = {} if self._world.terse else limit
        return _json({"url": self._address(), "shards": 1, "session_start_limit": said})

    async def _commands(self, request: web.Request) -> web.Response:
        named = request.query.get("with_localizations") == "true"
        hidden = set() if named else {"name_localizations", "description_localizations"}
        shown = [{k: v for k, v in one.items() if k not in hidden} for one in self._world.commands]
        return _json(shown)

    async def _register(self, request: web.Request) -> web.Response:
        sent: list[Json] = await request.json()
        about = {"application_id": APP, "version": "1", "description": ""}
        self._world.commands = [{**about, **one, "id": str(place)} for place, one in enumerate(sent, start=1)]
        self._world.calls.append(("PUT", "/commands", sent))
        return _json(self._world.commands)

    async def _create(self, request: web.Request) -> web.Response:
        place = request.match_info["channel"]
        self._world.room(place)
        body, files = await _body(request)
        made = self._world.post(place, body, files)
        self._world.calls.append(("POST", "message", body))
        return _json({key: made[key] for key in ("id", "channel_id")} if self._world.terse else made)

    async def _history(self, request: web.Request) -> web.Response:
        place = request.match_info["channel"]
        self._world.room(place)
        kept = self._world.messages.get(place, [])
        after = int(request.query.get("after", 0))
        newer = [one for one in kept if int(one["id"]) > after]
        count = int(request.query.get("limit", 50))
        return _json(list(reversed(newer[:count] if after else newer[-count:])))

    async def _edit(self, request: web.Request) -> web.Response:
        place = request.match_info["channel"]
        self._world.room(place)
        body, files = await _body(request)
        found = self._world.find(place, request.match_info["message"])
        self._world.calls.append(("PATCH", "message", body))
        return _json(self._world.rewrite(found, body, files))

    async def _thread(self, request: web.Request) -> web.Response:
        body, _ = await _body(request)
        self._world.calls.append(("POST", "thread", body))
        made = self._world.open_thread(
            request.match_info["channel"], request.match_info["message"], body["name"]
        )
        return _json(made, status=201)

    async def _typing(self, request: web.Request) -> web.Response:
        place = request.match_info["channel"]
        self._world.room(place)
        self._world.typed.append(place)
        self._world.calls.append(("POST", "typing", None))
        return web.Response(status=204)

    async def _callback(self, request: web.Request) -> web.Response:
        asked = self._world.asked.get(request.match_info["token"])
        if asked is None or asked.age > self._world.lives:
            raise Refused(404, 10062, "Unknown interaction")
        if asked.answered:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        body, files = await _body(request)
        asked.answered, asked.kind = True, body["type"]
        data = body.get("data") or {}
        self._world.calls.append(("POST", f"callback {asked.kind}", data))
        said = self._answered(asked, data, files)
        return web.Response(status=204) if self._world.terse else _json(said)

    def _answered(self, asked: Asked, data: Json, files: dict[str, bytes]) -> Json:
        about = {
            "id": asked.data["id"],
            "type": asked.data["type"],
            "response_message_loading": asked.kind == 5,
        }
        resource: Json = {"type": asked.kind}
        match asked.kind:
            case 4:
                hidden = bool(int(data.get("flags") or 0) & 64)
                made = self._world.original(asked, hidden=hidden)
                resource["message"] = self._world.rewrite(made, data, files)
            case 5:
                resource["message"] = self._world.original(asked, loading=True)
            case 9:
                asked.modal = data
            case 8:
                asked.choices = data["choices"]
            case _:
                raise Refused(400, 50035, "Invalid Form Body")
        return {"interaction": about, "resource": resource}

    def _hooked(self, request: web.Request) -> Asked:
        asked = self._world.asked.get(request.match_info["token"])
        if asked is None or not asked.answered:
            raise Refused(404, 10015, "Unknown Webhook")
        if asked.age > self._world.stays:
            raise Refused(401, 50027, "Invalid Webhook Token")
        return asked

    async def _see_original(self, request: web.Request) -> web.Response:
        asked = self._hooked(request)
        return _json(self._world.find(asked.data["channel_id"], asked.original))

    async def _edit_original(self, request: web.Request) -> web.Response:
        asked = self._hooked(request)
        body, files = await _body(request)
        found = self._world.find(asked.data["channel_id"], asked.original)
        self._world.calls.append(("PATCH", "@original", body))
        return _json(self._world.rewrite(found, body, files))

    async def _followup(self, request: web.Request) -> web.Response:
        asked = self._hooked(request)
        body, files = await _body(request)
        self._world.calls.append(("POST", "followup", body))
        return _json(self._world.post(asked.data["channel_id"], body, files))

    async def _file(self, request: web.Request) -> web.Response:
        content = self._world.files.get(request.path)
        return web.Response(body=content) if content is not None else web.Response(status=404)


class _TooMany(Exception):
    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


def _too_many(seconds: float, scope: str) -> web.Response:
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": scope == "global"}
    headers = {"Retry-After": str(int(seconds + 0.999)), "X-RateLimit-Scope": scope, "Via": "1.1 loopback"}
    return _json(body, status=429, headers=headers)


def _json(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON as Discord sends it, its type without a charset."""
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def _bucket(method: str, path: str) -> str:
    parts = path.split("/")
    return f"{method} {'/'.join(parts[:3])} {len(parts)}"


async def _body(request: web.Request) -> tuple[Json, dict[str, bytes]]:
    """The payload and the files, whether they came as JSON or as a multipart form."""
    if not request.content_type.startswith("multipart/"):
        request["sent"] = await request.json()
        return request["sent"], {}
    form: Any = await request.post()
    files = {one.filename: one.file.read() for name, one in form.items() if name.startswith("files[")}
    request["sent"] = json.loads(form["payload_json"])
    return request["sent"], files
