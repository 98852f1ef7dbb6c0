"""Keyrings: where they come from, who may read them, and how they grow."""

import json
import os
import stat
from pathlib import Path

import pytest

from memory.crypto import new_key
from memory.errors import BadKeyring, BrokenSeal, KeyringBusy, MissingKey, NoKeyring, UnsafeKeyring
from memory.keyring import LocalKeyring, keyring

KEY = "A" * 43 + "="


@pytest.fixture
def ring(tmp_path: Path) -> LocalKeyring:
    made = keyring("", tmp_path / "home")
    assert made.make()
    return made


def file_of(ring: LocalKeyring) -> Path:
    assert ring.path
    return ring.path


async def test_the_file_is_made_once_and_is_its_owners_alone(ring: LocalKeyring) -> None:
    before = file_of(ring).read_bytes()
    assert stat.S_IMODE(file_of(ring).stat().st_mode) == 0o600
    assert not ring.make()
    assert file_of(ring).read_bytes() == before
    assert len(await ring.kids()) == 1


async def test_what_is_wrapped_is_unwrapped_where_it_belongs(ring: LocalKeyring) -> None:
    key = new_key()
    wrapped = await ring.wrap(key, b'"acme"')
    assert await ring.unwrap(wrapped, b'"acme"') == key
    with pytest.raises(BrokenSeal):
        await ring.unwrap(wrapped, b'"rival"')


async def test_the_newest_key_wraps_and_the_older_ones_still_open(ring: LocalKeyring) -> None:
    key = new_key()
    old = await ring.wrap(key, b"1")
    ring.grow()
    new = await ring.wrap(key, b"1")
    assert (old.kid, new.kid) == await ring.kids()
    assert await ring.unwrap(old, b"1") == await ring.unwrap(new, b"1") == key
    assert stat.S_IMODE(file_of(ring).stat().st_mode) == 0o600
    ring.drop({old.kid})
    with pytest.raises(MissingKey, match=old.kid):
        await ring.unwrap(old, b"1")


def test_a_keyring_out_of_the_environment_is_never_shown() -> None:
    ring = keyring(json.dumps({"k1": KEY}), Path("/nowhere"))
    assert list(ring.keys()) == ["k1"]
    assert KEY not in repr(ring)


def test_a_path_is_read_from_the_setting(tmp_path: Path) -> None:
    assert keyring(str(tmp_path / "ring"), Path("/nowhere")).path == tmp_path / "ring"


async def test_without_a_file_there_are_no_keys(tmp_path: Path) -> None:
    ring = keyring("", tmp_path)
    assert await ring.kids() == ()
    with pytest.raises(NoKeyring, match="stratum init"):
        await ring.wrap(new_key(), b"")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_that_others_may_read_is_refused(ring: LocalKeyring, mode: int) -> None:
    file_of(ring).chmod(mode)
    with pytest.raises(UnsafeKeyring, match="chmod 600"):
        ring.keys()


@pytest.mark.parametrize(
    "text",
    ["{", "{}", "[]", '"secret"', '{"k": "secret!"}', '{"k": "c2VjcmV0"}', '{"k": 1}', '{"k": "비밀"}'],
)
def test_a_broken_keyring_is_refused_without_being_quoted(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keyring.json"
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    with pytest.raises(BadKeyring) as told:
        keyring("", tmp_path).keys()
    assert "secret" not in str(told.value)
    assert "c2Vj" not in str(told.value)


def test_two_who_change_it_at_once_do_not_lose_a_key(ring: LocalKeyring) -> None:
    other = os.open(f"{ring.path}.new", os.O_CREAT | os.O_EXCL)
    with pytest.raises(KeyringBusy, match=r"keyring\.json\.new"):
        ring.grow()
    os.close(other)
    Path(f"{ring.path}.new").unlink()
    ring.grow()
    assert len(ring.keys()) == 2


def test_a_keyring_of_the_environment_is_not_changed_from_here() -> None:
    with pytest.raises(NoKeyring):
        keyring(json.dumps({"k1": KEY}), Path("/nowhere")).grow()
