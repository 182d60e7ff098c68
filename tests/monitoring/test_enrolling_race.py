"""Several at once with one code, or with one key: one prober is made known, the others are told."""

from collections.abc import Callable, Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from racing import at_once, committing
from service import START

from gwarant.database.scope import ENGINE, scoped
from gwarant.monitoring.enrolling import EnrolmentRefused, enrol, invite, open_place
from gwarant.monitoring.models import Enrolment, Prober
from gwarant.prober.identity import public_half


@pytest.fixture(autouse=True)
def committed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    with committing(django_db_blocker, "accounts_user", "customers_customer"):
        yield


def test_of_several_at_once_with_one_code_or_one_key_one_is_made_known() -> None:
    def comes(code: str, key: bytes) -> Callable[[], object]:
        return lambda: enrol(code, key, "1", now=START).pk

    def key() -> bytes:
        return public_half(Ed25519PrivateKey.generate())

    with scoped(ENGINE):
        place = open_place("waw", "Warszawa", now=START)
        code, same = invite(place, by=None, now=START), key()
        others = [invite(place, by=None, now=START) for _ in range(3)]
        assert at_once((EnrolmentRefused,), *(comes(code, key()) for _ in range(5))).count(EnrolmentRefused) == 4
        assert at_once((EnrolmentRefused,), *(comes(one, same) for one in others)).count(EnrolmentRefused) == 2
        assert Prober.objects.count() == 2
        assert Enrolment.objects.filter(used_at=None).count() == 2  # a refusal uses up no code
