"""Pure Python that knows no domain word: actors, refusals, text."""
