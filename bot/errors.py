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
