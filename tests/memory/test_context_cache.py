"""What is kept: only of the version asked for, only for the same eyes, never more than so many bytes."""

from hypothesis import given
from hypothesis import strategies as st

from memory.access import Reach
from memory.context_cache import ContextCache, Key
from memory.types import ClientId, OrgId, Scope

REACH = Reach(frozenset({"organization"}), everything=True)
NARROW = Reach(frozenset({"organization", "client:nike"}))


def key(org: str = "acme", reach: Reach = REACH, roles: str = "owner", agent: str = "content") -> Key:
    return Key(Scope(OrgId(org), ClientId("nike")), reach, frozenset({roles}), agent)


def test_only_the_version_asked_for_is_given() -> None:
    cache = ContextCache()
    cache.put(key(), "v1", b"one")
    assert cache.get(key(), "v1") == b"one"
    assert cache.get(key(), "v2") is None
    assert cache.get(key(), "v1") is None
    assert (len(cache), cache.bytes) == (0, 0)


def test_other_eyes_other_entries() -> None:
    cache = ContextCache()
    cache.put(key(), "v1", b"all")
    for other in (key(reach=NARROW), key(roles="client_viewer"), key(agent="persona"), key(org="rival")):
        assert cache.get(other, "v1") is None


def test_those_not_used_for_longest_make_room() -> None:
    cache = ContextCache(most_bytes=10)
    for name in ("a", "b"):
        cache.put(key(agent=name), "v1", b"12345")
    assert cache.get(key(agent="a"), "v1")
    cache.put(key(agent="c"), "v1", b"1")
    assert cache.get(key(agent="b"), "v1") is None
    assert cache.get(key(agent="a"), "v1") == b"12345"
    cache.put(key(agent="d"), "v1", b"12345678901")
    assert cache.get(key(agent="d"), "v1") is None


def test_an_erased_organisation_is_forgotten() -> None:
    cache = ContextCache()
    cache.put(key(), "v1", b"one")
    cache.put(key(org="rival"), "v1", b"two")
    cache.forget(OrgId("acme"))
    assert cache.get(key(), "v1") is None
    assert cache.get(key(org="rival"), "v1") == b"two"
    assert cache.bytes == 3


@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(["v1", "v2"]), st.integers(0, 60))),
    st.integers(0, 100),
)
def test_it_never_holds_more_than_it_may_and_counts_right(
    puts: list[tuple[str, str, int]], most: int
) -> None:
    cache = ContextCache(most)
    last: dict[str, tuple[str, int]] = {}
    for name, version, size in puts:
        cache.put(key(agent=name), version, b"x" * size)
        last[name] = (version, size)
        assert 0 <= cache.bytes <= most
    held = 0
    for name, (version, size) in last.items():
        found = cache.get(key(agent=name), version)
        assert found is None or len(found) == size
        held += len(found or b"")
    assert cache.bytes == held
