"""What a soak calls growth."""

from nhipcau.cli.bench.soak import growth


def minutes(web, **more):
    return [
        {"at": 60 * place, "web": value, **{k: v[place] for k, v in more.items()}}
        for place, value in enumerate(web)
    ]


def test_what_fills_while_it_is_warm_is_no_growth():
    samples = minutes([10, 50, 100, 100, 101, 100, 100])
    assert growth(samples, warm=120, window=60) == {"web": 0.0}


def test_what_goes_on_growing_is_named_with_its_share():
    samples = minutes([100] * 9, door=[50, 50, 50, 55, 60, 65, 70, 75, 80])
    assert growth(samples, warm=120, window=0) == {"web": 0.0, "door": 60.0}


def test_one_high_moment_is_no_growth():
    samples = minutes([100, 100, 100, 100, 100, 180, 100])
    assert growth(samples, warm=60, window=120) == {"web": 0.0}
