"""DBOS as the engine: on SQLite in one process, on PostgreSQL in any number. Its tables hold ids alone.

What a process was working on when it died is taken up by the others: each shows that it lives by a lease, and
whoever sees one that does not move any more resumes its work.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions, error

from bot.delivery.engine import EngineTrouble, Work
from bot.delivery.holding import Pace
from config.errors import StratumError
from memory.db import Database
from memory.store import leases
from memory.wal import OnlyProcess, wal_engine

log = logging.getLogger(__name__)
R = TypeVar("R")

QUEUE = "turns"
_NAME = "turn"
VERSION = "1"
"""Of the workflow, not of the program: it changes when what an old one has begun cannot be ended by a new one."""
_CLAIMED_END_SECONDS = 1
"""What is given to that which a queue has claimed just before it was told to end."""
_QUEUES_END_SECONDS = 60.0
"""A queue that claims something tells the database of it, which may be slow."""
_POLL_SECONDS = 0.05
_QUEUE_THREADS = "queue-worker-"
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
_KEPT = timedelta(hours=2)
"""How long what is done is known here, longer than in the spool."""
_SWEEP_BEATS = 30
_AT_A_TIME = 500
_LIVES = "works/"
"""The leases by which processes show that they live."""


class EngineTaken(StratumError):
    """Another process works on {path} already. With SQLite there is one; more of them need PostgreSQL.

    ko: 다른 프로세스가 이미 {path}(으)로 일하고 있습니다. SQLite에서는 하나만 실행할 수 있고, 여럿이면 PostgreSQL이
    필요합니다.
    """


class Dbos:
    """The engine of this process. DBOS has threads and an event loop of its own; the work is done in ours."""

    def __init__(self, url: str, database: Database, slots: int = 50, pace: Pace | None = None) -> None:
        self.owner = uuid4().hex
        self._pace = pace or Pace()
        self._url = url.replace("postgresql+asyncpg://", "postgresql://")
        self._database, self._slots = database, slots
        self._path = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
        self._only = OnlyProcess(self._path) if self._path else None
        self._engine = wal_engine(self._path) if self._path else None
        self._hands = ThreadPoolExecutor(4, "engine")
        self._dbos: DBOS | None = None
        self._reached: DBOSClient | None = None
        self._watch = self._pace.watch()
        self._living: asyncio.Task[None] | None = None

    async def start(self, work: Work) -> None:
        """Raises EngineTaken where another process works on the same SQLite file."""
        if self._only and not self._only.take():
            raise EngineTaken(path=self._path)
        await leases.beat(self._database, _LIVES + self.owner, self.owner)
        self._living = asyncio.create_task(self._live())
        await self._by_hand(self._launch, work, asyncio.get_running_loop())
        if self._path:
            await self._by_hand(self._resume_others)

    async def hand(self, event: str, conversation: str) -> None:
        options = EnqueueOptions(
            workflow_name=_NAME,
            queue_name=QUEUE,
            workflow_id=event,
            queue_partition_key=conversation,
            app_version=VERSION,
        )
        try:
            await self._by_hand(self._client.enqueue, options, event, conversation)
        except error.DBOSException as trouble:
            raise EngineTrouble(str(trouble)) from trouble

    async def alive(self, owner: str) -> bool:
        """As long as nobody has found it dead; with SQLite there is no other."""
        if self._path:
            return owner == self.owner
        return any(lease.holder == owner for lease in await leases.every(self._database, _LIVES + owner))

    async def living(self) -> int:
        return 1 if self._path else max(1, len(await leases.every(self._database, _LIVES)))

    async def drain(self, seconds: float) -> None:
        """What is not done by then is for others at once, without waiting until they find this process dead."""
        await self._by_hand(self._quiet)
        await self._by_hand(lambda: DBOS.destroy(workflow_completion_timeout_sec=max(1, round(seconds))))
        if self._reached:
            await self._by_hand(self._resume, self.owner)

    async def aclose(self) -> None:
        if self._living:
            self._living.cancel()
            await asyncio.gather(self._living, return_exceptions=True)
        await self._by_hand(self._quiet)
        await self._by_hand(
            lambda: DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=_CLAIMED_END_SECONDS)
        )
        if self._reached:
            await self._by_hand(self._reached.destroy)
        with suppress(StratumError):
            await leases.forget(self._database, _LIVES + self.owner)
        if self._engine:
            self._engine.dispose()
        if self._only:
            self._only.let_go()
        self._hands.shutdown(wait=False)

    async def _by_hand(self, call: Callable[..., R], *args: object) -> R:
        """Calls what blocks, in threads of this engine's own."""
        return await asyncio.get_running_loop().run_in_executor(self._hands, lambda: call(*args))

    def _launch(self, work: Work, loop: asyncio.AbstractEventLoop) -> None:
        async def turn(event: str, conversation: str) -> None:
            ours = asyncio.run_coroutine_threadsafe(_until_done(work, event, conversation), loop)
            await asyncio.wrap_future(ours)

        self._dbos = DBOS(config=self._config())
        DBOS.workflow(name=_NAME)(turn)
        DBOS.launch()
        _through_our_logs()
        DBOS.register_queue(
            QUEUE, partition_concurrency=1, worker_concurrency=self._slots, polling_interval_sec=_POLL_SECONDS
        )
        self._reached = self._connected()

    def _quiet(self) -> None:
        """Sees the queues end before DBOS closes the loop to which they hand what they have claimed."""
        for stop in self._dbos.background_thread_stop_events if self._dbos else ():
            stop.set()
        for thread in threading.enumerate():
            if thread.name.startswith(_QUEUE_THREADS):
                thread.join(_QUEUES_END_SECONDS)

    async def _live(self) -> None:
        """Shows that this process lives, from before it has started, which may take longer than others wait; finds
        those that do not, and forgets what is long done."""
        beats = 0
        while True:
            try:
                await leases.beat(self._database, _LIVES + self.owner, self.owner)
                if self._reached and not self._path:
                    await self._bury()
                beats += 1
                if self._reached and beats % _SWEEP_BEATS == 0:
                    await self._by_hand(self._sweep)
            except (StratumError, error.DBOSException) as trouble:
                log.warning("engine: %s", trouble)
            await asyncio.sleep(self._pace.beat)

    async def _bury(self) -> None:
        """Takes up the work of processes that have shown no life for long, one process at a time."""
        others = await leases.every(self._database, _LIVES)
        dead = [
            one for one in others if one.holder != self.owner and self._watch.still_for(one) > self._pace.take
        ]
        if not dead:
            return
        async with leases.alone(self._database, "bury") as alone:
            for lease in dead if alone else ():
                number = await self._by_hand(self._resume, lease.holder)
                log.warning("process %s is dead; %d of its events go on elsewhere", lease.holder, number)
        for lease in dead if alone else ():
            await leases.forget(self._database, lease.name)

    @property
    def _client(self) -> DBOSClient:
        if self._reached is None:
            raise EngineTrouble("the engine has not started")
        return self._reached

    def _resume(self, owner: str) -> int:
        """Puts what a process was working on back into the queue."""
        found = self._client.list_workflows(
            status="PENDING", executor_id=owner, load_input=False, load_output=False
        )
        return self._put_back([one.workflow_id for one in found])

    def _resume_others(self) -> None:
        """At the start of the only process everybody else is dead."""
        found = self._client.list_workflows(status="PENDING", load_input=False, load_output=False)
        self._put_back([one.workflow_id for one in found if one.executor_id != self.owner])

    def _put_back(self, ids: Sequence[str]) -> int:
        if ids:
            self._client.resume_workflows(list(ids), queue_name=QUEUE)
        return len(ids)

    def _sweep(self) -> None:
        before = (datetime.now(UTC) - _KEPT).isoformat()
        done = self._client.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            completed_before=before,
            limit=_AT_A_TIME,
            load_input=False,
            load_output=False,
        )
        if done:
            self._client.delete_workflows([one.workflow_id for one in done])

    def _config(self) -> DBOSConfig:
        config = DBOSConfig(
            name="stratum",
            system_database_url=self._url,
            executor_id=self.owner,
            application_version=VERSION,
            log_level="WARNING",
            serializer=DBOSPortableJSONSerializer(),
        )
        if self._engine is not None:
            config["system_database_engine"] = self._engine
        return config

    def _connected(self) -> DBOSClient:
        serializer = DBOSPortableJSONSerializer()
        if self._engine is not None:
            return DBOSClient(system_database_engine=self._engine, serializer=serializer)
        return DBOSClient(system_database_url=self._url, serializer=serializer, system_database_pool_size=2)


async def _until_done(work: Work, event: str, conversation: str) -> None:
    """What the work raises is what another attempt may mend."""
    wait = _FIRST_WAIT
    while True:
        try:
            return await work(event, conversation)
        except (StratumError, OSError) as trouble:
            log.warning("work on %s: %s", event, trouble)
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)


def _through_our_logs() -> None:
    """What it has to say goes where everything else goes."""
    logger = logging.getLogger("dbos")
    for handler in tuple(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = True


ENGINE = Dbos
