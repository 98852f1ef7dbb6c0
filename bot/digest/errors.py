"""What can go wrong with digests. The docstring of a class is what the user reads, in both languages."""

from config.errors import Misused, Refused


class UnreadPlan(Misused):
    """I do not understand {word!r}. Say days and a time, such as `weekdays 09:00`, `mon,thu 17:30` or `weekly learnt 09:00`; further `zone=Europe/London`, `quiet=22:00-07:00`, `dm`.

    ko: {word:을} 알아듣지 못했습니다. `평일 09:00`, `월,목 17:30`, `매주 배운것 09:00`처럼 요일과 시각을 적어 주세요. `zone=Asia/Seoul`, `quiet=22:00-07:00`, `dm`도 쓸 수 있습니다.
    """  # noqa: E501 - users read it in one line


class UnknownZone(Misused):
    """{zone!r} is no time zone. Use an IANA name, such as Asia/Seoul or Europe/London.

    ko: {zone!r}: 없는 시간대입니다. Asia/Seoul, Europe/London 같은 IANA 이름을 쓰세요.
    """


class NowhereToSend(Misused):
    """A console cannot be written to later. Say where: in the channel itself, or `stratum digest add {scope} --channel PLATFORM WORKSPACE CHANNEL` or `--dm PLATFORM`.

    ko: 콘솔로는 나중에 보낼 수 없습니다. 보낼 채널에서 말씀하시거나 `stratum digest add {scope} --channel PLATFORM WORKSPACE CHANNEL` 또는 `--dm PLATFORM`으로 정해 주세요.
    """  # noqa: E501 - users read it in one line


class NoAccountThere(Misused):
    """{name!r} has no {platform} account here that a direct message could go to. Link it first: `/start` in {platform}.

    ko: {name}에게 개인 메시지를 보낼 {platform} 계정이 연결되어 있지 않습니다. {platform}에서 `/start`로 먼저 연결하세요.
    """  # noqa: E501 - users read it in one line


class ChannelElsewhere(Refused):
    """That channel does not work on this place, so nothing of it is posted there. Link the channel first (`stratum bind`), or have the digest as a direct message.

    ko: 그 채널은 이곳에 연결되어 있지 않아 여기 내용을 보낼 수 없습니다. 먼저 채널을 연결하거나(`stratum bind`) 개인 메시지로 받으세요.
    """  # noqa: E501 - users read it in one line
