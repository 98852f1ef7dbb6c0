"""Files of reviews, survey answers and customers: counted, and kept as what personas are calibrated by."""

from agents.kit.persona.voicing import voice_in
from bot.house import House
from config.errors import Locale, StratumError
from memory.store import outputs
from memory.store.entrance import Entrance
from memory.types import Output


class NoVoices(StratumError):
    """{name!r} has no column of reviews, answers or customers that is known, or no rows. A column called `review`,
    or two such as `age` and `channel`, are enough.

    ko: {name!r} 파일에 아는 열(리뷰, 답변, 고객 정보)이나 행이 없습니다. `리뷰` 열 하나, 또는 `연령대`와 `유입경로`처럼
    두 열이면 됩니다.
    """


async def keep_voices(
    name: str, text: str, entrance: Entrance, house: House, locale: Locale
) -> Output | None:
    """The counts of a table, stored as the next version under the file's name; None where it tells of no customers."""
    draft = voice_in(name, text, locale)
    if draft is None:
        return None
    async with house.database.writing(entrance.access) as unit:
        return await outputs.save(unit, draft)
