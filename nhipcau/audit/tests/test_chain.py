"""Whatever is done to a sealed log, the chain tells where it began."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.audit.rules.chain import GENESIS, Head, Link, examine, seal

CONTENTS = st.lists(
    st.dictionaries(
        st.sampled_from(["verb", "object_name", "after", "unit"]),
        st.one_of(
            st.none(),
            st.integers(),
            st.text(max_size=8),
            st.dictionaries(st.text(max_size=4), st.integers(), max_size=3),
        ),
        min_size=1,
    ),
    min_size=1,
    max_size=12,
)


def chained(contents: list[dict[str, object]]) -> list[Link]:
    links: list[Link] = []
    previous = GENESIS
    for number, content in enumerate(contents, 1):
        mark = seal(number, previous, content)
        links.append(Link(number, content, previous, mark))
        previous = mark
    return links


def head_of(links: list[Link]) -> Head:
    return Head(links[-1].number, links[-1].hash)


@given(CONTENTS)
def test_an_untouched_chain_holds(contents):
    links = chained(contents)
    verdict = examine(links, head_of(links))
    assert verdict.broken is None
    assert verdict.holds == len(links)
    assert verdict.hash == links[-1].hash


def test_an_empty_log_holds():
    assert examine([]).broken is None


@given(CONTENTS, st.data())
def test_any_changed_field_of_any_event_is_found_at_its_number(contents, data):
    links = chained(contents)
    at = data.draw(st.integers(0, len(links) - 1))
    link = links[at]
    field = data.draw(st.sampled_from(["content", "previous", "hash"]))
    changed: object = "f" * 64
    if field == "content":
        changed = link.content | {"verb": data.draw(st.text()), "x": 1}
    links[at] = replace(link, **{field: changed})
    assert examine(links).broken == at + 1


@given(CONTENTS, st.data())
def test_an_event_taken_away_is_found_even_the_last_one(contents, data):
    links = chained(contents)
    head = head_of(links)
    at = data.draw(st.integers(0, len(links) - 1))
    assert examine(links[:at] + links[at + 1 :], head).broken == at + 1


@given(CONTENTS.filter(lambda contents: len(contents) > 1), st.data())
def test_two_events_exchanged_are_found(contents, data):
    links = chained(contents)
    at = data.draw(st.integers(0, len(links) - 2))
    links[at], links[at + 1] = links[at + 1], links[at]
    assert examine(links).broken == at + 1


@given(CONTENTS, st.data())
def test_two_contents_exchanged_under_their_old_seals_are_found(contents, data):
    contents = [content | {"at": at} for at, content in enumerate(contents)]
    contents.append({"at": -1})
    links = chained(contents)
    at = data.draw(st.integers(0, len(links) - 2))
    one, two = links[at], links[at + 1]
    links[at] = replace(one, content=two.content)
    links[at + 1] = replace(two, content=one.content)
    assert examine(links).broken == at + 1


@given(CONTENTS, CONTENTS)
def test_an_event_slipped_in_is_found(contents, others):
    links = chained(contents)
    extra = chained(others)[0]
    assert examine([*links, extra]).broken == len(links) + 1


@given(CONTENTS.filter(lambda contents: len(contents) > 1))
def test_a_chain_rewritten_from_the_middle_contradicts_the_noted_head(contents):
    links = chained(contents)
    head = head_of(links)
    forged = chained([{"verb": "forged"}, *contents[1:]])
    assert examine(forged, None).broken is None
    found = examine(forged, head).broken
    assert found == head.number or forged == links


@given(CONTENTS)
def test_a_note_older_than_the_chain_is_no_break(contents):
    links = chained(contents)
    head = Head(1, links[0].hash)
    assert examine(links, head).broken is None
