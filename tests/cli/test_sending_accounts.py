"""Accounts by which mail leaves, from the command line."""

from datetime import timedelta

import pytest

from gwarant.cli.accounts import add, listed, remove
from gwarant.engine.clock import clock
from gwarant.notify.entering import entry
from gwarant.notify.models import Account
from gwarant.oauth import SignInFailed
from gwarant.sla.problem import InputError

DESK = "desk@house.example"
NOTHING = dict.fromkeys(("microsoft", "client", "certificate", "key", "google", "refresh", "token_url"), "")
SHOWN = {**NOTHING, "client_secret": "", "password": "hush"}


def test_an_account_is_kept_told_of_and_forgotten(engine: None) -> None:
    told: list[str] = []
    assert add(DESK, SHOWN, told.append, is_checked=True)
    assert [(one["address"], one["state"]) for one in listed()] == [(DESK, "kept")]
    assert not any("hush" in line for line in [*told, str(listed()), str(bytes(Account.objects.get().sealed))])

    entry(clock() - timedelta(minutes=6)).went(DESK, SignInFailed("login_refused", "535"))
    (one,) = listed()
    assert (one["state"], one["failure"], one["said"]) == ("failing", "login_refused", "535")
    assert "does not let us in" in one["sentence"]
    remove(DESK)
    assert listed() == []


def test_what_is_no_address_or_is_not_kept_is_said(engine: None) -> None:
    with pytest.raises(InputError, match="is no address"):
        add("desk", SHOWN, print, is_checked=False)
    with pytest.raises(InputError, match="0 credentials"):
        add(DESK, {**SHOWN, "password": ""}, print, is_checked=False)
    with pytest.raises(InputError, match="no account"):
        remove(DESK)
