"""What can go wrong with a connection. The docstring of a class is what the user reads, in both languages."""

from config.errors import Misused, StratumError


class AccessDenied(StratumError):
    """{platform} does not accept the credentials (any more): {said} Make new ones there and run `stratum connect`
    again. {trace}

    ko: {platform}에서 자격 증명을 받아 주지 않습니다: {said} 매체에서 새로 발급해 `stratum connect`를 다시 실행하세요.
    {trace}
    """


class PlatformBusy(StratumError):
    """{platform} wants to be left alone for {wait}: {said} Nothing of this account was stored; run it again later.
    {trace}

    ko: {platform} 호출 한도에 걸렸습니다(대기 {wait}): {said} 이 계정은 저장하지 않았습니다. 나중에 다시 실행하세요.
    {trace}
    """


class VersionSunset(StratumError):
    """{platform} has switched off version {version} of its interface. Update Stratum; nothing was read. {trace}

    ko: {platform} API {version} 버전이 종료되었습니다. 스트라텀을 업데이트하세요. 아무것도 읽지 않았습니다. {trace}
    """


class PlatformFailed(StratumError):
    """{platform} answered with an error: {said} Nothing of this account was stored. {trace}

    ko: {platform}에서 오류로 답했습니다: {said} 이 계정은 저장하지 않았습니다. {trace}
    """


class PlatformUnreached(StratumError):
    """{platform} cannot be reached: {said}. Check the network and try again.

    ko: {platform}에 연결하지 못했습니다: {said}. 네트워크를 확인하고 다시 시도하세요.
    """


class NotConnectable(Misused):
    """There is no live connection to {name!r}. There is one to: {known}. For others use `stratum import metrics`.

    ko: {name!r}에는 직접 연결할 수 없습니다. 연결할 수 있는 매체: {known}. 그 밖에는 `stratum import metrics`를 쓰세요.
    """


class NoLevel(Misused):
    """{platform} cannot be read by {level!r}. It can be by: {known}.

    ko: {platform:은} {level!r} 단위로 읽을 수 없습니다. 읽을 수 있는 단위: {known}.
    """


class MissingKeys(Misused):
    """To connect {platform}, set {missing} in the environment, or give a file of them with --credentials. Keys are
    never taken in chat or on the command line.

    ko: {platform} 연결에는 환경 변수 {missing}이(가) 필요합니다. --credentials 파일로 줄 수도 있습니다. 키는 채팅이나
    명령줄로 받지 않습니다.
    """


class UnsafeCredentials(Misused):
    """Others can read {path!r}. Run `chmod 600 {path}` and try again.

    ko: 다른 사용자도 {path!r} 파일을 읽을 수 있습니다. `chmod 600 {path}`를 실행한 뒤 다시 시도하세요.
    """


class BadCredentials(Misused):
    """{path!r} cannot be read: {detail}. It is a JSON object or lines of NAME=VALUE, with the names {names}.

    ko: {path!r} 파일을 읽을 수 없습니다: {detail}. JSON 객체나 이름=값 줄로 쓰고, 이름은 {names}입니다.
    """


class NoAccounts(StratumError):
    """The credentials for {platform} are good, but no account can be read with them. Give them access to one there.

    ko: {platform} 자격 증명은 유효하지만 읽을 수 있는 계정이 없습니다. 매체에서 계정 권한을 주세요.
    """


class WhichAccount(Misused):
    """These credentials reach {count} accounts of {platform}. Choose with --account: {accounts}

    ko: {platform} 계정 {count}개에 접근할 수 있습니다. --account로 고르세요: {accounts}
    """


class UnknownAccount(Misused):
    """The credentials for {platform} do not reach the account {ref!r}. They reach: {accounts}

    ko: 이 {platform} 자격 증명으로는 {ref!r} 계정에 접근할 수 없습니다. 접근할 수 있는 계정: {accounts}
    """


class NotConnected(StratumError):
    """Nothing like that is connected at {scope!r} or below it. `stratum connect PLATFORM {scope}` connects
    an account.

    ko: {scope!r}와 그 아래에 그런 연결이 없습니다. `stratum connect 매체 {scope}`로 연결하세요.
    """


class WrongWindow(Misused):
    """The window ends before it begins: {since} to {until}.

    ko: 기간의 끝이 시작보다 앞섭니다: {since}~{until}.
    """


class NeedsAds(StratumError):
    """Live connections need an extra: pip install 'stratum[ads]'.

    ko: 매체 직접 연결에는 추가 구성이 필요합니다: pip install 'stratum[ads]'.
    """
