"""The tables hold what their sources say."""

import pytest
import torch

from course_lib.data import galaxies, old_faithful, split


def test_old_faithful():
    data = old_faithful()
    assert data.shape == (272, 2) and data.dtype == torch.float64
    # As printed by R for its own copy: summary(faithful).
    assert data.mean(0).tolist() == pytest.approx([3.488, 70.9], abs=0.003)
    assert data.min(0).values.tolist() == [1.6, 43.0]
    assert data.max(0).values.tolist() == [5.1, 96.0]


def test_galaxies_with_the_misprint_corrected():
    data = galaxies()
    assert data.shape == (82,)
    assert (data.min().item(), data.max().item()) == (9.172, 34.279)
    assert 26.96 in data.tolist() and 26.69 not in data.tolist()
    assert (data.diff() >= 0).all()


def test_split_divides():
    data = old_faithful()
    train, held_out = split(data, 0.25, seed=3)
    assert (len(train), len(held_out)) == (204, 68)
    together = torch.cat([train, held_out])
    assert sorted(map(tuple, together.tolist())) == sorted(map(tuple, data.tolist()))
    assert (split(data, seed=3)[0] == split(data, seed=3)[0]).all()
    assert (split(data, seed=3)[0] != split(data, seed=4)[0]).any()


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, 1e-9])
def test_split_refuses_an_empty_part(share):
    with pytest.raises(ValueError, match=r"of 82 rows"):
        split(galaxies(), share)
