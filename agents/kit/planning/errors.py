"""What can be wrong with a wish about a plan."""

from config.errors import StratumError


class NoPlan(StratumError):
    """There is no plan here yet. Say `/plan`, and one is made of what is known.

    ko: 아직 계획이 없습니다. `/계획`이라고 하시면 알고 있는 내용으로 만들어 드립니다.
    """


class UnknownRow(StratumError):
    """There is no {ref} in this plan. It has {known}.

    ko: 이 계획에는 {ref:이} 없습니다. 있는 것: {known}.
    """


class UnknownTactic(StratumError):
    """No tactic or channel is called {name!r}. Nearest: {near}. `/plan tactics` lists all of them.

    ko: {name!r}: 없는 전술·채널입니다. 비슷한 것: {near}. `/계획 전술`이 모두 보여 줍니다.
    """


class PinnedTooMuch(StratumError):
    """The amounts fixed for rows come to {fixed}, which is more than the budget of {total}.
    Free one of them (`R1 budget auto`) or raise the budget.

    ko: 행에 고정하신 금액 합계가 {fixed}으로 예산 {total}보다 많습니다. 하나를 풀거나(`R1 예산 자동`)
    예산을 늘려 주세요.
    """


class UnprovedNumber(StratumError):
    """{number} stands in no proof of this row, so it may not stand in its message.
    Tell me where it comes from, or leave it out.

    ko: {number:은} 이 행의 근거 어디에도 없어서 메시지에 쓸 수 없습니다. 출처를 알려 주시거나 빼 주세요.
    """


class ForbiddenWord(StratumError):
    """{word!r} may not be used here: the guidelines of {source} say so.

    ko: {word!r:은} 쓸 수 없습니다. {source} 가이드라인의 금지어입니다.
    """
