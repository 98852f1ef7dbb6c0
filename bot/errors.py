"""What can go wrong in a conversation. The docstring of a class is what the user reads, in both languages."""

from config.errors import Refused


class SecretSaid(Refused):
    """That message holds a key or a password, so it was not kept.
    Keys are never taken in chat: rotate it where it was made, and give the new one by its setting.

    ko: 메시지에 키나 비밀번호가 들어 있어 저장하지 않았습니다.
    채팅으로는 키를 받지 않습니다. 발급한 곳에서 키를 바꾸고, 새 키는 설정으로 넣어 주세요.
    """


class InboxFull(Refused):
    """Too much is waiting here at the moment, so this message was not taken. Please send it again in a minute.

    ko: 지금 기다리는 요청이 많아 이 메시지는 받지 못했습니다. 잠시 뒤 다시 보내 주세요.
    """


class NotMapped(Refused):
    """This channel is mapped to nothing yet. `bind` maps it to a client or a campaign.

    ko: 이 채널은 아직 연결되지 않았습니다. "연결"로 광고주나 캠페인에 연결하세요.
    """


class ElsewhereClient(Refused):
    """This channel stays with {place}. For anything else, write to me in a direct message.

    ko: 이 채널에서는 {place} 일만 합니다. 다른 이야기는 저에게 다이렉트 메시지로 해 주세요.
    """


class OnlyPrivately(Refused):
    """That is for your eyes only. Ask me in a direct message.

    ko: 본인만 보셔야 하는 내용입니다. 저에게 다이렉트 메시지로 요청해 주세요.
    """


class NeedsInvitation(Refused):
    """An organisation begins here by invitation. Whoever runs this bot makes one with `stratum invite org`; then
    send me `start CODE`.

    ko: 이 봇은 초대로 시작합니다. 운영자가 `stratum invite org`로 초대를 만들면 `시작 코드`를 보내 주세요.
    """
