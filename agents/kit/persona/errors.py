"""What can go wrong with personas, in the user's words."""

from config.errors import StratumError


class WhichPersona(StratumError):
    """Which persona is meant? Name one of: {names}.

    ko: 어느 페르소나입니까? 이름을 말씀해 주십시오: {names}
    """


class UnknownAttribute(StratumError):
    """Which attribute is to change? For example: {known}.

    ko: 어느 속성을 바꿀까요? 예: {known}
    """


class UnfitAttribute(StratumError):
    """{value!r} does not fit {attribute}. Possible: {allowed}.

    ko: {value!r:은} {attribute}에 맞지 않습니다. 가능한 값: {allowed}
    """


class TooFewPersonas(StratumError):
    """That needs at least two personas; here: {known}.

    ko: 페르소나가 둘 이상 있어야 합니다. 있는 페르소나: {known}
    """


class NothingToTest(StratumError):
    """Give two wordings, parted by a vertical bar: /persona pretest Fresh bread by 7 | Bread for busy mornings

    ko: 두 문구를 세로줄로 나눠 주십시오. 예: /persona pretest 아침 7시 갓 구운 빵 | 바쁜 아침을 위한 빵
    """
