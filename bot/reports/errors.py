"""What can go wrong with reports. The docstring of a class is what the user reads, in both languages."""

from config.errors import Misused, Refused


class NoReport(Misused):
    """There is no report here yet. Make one first: `/report weekly` or `/report monthly`.

    ko: 아직 리포트가 없습니다. 먼저 `/리포트 주간` 또는 `/리포트 월간`으로 만들어 주세요.
    """


class OldReport(Refused):
    """{title!r} v{version} is not the newest version any more. Send the newest one.

    ko: {title:은} v{version}보다 새 버전이 있습니다. 최신 버전을 보내 주세요.
    """


class NoClientChannel(Misused):
    """No channel here is open to the client, so there is nowhere to send it. Link one and mark it for the client (`/bind safe`), or send the file yourself: `/export report pdf client`.

    ko: 광고주와 함께 쓰는 채널이 연결되어 있지 않아 보낼 곳이 없습니다. 채널을 연결해 `/bind safe`로 표시하시거나 `/내보내기 report pdf 광고주용`으로 파일을 받아 직접 보내 주세요.
    """  # noqa: E501 - users read it in one line


class UnreadTerms(Misused):
    """I do not understand {word!r}. Say rates such as `markup 15% vat 10%`, `meta 10%` for a platform with a mark-up of its own (`meta general` ends it), and whether reported spend is `net` or `gross` where its files do not tell.

    ko: {word:을} 알아듣지 못했습니다. `수수료 15% 부가세 10%`처럼 적어 주세요. 수수료가 다른 매체는 `메타 10%`처럼, 다시 같게 하려면 `메타 기본`이라고 덧붙입니다. 파일로 알 수 없는 광고비는 `보고 별도` 또는 `보고 포함`으로 정합니다.
    """  # noqa: E501 - users read it in one line


class UnreadCourse(Misused):
    """I do not understand {word!r}. Say `weekly mon 09:00` or `monthly 09:00`; further `zone=Europe/London`, `country=GB`.

    ko: {word:을} 알아듣지 못했습니다. `주간 월요일 09:00` 또는 `월간 09:00`처럼 적어 주세요. `zone=Asia/Seoul`, `country=KR`도 쓸 수 있습니다.
    """  # noqa: E501 - users read it in one line


class NoSuchTemplate(Misused):
    """No template of this format ({kind}) is kept at exactly this place.

    ko: 바로 이곳에 저장된 {kind} 양식이 없습니다.
    """


class TemplateGone(Misused):
    """That file is not here any more; send it again.

    ko: 그 파일은 더 이상 보관되어 있지 않습니다. 다시 보내 주세요.
    """
