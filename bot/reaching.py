"""What an agent may reach from where it is asked: one port for each kind of knowledge, none asked unless used."""

from dataclasses import replace

from agents.types import Ask
from bot import permissions
from bot.facts import PlaceFacts
from bot.given import PlaceGiven
from bot.house import House
from bot.interviews import PlaceInterviews
from bot.learning.recollection import PlaceMemory
from bot.teamwork.chores import PlaceTasks
from bot.types import Heard
from memory.store.entrance import Entrance
from memory.types import Message


def reaching(ask: Ask, house: House, entrance: Entrance, message: Message | None, heard: Heard) -> Ask:
    """The ask with its ports, each as the one who speaks, at the place of the message."""
    return replace(
        ask,
        memory=PlaceMemory(house, entrance, message),
        given=PlaceGiven(house, entrance),
        facts=PlaceFacts(house, entrance) if _may_read_facts(house, entrance) else None,
        interviews=PlaceInterviews(house, entrance),
        tasks=PlaceTasks(house, entrance, heard, ask.locale),
    )


def _may_read_facts(house: House, entrance: Entrance) -> bool:
    return permissions.can(entrance.access.actor, "metrics.fact.read", entrance.place, house.now()).allowed
