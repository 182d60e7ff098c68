"""What is asked again and again is planned once, where the work wants it, and nowhere else."""

import pytest
from django.db import connection, connections

from gwarant.accounts.models import User
from gwarant.database.backend.base import OFTEN, prepared


def plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return int(cursor.fetchone()[0])


@pytest.mark.usefixtures("engine")
def test_only_what_is_asked_again_within_is_planned_once() -> None:
    before = plans()
    for number in range(OFTEN + 3):
        User.objects.filter(name=f"nobody {number}").first()
    assert plans() == before
    with prepared(connections["default"]):
        for number in range(OFTEN + 3):
            User.objects.filter(name=f"nobody {number}").first()
    assert plans() > before
    assert not connection.features.uses_server_side_binding
    assert connection.connection.prepare_threshold is None
