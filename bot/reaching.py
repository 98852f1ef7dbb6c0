"""What an agent may reach from where it is asked: one port for each kind of knowledge, none asked unless used."""

from dataclasses import replace

from agents.types import Ask
from bot.given import PlaceGiven
from bot.house import House
from bot.interviews import PlaceInterviews
from bot.learning.recollection import PlaceMemory
from memory.store.entrance import Entrance
from memory.types import Message


def reaching(ask: Ask, house: House, entrance: Entrance, message: Message | None) -> Ask:
    """The ask with its ports, each as the one who speaks, at the place of the message."""
    return replace(
        ask,
        memory=PlaceMemory(house, entrance, message),
        given=PlaceGiven(house, entrance),
        interviews=PlaceInterviews(house, entrance),
    )
