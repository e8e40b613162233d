"""What the pictures of chapter 15 must show: every mark against a formula of the test's own."""

from tests.chapters.ch15 import counted, one_track

PROOFS = {**one_track.PROOFS, **counted.PROOFS}
