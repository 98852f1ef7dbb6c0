"""The interview's desk: what somebody wants of an interview, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from agents.kit.interviewing import machine, report, showing
from agents.kit.interviewing.accepting import accept
from agents.kit.interviewing.guide import guide_of
from agents.kit.interviewing.interviewee import Interviewee, interviewee
from agents.kit.interviewing.port import Interviews
from agents.kit.interviewing.talking import Talk, challenged, deepened, next_asked, questioned
from agents.kit.interviewing.themes import Told
from agents.kit.interviewing.wish import Wish, understand
from agents.kit.persona.person import Person
from agents.kit.persona.roster import Roster, roster
from agents.types import AgentResult, Ask
from config.interview import interview_words
from memory.interview import NewSession, Session
from memory.types import Thread

INTERVIEWING = "interview"
"""The verb with which the road sends words of a running interview's thread here."""


async def interview(ask: Ask) -> AgentResult | None:
    """What the words do to an interview; None where they are about none. Raises NotYours."""
    if ask.interviews is None or not ask.context.turns:
        return None
    desk = _Desk(ask, ask.interviews, ask.context.turns[-1].thread)
    return await desk.heard(understand(ask.command.rest))


@dataclass(frozen=True, slots=True)
class _Desk:
    ask: Ask
    port: Interviews
    thread: Thread

    @property
    def commanded(self) -> bool:
        return self.ask.text.lstrip()[:1] in {"/", "!"}

    async def heard(self, wish: Wish | None) -> AgentResult | None:
        here = await self.port.in_thread(self.thread)
        if wish and wish.explicit and not self._asks_about_one(wish, here):
            return await self._done(wish, here)
        if here is None or not here.open:
            return await self._without(wish, here)
        if self.commanded:
            return await self._done(wish, here) if wish else None
        if not self.port.owns(here):
            return showing.told_only("elsewhere", self.ask.locale, name=here.name)
        if wish and wish.verb != "begin":
            return await self._done(wish, here)
        if here.state == "paused":
            return showing.paused(here, self.ask.locale)
        return await questioned(await self._talk(here), self.ask.command.rest)

    def _asks_about_one(self, wish: Wish, here: Session | None) -> bool:
        """Whether the word interview stands in a question to the persona."""
        running = here is not None and here.state == "running" and not self.commanded
        return running and wish.verb == "begin" and bool(wish.rest) and not self._people().named(wish.rest)

    async def _without(self, wish: Wish | None, here: Session | None) -> AgentResult | None:
        """The thread has no open interview."""
        if wish and wish.verb == "accept" and here:
            return await accept(self.ask, self.port, wish, here)
        if here and wish is None and not self.commanded and self.ask.text.rstrip().endswith("?"):
            return showing.ended(here, self.ask.locale)
        if self.ask.command.verb != INTERVIEWING:
            return None
        if self._people().named(self.ask.command.rest):
            return await self._begin(Wish("begin", self.ask.command.rest))
        mine = await self.port.mine()
        if not mine:
            return None
        resume = interview_words()("button.resume", self.ask.locale)
        return showing.told_only(
            "moved", self.ask.locale, showing.resume(mine[0], self.ask.locale), resume=resume
        )

    async def _done(self, wish: Wish, here: Session | None) -> AgentResult:
        if wish.verb == "begin":
            return await self._begin(wish)
        if wish.verb == "accept":
            return await accept(self.ask, self.port, wish, here)
        session = await self._meant(wish, here)
        if isinstance(session, AgentResult):
            return session
        if wish.verb == "resume":
            return await self._resume(session)
        if wish.verb == "wrap":
            return await self._wrap(session)
        if wish.verb in ("pause", "status", "guide") or session.state == "paused":
            return await self._rested(wish, session)
        return await self._moved(wish, session)

    async def _rested(self, wish: Wish, session: Session) -> AgentResult:
        if wish.verb == "pause":
            moved = await self.port.change(session.id, partial(machine.paused, now=self.ask.now))
            return showing.paused(moved, self.ask.locale)
        if wish.verb in ("status", "guide"):
            return showing.guided(session, self.ask.locale)
        return showing.paused(session, self.ask.locale)

    async def _moved(self, wish: Wish, session: Session) -> AgentResult:
        match wish.verb:
            case "skip":
                topic = machine.next_topic(session)
                line = interview_words()(
                    "skipped", self.ask.locale, question=topic.question if topic else "–"
                )
                return await self._stepped(session, machine.skipped, line)
            case "phase":
                line = interview_words()("skipped.phase", self.ask.locale)
                return await self._stepped(session, machine.phase_skipped, line)
            case "deeper":
                return await deepened(await self._talk(session))
            case "challenge":
                return await challenged(await self._talk(session))
            case "ask":
                return await questioned(await self._talk(session), wish.rest)
            case _:
                return await next_asked(await self._talk(session))

    async def _stepped(self, session: Session, step: Callable[..., Session], line: str) -> AgentResult:
        moved = await self.port.change(session.id, partial(step, now=self.ask.now))
        return showing.moved_on(moved, line, self.ask.locale)

    async def _meant(self, wish: Wish, here: Session | None) -> Session | AgentResult:
        """The session that a command is about: of the persona named, of this thread, or the only one."""
        mine = await self.port.mine()
        named = self._people().named(wish.rest) or ()
        called = {one.slug for one in named} | {wish.rest.strip()}
        by_name = [
            one for one in mine if wish.rest and (one.persona in called or one.name == wish.rest.strip())
        ]
        if by_name:
            return by_name[0]
        if here and here.open and self.port.owns(here):
            return here
        return mine[0] if len(mine) == 1 else showing.which(mine, self.ask.locale)

    async def _begin(self, wish: Wish) -> AgentResult:
        people = self._people()
        found = self._person(people, wish.rest)
        if found is None or found.output is None:
            listed = [(one.slug, one.name) for one in people.people]
            return showing.whom(listed, self.ask.locale, wish.rest)
        open_ = next((one for one in await self.port.mine() if one.persona == found.slug), None)
        if open_ and not wish.fresh:
            return await self._resume(open_)
        persona = interviewee(found.output, self.ask.locale)
        guide = guide_of(self.ask, persona)
        new = NewSession(persona.slug, persona.name, persona.output, self.thread, self.ask.locale, guide)
        return showing.begun(await self.port.begin(new), persona, self.ask.locale)

    def _person(self, people: Roster, text: str) -> Person | None:
        if not text:
            return people.people[0] if len(people.people) == 1 else None
        named = people.named(text)
        return named[0] if named else people.called(text) or next(iter(people.of_group(text)), None)

    async def _resume(self, session: Session) -> AgentResult:
        move = partial(machine.resumed, now=self.ask.now, thread=self.thread)
        moved = await self.port.change(session.id, move)
        history = await self.port.history(session.persona)
        turns = [one for one in history if one.session == session.id and one.based_on]
        return showing.resumed(moved, turns[-1] if turns else None, self.ask.locale)

    async def _wrap(self, session: Session) -> AgentResult:
        told = await self._told(session)
        subject = report.subject_of(session)
        move = partial(machine.done, now=self.ask.now, result=subject)
        ended = await self.port.change(session.id, move)
        if not told.turns:
            return showing.told_only("ended", self.ask.locale, verb=showing.DONE, name=session.name)
        made = report.draft(self.ask, replace(told, session=ended))
        return report.result(made.body, self.ask.locale, (made,), subject)

    async def _told(self, session: Session) -> Told:
        history = await self.port.history(session.persona)
        turns = tuple(one for one in history if one.session == session.id)
        return Told(session, turns, history, self._interviewee(session), self.ask.locale)

    async def _talk(self, session: Session) -> Talk:
        history = await self.port.history(session.persona)
        return Talk(self.ask, self.port, session, self._interviewee(session), history)

    def _interviewee(self, session: Session) -> Interviewee | None:
        found = next((one for one in self._people().everybody if one.slug == session.persona), None)
        return interviewee(found.output, self.ask.locale) if found and found.output else None

    def _people(self) -> Roster:
        return roster(self.ask)
