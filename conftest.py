"""For every test: hypothesis looks for wrong answers, not for slow machines."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
