"""What can go wrong with a language model; what needs no model is delivered all the same."""

from config.errors import Locale, StratumError
from config.wording import words


class ModelError(StratumError):
    """The language model did not answer.

    ko: 언어 모델이 답하지 않았습니다.
    """

    def __init__(self, reason: str = "", **facts: object) -> None:
        self.reason = reason
        """Why, as a key of config/words/models.toml; it is said after the message."""
        super().__init__(**facts)

    def say(self, locale: Locale) -> str:
        message = super().say(locale)
        return f"{message} ({words('models')(self.reason, locale, **self.facts)})" if self.reason else message


class NoModel(ModelError):
    """No language model is connected. Set ANTHROPIC_API_KEY or GEMINI_API_KEY, or name a server of your own:
    STRATUM_MODEL=local:MODEL@ADDRESS.

    ko: 연결된 언어 모델이 없습니다. ANTHROPIC_API_KEY나 GEMINI_API_KEY를 넣거나, 직접 운영하는 서버를
    STRATUM_MODEL=local:모델@주소로 설정하세요.
    """


class KeyRefused(ModelError):
    """{vendor} refuses the key in {key}. Replace it and start Stratum again; until then all is computed.

    ko: {vendor}에서 {key}의 키를 거부했습니다. 키를 바꾸고 Stratum을 다시 시작하세요. 그때까지는
    모두 계산으로 답합니다.
    """


class BudgetUsedUp(ModelError):
    """This month's budget for language models does not allow this call: {used} of {limit} {currency} are used
    or held, and it may cost {estimate}. All is computed until next month, or the owner raises the budget.

    ko: 이번 달 언어 모델 예산으로는 이 호출을 할 수 없습니다. 사용·예약 {used} {currency}, 한도 {limit},
    이번 호출 최대 {estimate}입니다. 다음 달이 되거나 소유자가 예산을 늘릴 때까지 모두 계산으로 답합니다.
    """


class ModelFailed(ModelError):
    """{vendor} did not answer. What needs no model is here; ask again later for the rest.

    ko: {vendor}에서 답하지 않았습니다. 모델 없이 되는 부분은 드렸습니다. 나머지는 나중에 다시 요청해 주세요.
    """


class BrokenAnswer(ModelError):
    """{vendor} answered, but the answer cannot be used. What needs no model is here.

    ko: {vendor}에서 온 답을 쓸 수 없습니다. 모델 없이 되는 부분은 드렸습니다.
    """
