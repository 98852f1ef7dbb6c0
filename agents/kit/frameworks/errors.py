"""What can go wrong when somebody corrects an output."""

from config.errors import Misused


class UnknownRecord(Misused):
    """There is no {record_id!r} in this output. There are: {ids}.

    ko: 이 결과에는 {record_id!r}이(가) 없습니다. 있는 것: {ids}
    """


class UnknownPlace(Misused):
    """{record_id!r} cannot be moved to {place!r}. Possible: {places}.

    ko: {record_id!r}을(를) {place!r}(으)로 옮길 수 없습니다. 가능한 곳: {places}
    """


class UnfitValue(Misused):
    """{english}

    ko: {korean}
    """
