"""Facts as releases have written them into notices: each kind once, as it stood in November 2026, and earlier ones."""

from typing import Any

TICKET = {"key": "SHOP-42", "title": "The till prints twice"}
DESK, PORTAL = {**TICKET, "side": "desk"}, {**TICKET, "side": "portal"}
SAID = {"who": "Cora Czarnecka", "text": "Since noon.\n\nEach receipt comes twice."}
PROMISE = {"answer_at": 1781272800, "zone": "Europe/Warsaw"}
DUE = {"clock": "Answer", "due_at": 1781272800, "zone": "Europe/Warsaw"}
CONTRACT = {
    "number": "SHOP-2026-01",
    "version": "2",
    "customer": "Acme Shop",
    "who": "Olga Owocna",
    "day": "2026-07-01",
    "path": "/portal/contracts/SHOP-2026-01/2",
    "hash": "sha256:0f1e",
}
RESCUE = {"name": "Ben", "who": "Olga", "other": "Marek", "by": "", "stage": "asked"}
INVITED = {
    "who": "Olga",
    "house": "House",
    "customer": "Acme Shop",
    "role": "requester",
    "expires_at": 1781272800,
    "zone": "Europe/Warsaw",
    "path": "/invitations/secret",
}

NOVEMBER: dict[str, dict[str, Any]] = {
    "reported": {**DESK, **SAID, "customer": "Acme Shop", "covered": False},
    "received": {**PORTAL, **PROMISE},
    "received_from_stranger": {**PORTAL},
    "acknowledged": {**PORTAL, "who": "Ben"},
    "begun": {**PORTAL, **SAID},
    "replied": {**PORTAL, **SAID},
    "remarked": {**DESK, **SAID},
    "spoken": {**DESK, **SAID},
    "wrote_after_closing": {**DESK, **SAID},
    "heard_after_closing": {**PORTAL},
    "opened_again": {**PORTAL, **SAID},
    "asked_whether_fixed": {**PORTAL, **SAID},
    "taken_as_refusal": {**PORTAL, **SAID},
    "asked": {**PORTAL, **SAID, "waits": True},
    "priced": {**PORTAL, **SAID, "waits": True},
    "paused": {**PORTAL, "reason": "Waiting for the client", "evidence": "ticket 7", "consent": True},
    "pause_decided": {**DESK, "who": "Cora", "approved": False},
    "restored": {**PORTAL, **SAID},
    "resolved": {**PORTAL, **SAID, "closes_at": 1781272800, "zone": "Europe/Warsaw"},
    "whether_it_works": {**PORTAL, "by_mail": False},
    "confirmed": {**DESK, "who": "Cora"},
    "refused": {**DESK, **SAID},
    "closed": {**PORTAL, **SAID},
    "closed_by_silence": {**PORTAL, "days": 14},
    "assigned": {**DESK, "who": "Alice"},
    "classified": {**PORTAL, "who": "Alice", "class": "Critical", **PROMISE},
    "adopted": {**PORTAL, "contract": "SHOP-2026-01", **PROMISE},
    "placed": {**PORTAL, "who": "Cora", "system": "Shop", "contract": "SHOP-2026-01", **PROMISE},
    "moved": {**PORTAL, **SAID, "system": "Shop", "contract": "SHOP-2026-01", **PROMISE},
    "warned": {**DESK, **DUE, "percent": 75},
    "breached": {**DESK, **DUE},
    "laddered": {**DESK, "step": 2, "customer": "Acme Shop"},
    "inherited": {"name": "Cyryl", "keys": ["SHOP-41", "SHOP-42"]},
    "cared_for": {
        "customer": "Acme Shop",
        "key": "SHOP",
        "caretaker": "Alice",
        "deputy": "",
        "by": "Olga",
        "former": "Ben",
        "left": True,
    },
    "contract_offered": CONTRACT,
    "contract_withdrawn": CONTRACT,
    "contract_accepted": CONTRACT,
    "mailbox_fails": {"name": "shop", "address": "shop@house.example", "failure": "tls", "called": "", "minutes": 6},
    "mailbox_works": {"name": "shop", "address": "shop@house.example"},
    "flood_begins": {
        "sender": "nas@shop.example",
        "box": "shop@house.example",
        "kind": "address",
        "customer": "Acme Shop",
        "key": "SHOP-42",
        "path": "/desk/mail/floods/7",
    },
    "account_fails": {"address": "desk@house.example", "failure": "login_refused", "called": "535"},
    "account_works": {"address": "desk@house.example"},
    "ledger_broken": {"problems": ["SHOP: block 3 does not hold"]},
    "heads": {"heads": ["2026-11-29 00:00 UTC SHOP 12 0f1e"]},
    "unreached": {"medium": "push", "place": "ntfy.sh"},
    "takes_no_mail": {"address": "cora@shop.example", "status": "5.1.1", "words": "No such user", "key": "SHOP-42"},
    "invitation": INVITED,
    "reset": {"path": "/reset/secret"},
    "address": {"path": "/address/secret"},
    "guesses": {"address": "203.0.113.9"},
    "rescue": RESCUE,
    "changed": {
        "what": "mfa/email/webauthn_added",
        "at": 1781272800,
        "zone": "Europe/Warsaw",
        "address": "203.0.113.9",
    },
    "before": {
        "subject": "[SHOP-42] Reply: The till",
        "line": "Ben writes:",
        "path": "/desk/tickets/SHOP-42",
        "tone": "",
    },
}
