"""What can go wrong in memory. The docstring of a class is what the user reads, in both languages."""

from config.errors import Misused, Refused, StratumError, UnknownScope


class Duplicate(StratumError):
    """{name!r} exists here already. Choose another name, or use the one that exists.

    ko: 여기에는 이미 {name!r}이(가) 있습니다. 다른 이름을 쓰거나 있는 것을 사용하세요.
    """


class BadSlug(Misused):
    """{slug!r} cannot be a short name: use 1 to 64 small letters (Hangul too), digits and hyphens, such as
    {suggestion!r}.

    ko: {slug!r}은(는) 짧은 이름으로 쓸 수 없습니다. 한글, 영문 소문자, 숫자, 하이픈으로 1~64자를 쓰세요.
    예: {suggestion!r}
    """


class BadName(Misused):
    """A name needs 1 to 200 characters, and none of them may be a control character: {name!r}

    ko: 이름은 1~200자이고 제어 문자를 쓸 수 없습니다: {name!r}
    """


class BadText(Misused):
    """The text holds a character that cannot be stored ({what}). Save the file as UTF-8 text and try again.

    ko: 저장할 수 없는 문자({what})가 들어 있습니다. 파일을 UTF-8 텍스트로 저장한 뒤 다시 시도하세요.
    """


class WrongOrgType(Misused):
    """{slug!r} is of type {type}: an agency has clients with campaigns, an SME has campaigns of its own.

    ko: {slug!r}의 유형은 {type}입니다. 대행사(AGENCY)는 광고주 아래에, 중소기업(SME)은 바로 아래에 캠페인을
    둡니다.
    """


class WrongRole(Misused):
    """There is no role {role!r} in an organisation of type {type}. Roles: {roles}

    ko: {type} 조직에는 {role!r} 역할이 없습니다. 쓸 수 있는 역할: {roles}
    """


class UnknownUser(Refused):
    """{name!r} is nobody of this organisation. `stratum user add` adds people.

    ko: 이 조직에 {name!r} 사용자가 없습니다. `stratum user add`로 추가하세요.
    """


class UnknownEntrance(UnknownScope):
    """There is no {scope!r}, or {name!r} may not see it. `stratum org list` and `stratum user list` show what
    there is.

    ko: {scope!r}: 없는 곳이거나 {name!r} 사용자가 볼 수 없는 곳입니다. `stratum org list`와 `stratum user list`로
    확인하세요.
    """


class UnknownOutput(Refused):
    """There is no output {ref!r} here, or you may not see it. `stratum output list` shows what there is.

    ko: {ref!r}: 없는 결과물이거나 볼 수 없는 결과물입니다. `stratum output list`로 확인하세요.
    """


class AmbiguousOutput(Misused):
    """Several outputs begin with {ref!r}: {matches}. Give more of the id.

    ko: {ref!r}(으)로 시작하는 결과물이 여럿입니다: {matches}. 아이디를 더 길게 적어 주세요.
    """


class UnknownBinding(Refused):
    """This channel is not linked to anything yet. `stratum bind` links it.

    ko: 이 채널은 아직 연결되지 않았습니다. `stratum bind`로 연결하세요.
    """


class ChannelTaken(Refused):
    """This channel is already linked to another place. Unlink it there first.

    ko: 이 채널은 이미 다른 곳에 연결되어 있습니다. 먼저 그곳에서 연결을 푸세요.
    """


class NotYours(Refused):
    """This can be changed only at its own place, by somebody who belongs there.

    ko: 이 항목은 해당 위치의 권한이 있는 사람만 그 위치에서 바꿀 수 있습니다.
    """


class NotAllowed(Refused):
    """The database refused a statement that goes round the tenants' walls.

    ko: 격리를 우회하는 문장이므로 데이터베이스가 거절했습니다.
    """


class StorageFailed(StratumError):
    """The database {url} could not be used: {detail}. Check that its folder exists and can be written to,
    or set STRATUM_HOME.

    ko: 데이터베이스 {url}을(를) 사용할 수 없습니다: {detail}. 폴더가 있고 쓸 수 있는지 확인하거나
    STRATUM_HOME을 바꾸세요.
    """


class ReadOnlyHome(StorageFailed):
    """{url} cannot be written to: {detail}. Give yourself write permission there, or set STRATUM_HOME to
    another folder.

    ko: {url}에 쓸 수 없습니다: {detail}. 쓰기 권한을 주거나 STRATUM_HOME을 다른 폴더로 바꾸세요.
    """


class DiskFull(StorageFailed):
    """The disk under {url} is full; nothing of this was saved. Make room and try again.

    ko: {url}이(가) 있는 디스크가 가득 찼습니다. 이번 작업은 저장되지 않았습니다. 공간을 비운 뒤 다시
    시도하세요.
    """


class CorruptDatabase(StorageFailed):
    """{url} is no Stratum database, or it is damaged: {detail}. Restore a copy of it, or set STRATUM_HOME
    to another folder.

    ko: {url}은(는) Stratum 데이터베이스가 아니거나 손상되었습니다: {detail}. 백업을 복원하거나
    STRATUM_HOME을 바꾸세요.
    """


class DatabaseBusy(StorageFailed):
    """The database {url} was kept busy by another program for too long; nothing of this was saved. Try
    again.

    ko: 다른 프로그램이 데이터베이스 {url}을(를) 너무 오래 사용하고 있습니다. 이번 작업은 저장되지
    않았습니다. 다시 시도하세요.
    """


class DatabaseTooNew(StorageFailed):
    """{url} was written by a newer Stratum (its version {found}, ours {known}). Upgrade Stratum, or set
    STRATUM_HOME to another folder.

    ko: {url}은(는) 더 새로운 Stratum에서 만들었습니다(데이터베이스 {found}, 이 프로그램 {known}). Stratum을
    업그레이드하거나 STRATUM_HOME을 바꾸세요.
    """


class NotUpgraded(StorageFailed):
    """{url} has no tables of this version yet (its version {found}, needed {known}). Run `stratum db
    upgrade` with STRATUM_DATABASE_OWNER_URL.

    ko: {url}에 이 버전의 테이블이 없습니다(현재 {found}, 필요 {known}). STRATUM_DATABASE_OWNER_URL을
    설정하고 `stratum db upgrade`를 실행하세요.
    """


class UnsafeRole(StorageFailed):
    """{url} logs in as {role!r}, whom row-level security does not bind ({detail}). Use a login role that
    owns nothing.

    ko: {url}의 로그인 역할 {role!r}에는 행 수준 보안이 적용되지 않습니다({detail}). 아무것도 소유하지 않은
    로그인 역할을 쓰세요.
    """


class NoOwner(StorageFailed):
    """{url} is upgraded by its owner. Set STRATUM_DATABASE_OWNER_URL, which nothing else uses, and try again.

    ko: {url}의 업그레이드는 소유자만 할 수 있습니다. STRATUM_DATABASE_OWNER_URL을 설정하고 다시 시도하세요.
    """


class UnknownInsight(Refused):
    """There is no insight {ref!r} here, or you may not see it. `stratum insight list` shows what there is.

    ko: {ref!r}: 없는 인사이트이거나 볼 수 없는 인사이트입니다. `stratum insight list`로 확인하세요.
    """


class AmbiguousInsight(Misused):
    """Several insights begin with {ref!r}: {matches}. Give more of the id.

    ko: {ref!r}(으)로 시작하는 인사이트가 여럿입니다: {matches}. 아이디를 더 길게 적어 주세요.
    """


class NothingToForget(Refused):
    """Nothing here holds {text!r}, or you may not change it.

    ko: 여기에는 {text!r}이(가) 든 것이 없거나 바꿀 수 없습니다.
    """


class NoCryptography(StratumError):
    """Keeping credentials needs the extra `serve`: pip install 'stratum[serve]'.

    ko: 자격 증명을 보관하려면 추가 기능 `serve`가 필요합니다: pip install 'stratum[serve]'
    """


class NoKeyring(StratumError):
    """There are no keys for stored credentials at {path}. `stratum init` makes them; where there were some
    before, restore that file, or set STRATUM_KEYRING: nothing else opens what is stored.

    ko: {path}에 저장된 자격 증명을 여는 키가 없습니다. `stratum init`이 만들어 줍니다. 전에 쓰던 키가 있었다면 그
    파일을 되돌리거나 STRATUM_KEYRING을 설정하세요. 다른 방법으로는 열 수 없습니다.
    """


class MissingKey(StratumError):
    """The keyring does not have the key {kid!r}, which stored credentials are locked with. Restore the
    keyring that has it (STRATUM_KEYRING, or the file in the data folder) and start again.

    ko: 키링에 키 {kid!r}이(가) 없습니다. 저장된 자격 증명이 이 키로 잠겨 있습니다. 이 키가 든 키링
    (STRATUM_KEYRING 또는 데이터 폴더의 파일)을 되돌린 뒤 다시 시작하세요.
    """


class BadKeyring(StratumError):
    """The keyring {path} cannot be used: {detail}. It is a JSON object of names and base64 keys of 32 bytes.

    ko: 키링 {path}을(를) 쓸 수 없습니다: {detail}. 이름과 32바이트 base64 키로 된 JSON 객체여야 합니다.
    """


class UnsafeKeyring(StratumError):
    """Others than you may read the keyring {path}. Run `chmod 600` on it; if somebody may have read it,
    `stratum keys rotate` as well.

    ko: 다른 사용자가 키링 {path}을(를) 읽을 수 있습니다. `chmod 600`을 실행하세요. 이미 읽혔을 수 있다면
    `stratum keys rotate`도 실행하세요.
    """


class KeyringBusy(StratumError):
    """Another program is changing the keyring: {path} exists. If none is, delete that file and try again.

    ko: 다른 프로그램이 키링을 바꾸는 중입니다: {path} 파일이 있습니다. 그런 프로그램이 없으면 그 파일을 지우고
    다시 시도하세요.
    """


class BrokenSeal(StratumError):
    """A stored credential does not open: it was damaged, or moved from where it belongs. Connect it anew.

    ko: 저장된 자격 증명이 열리지 않습니다. 손상되었거나 원래 자리에서 옮겨졌습니다. 다시 연결하세요.
    """


class Superseded(StratumError):
    """Another process has answered this already.

    ko: 다른 프로세스가 이미 답했습니다.
    """


class UnknownDigest(Refused):
    """There is no digest {ref!r} here, or you may not see it. `stratum digest list` shows what there is.

    ko: {ref!r}: 없는 다이제스트이거나 볼 수 없는 다이제스트입니다. `stratum digest list`로 확인하세요.
    """


class AmbiguousDigest(Misused):
    """Several digests begin with {ref!r}: {matches}. Give more of the id.

    ko: {ref!r}(으)로 시작하는 다이제스트가 여럿입니다: {matches}. 아이디를 더 길게 적어 주세요.
    """
