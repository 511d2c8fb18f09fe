"""A refusal: why a rule or a service does not do what was asked, as a code."""

from __future__ import annotations


class Refusal(Exception):  # a refusal is an answer, not an error
    """Code and facts; pure rules return it, services raise it, `texts` says it."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Refusal)
            and self.code == other.code
            and self.facts == other.facts
        )

    def __hash__(self) -> int:
        return hash(self.code)

    def __repr__(self) -> str:
        facts = "".join(f", {key}={value!r}" for key, value in self.facts.items())
        return f"Refusal({self.code!r}{facts})"
