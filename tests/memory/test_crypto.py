"""What is sealed opens with its key and its binding, and with nothing else."""

import dataclasses
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.crypto import Bound, Wrapped, new_key, open_sealed, seal
from memory.errors import BrokenSeal

HERE = Bound("meta", "act_1", "access_token", 3, "org-a", "client-a")


@given(st.binary(max_size=200))
def test_a_secret_comes_back_as_it_was(secret: bytes) -> None:
    key = new_key()
    sealed = seal(key, secret, HERE.data())
    assert open_sealed(key, sealed, HERE.data()) == secret
    assert len(secret) < 4 or secret not in sealed


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Bound)])
def test_a_record_that_was_moved_does_not_open(field: str) -> None:
    key = new_key()
    moved = dataclasses.replace(HERE, **{field: 4 if field == "version" else "elsewhere"})
    with pytest.raises(BrokenSeal):
        open_sealed(key, seal(key, b"token", HERE.data()), moved.data())


def test_parts_of_a_binding_do_not_run_into_each_other() -> None:
    assert Bound("a|b", "c", "d").data() != Bound("a", "b|c", "d").data()


@given(st.integers(0, 200))
def test_a_changed_byte_is_noticed(at: int) -> None:
    key = new_key()
    sealed = bytearray(seal(key, b"token", HERE.data()))
    sealed[at % len(sealed)] ^= 1
    with pytest.raises(BrokenSeal) as told:
        open_sealed(key, bytes(sealed), HERE.data())
    assert "token" not in repr(told.value)


@pytest.mark.parametrize("cut", [b"", b"short", b"exactly12byt"])
def test_what_is_too_short_to_be_sealed_does_not_open(cut: bytes) -> None:
    with pytest.raises(BrokenSeal):
        open_sealed(new_key(), cut, HERE.data())


def test_equal_secrets_are_sealed_differently() -> None:
    key = new_key()
    assert seal(key, b"token", HERE.data()) != seal(key, b"token", HERE.data())


def test_a_wrapped_key_is_not_shown() -> None:
    assert "secret" not in repr(Wrapped("k1", b"secret"))


def test_cryptography_is_imported_only_when_something_is_sealed() -> None:
    program = (
        "import sys, memory.crypto as c, memory.keyring, memory.store.vault, bot.app;"
        "assert 'cryptography' not in sys.modules;"
        "c.seal(c.new_key(), b'', b''); assert 'cryptography' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
