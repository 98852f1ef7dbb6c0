"""What can go wrong when people work together. The docstring of a class is what the user reads."""

from config.errors import Misused, Refused


class FourEyes(Refused):
    """You asked for this approval yourself, so somebody else decides: {names}.

    ko: 직접 요청하신 승인이라 다른 분이 결정해야 합니다: {names}
    """


class Blocked(Refused):
    """{title} does not pass its brand check, so it is not put up for approval.
    Mend what is marked first: `content fix`.

    ko: {title:은} 브랜드 검수를 통과하지 못해 승인을 요청할 수 없습니다.
    `콘텐츠 고치기`로 표시된 곳을 먼저 고쳐 주세요.
    """


class SoleEyes(Refused):
    """An approval takes a second person: who asks does not approve. You are the only one here who may, so either invite
    somebody (`invite`), or approve it alone with `approve alone {id}`. That is written down as approved without a
    second person.

    ko: 승인은 두 사람이 함께합니다. 요청한 사람은 승인하지 않습니다. 지금은 승인할 수 있는 분이 대표님뿐이므로 `초대`로
    다른 분을 초대하시거나 `/승인 단독 {id}`로 혼자 승인하실 수 있습니다. 이때는 두 번째 확인 없이 승인되었다고
    기록됩니다.
    """


class NotSole(Refused):
    """Others here may approve, so nobody approves alone: {names}.

    ko: 승인할 수 있는 다른 분이 있어 혼자 승인할 수 없습니다: {names}
    """


class OtherAsked(Refused):
    """{name} was asked for this decision, and only {name} takes it.

    ko: 이 승인은 {name:이} 요청받았으므로 {name}만 결정할 수 있습니다.
    """


class NotApprover(Refused):
    """{name} may not approve this here. These may: {names}.

    ko: {name:은} 여기서 승인할 수 없습니다. 승인할 수 있는 분: {names}
    """


class NobodyCalled(Misused):
    """Nobody at this place is called {name!r}. `team` lists who is.

    ko: 이곳에 {name!r}(이)라는 분이 없습니다. `팀`으로 확인하세요.
    """


class NoOutput(Misused):
    """Which result do you mean? Give its id, or what it is, such as `swot`. `stratum output list` shows all of them.

    ko: 어떤 결과물입니까? 아이디나 `swot` 같은 종류를 적어 주세요. 모두 보려면 `stratum output list`를 쓰세요.
    """


class NoDay(Misused):
    """{value!r} is no day that I can read. Write `due Friday`, `due 12 December` or `due 2026-12-12`.

    ko: {value!r}: 날짜로 읽을 수 없습니다. `기한 금요일`, `기한 12월 12일`, `기한 2026-12-12`처럼 적어 주세요.
    """


class NoReason(Misused):
    """A reason is needed, so that the next round can be better.

    ko: 다음 차수에서 고칠 수 있도록 이유가 필요합니다.
    """


class NoPath(Misused):
    """There is no part {path!r} in {title}. Parts are named as in `items.S1.statement`.

    ko: {title}에 {path!r} 부분이 없습니다. `items.S1.statement`처럼 적어 주세요.
    """
