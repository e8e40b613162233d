"""What the pictures of chapter 14 must show: every mark against a formula of the test's own."""

from tests.chapters.ch14 import bends, circles, globes

PROOFS = {**bends.PROOFS, **circles.PROOFS, **globes.PROOFS}
