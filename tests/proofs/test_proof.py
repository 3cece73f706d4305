"""What a proof says."""

from lab.proofs.proof import Proof


def test_a_proof_holds_when_nothing_speaks_against_it() -> None:
    assert Proof(2, "reference", 5).holds
    assert not Proof(2, "reference", 5, ("x",)).holds
