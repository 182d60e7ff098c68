"""What a prober says of itself when it is made known, and whenever it asks."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gwarant.monitoring.enrolling import enrol, invite
from gwarant.monitoring.giving import heard
from gwarant.monitoring.models import Place
from gwarant.monitoring.moments import milliseconds_of
from gwarant.prober.identity import public_half
from gwarant.prober.protocol import Wanted


def test_signs_that_nobody_sees_are_no_part_of_the_version_that_a_prober_tells(place: Place) -> None:
    now = place.created_at
    code = invite(place, by=None, now=now)
    prober = enrol(code, public_half(Ed25519PrivateKey.generate()), "1\0.\u202e2" + "x" * 90, now=now)
    prober.refresh_from_db()
    assert prober.version == "1 . 2" + "x" * 35
    heard(prober, Wanted(mark="\0", version="\0" * 90 + "3", begun=1), milliseconds_of(now))
    prober.refresh_from_db()
    assert prober.version == " " * 40
