"""Where an answer goes."""

from dataclasses import dataclass, replace

from bot.types import Heard


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in Slack, put together from what was heard; an unasked post is no part of a thread."""

    team: str
    enterprise: str
    channel: str
    thread_ts: str = ""
    since: str = ""
    """The message that is answered: what is posted is newer."""
    user: str = ""
    thread: str = ""
    """The house's own name of the thread, where it is not Slack's."""
    response_url: str = ""
    trigger: str = ""
    surface: str = ""

    @classmethod
    def of(cls, heard: Heard) -> "Spot":
        reach = heard.reach
        root = reach.get("thread_ts", "")
        return cls(
            team=reach.get("team") or heard.workspace,
            enterprise=reach.get("enterprise", ""),
            channel=heard.channel or (heard.account if heard.direct else ""),
            thread_ts=root,
            since=reach.get("ts") or heard.target,
            user=reach.get("user") or heard.account,
            thread=heard.thread if heard.thread != root else "",
            response_url=reach.get("response_url", ""),
            trigger=reach.get("trigger", ""),
            surface=reach.get("surface", ""),
        )

    @classmethod
    def unasked(cls, to: Heard) -> "Spot":
        """For a post that nobody asked for: in a thread only where one is named."""
        spot = replace(cls.of(to), response_url="", trigger="", surface="")
        return spot if to.thread else replace(spot, thread_ts="", thread="", since="")

    @property
    def place(self) -> str:
        """What Slack's limits are counted by."""
        return f"{self.team}:{self.channel}"
