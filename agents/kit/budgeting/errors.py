"""What can go wrong with a budget's figures."""

from config.errors import Misused, Refused, StratumError


class NoNumpy(StratumError):
    """This needs the numbers extra: pip install 'stratum[numbers]'. The other models work without it.

    ko: 이 계산에는 numbers 추가 기능이 필요합니다: pip install 'stratum[numbers]'. 다른 모델은 그대로 쓸 수 있습니다.
    """


class ManyChannels(StratumError):
    """These paths have {count} different channels; the chain takes up to {limit}. Group small ones and try again.

    ko: 경로에 채널이 {count}개 있습니다. 마르코프 모델은 {limit}개까지 계산합니다. 작은 채널을 묶어 다시 시도해 주세요.
    """


class UnknownModel(Misused):
    """There is no model {name!r}. There are: {known}.

    ko: {name!r}(이)라는 모델은 없습니다. 쓸 수 있는 모델: {known}
    """


class FiguresRefused(Refused):
    """You may not read figures here. Ask an owner or admin for a role that may.

    ko: 이곳의 수치를 볼 권한이 없습니다. 소유자나 관리자에게 권한이 있는 역할을 요청하세요.
    """
