"""Every route, who may come in by which method, and what it is about. An unlisted route fails the suite."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

Door = frozenset[str]

ANYBODY: Door = frozenset({"anonymous"})
HOUSE: Door = frozenset({"owner", "manager", "caretaker", "engineer", "auditor"})
WORKERS = HOUSE - {"auditor"}
LEADERS: Door = frozenset({"owner", "manager"})
CLOSERS: Door = LEADERS | {"caretaker"}
OWNER: Door = frozenset({"owner"})
POSTMEN = LEADERS | {"auditor"}
CLIENTS: Door = frozenset({"administrator", "requester", "reader"})
REPORTERS = CLIENTS - {"reader"}
ADMINISTRATORS: Door = frozenset({"administrator"})
PERSONS = HOUSE | CLIENTS
EVERYBODY = PERSONS | ANYBODY

OK, SIGN_IN, FORBIDDEN, NOT_FOUND, NO_METHOD = 200, 302, 403, 404, 405


@dataclass(frozen=True)
class Who:
    """Somebody who asks: a role of the house, or a role at each of their customers, or neither."""

    name: str
    staff: str = ""
    places: dict[str, str] = field(default_factory=dict)
    is_stranger: bool = False

    @property
    def side(self) -> Door:
        return HOUSE if self.staff else CLIENTS


# Own objects are those of SHOP, foreign ones those of CLINIC; the neighbour sees it the other way round.
ROLES = (
    Who("anonymous", is_stranger=True),
    Who("leaver", is_stranger=True),
    Who("reader", places={"SHOP": "reader"}),
    Who("requester", places={"SHOP": "requester"}),
    Who("administrator", places={"SHOP": "administrator"}),
    Who("neighbour", places={"CLINIC": "administrator"}),
    Who("between", places={"SHOP": "reader", "CLINIC": "administrator"}),
    *(Who(role, staff=role) for role in ("auditor", "engineer", "caretaker", "manager", "owner")),
)


@dataclass(frozen=True)
class Thing:
    """An object behind an address: whose it is (a customer's, a person's, or the house's), who wrote it, its name."""

    args: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    customer: str = ""
    person: str = ""
    author: str = ""  # only they and those who lead may


@dataclass(frozen=True)
class Route:
    """Who may GET and who may POST (None: nobody, 405), what it is about, and which answers besides the usual."""

    get: Door | None = None
    post: Door | None = None
    about: str = "nothing"
    also: frozenset[int] = frozenset()
    asks_first: bool = False  # allauth asks who it is, and looks at its own row, before it looks at the method

    def door(self, method: str) -> Door | None:
        return {"GET": self.get, "POST": self.post}.get(method)


def looked(door: Door, about: str = "nothing") -> Route:
    return Route(get=door, about=about)


def done(door: Door, about: str = "nothing") -> Route:
    return Route(post=door, about=about)


def form(door: Door, about: str = "nothing") -> Route:
    return Route(get=door, post=door, about=about)


def expected(route: Route, method: str, who: Who, thing: Thing) -> int:
    """What the one who asks must get; OK stands for every answer of a door that is open."""
    door = route.door(method)
    if door is None:
        return SIGN_IN if route.asks_first and who.is_stranger else NO_METHOD
    if who.is_stranger:
        return OK if "anonymous" in door else SIGN_IN
    if not door & who.side or (thing.person and thing.person != who.name):
        return NOT_FOUND
    if who.staff:
        is_theirs = who.staff in LEADERS or thing.author in ("", who.name)
        return OK if who.staff in door and is_theirs else FORBIDDEN
    return _for_client(door, who, thing)


def _for_client(door: Door, who: Who, thing: Thing) -> int:
    if not door & frozenset(who.places.values()):
        return FORBIDDEN
    if not thing.customer:
        return OK
    role = who.places.get(thing.customer)
    if role is None:
        return NOT_FOUND
    return OK if role in door else FORBIDDEN


UNSIGNED = Route(post=EVERYBODY, also=frozenset({403}))  # who asks is told by a signature, not by a session

PLAIN = {
    "home": looked(PERSONS),
    "profile": form(PERSONS),
    "security": looked(PERSONS),
    "kept_step": done(PERSONS),
    "address": form(PERSONS),
    "address_confirmation": form(PERSONS, "token"),
    "kept": form(PERSONS),
    "set_language": done(EVERYBODY),
    "invitation": form(EVERYBODY, "token"),
    "stop_following": form(EVERYBODY, "stop link"),
    "profile_notices": form(PERSONS),
    "inbox": looked(PERSONS),
    "inbox_reading": done(PERSONS),
    "inbox_item": looked(PERSONS, "item"),
    "inbox_item_reading": done(PERSONS, "item"),
    "file_bytes": looked(EVERYBODY, "link"),
    "healthz": looked(EVERYBODY),
    "readyz": Route(get=EVERYBODY, also=frozenset({503})),  # no engine runs in this test
    "metrics": looked(EVERYBODY),
    "prober_enrolment": UNSIGNED,
    "prober_targets": UNSIGNED,
    "prober_looks": UNSIGNED,
    "prober_trials": UNSIGNED,
    "alerts": Route(post=EVERYBODY, about="source", also=frozenset({401})),  # who asks shows a secret
    "states": Route(post=EVERYBODY, about="source", also=frozenset({401})),
    "ping": Route(get=EVERYBODY, post=EVERYBODY, about="ping", also=frozenset({404})),  # whoever has the address
}
DESK = {
    "due": looked(HOUSE),
    "due_rows": looked(HOUSE),
    "uncovered": looked(HOUSE),
    "tickets": looked(HOUSE),
    "search": looked(HOUSE),
    "new_ticket": form(WORKERS, "asked customer"),
    "ticket": looked(HOUSE, "ticket"),
    "ticket_file": looked(HOUSE, "file"),
    "ticket_thumbnail": looked(HOUSE, "file"),
    "file_erasure": form(frozenset({"owner"}), "any file"),
    "ticket_clocks": looked(HOUSE, "ticket"),
    "ticket_why": looked(HOUSE, "reading"),
    "ticket_replies": done(WORKERS, "ticket"),
    "ticket_questions": done(WORKERS, "ticket"),
    "ticket_quotes": done(WORKERS, "ticket"),
    "ticket_notes": done(WORKERS, "ticket"),
    "ticket_calls": done(WORKERS, "ticket"),
    "ticket_beginning": done(WORKERS, "ticket"),
    "ticket_restoration": done(WORKERS, "ticket"),
    "ticket_resolution": done(WORKERS, "ticket"),
    "ticket_acknowledgement": done(WORKERS, "ticket"),
    "ticket_pause": done(WORKERS, "ticket"),
    "ticket_pause_end": done(WORKERS, "ticket"),
    "ticket_class": done(WORKERS, "ticket"),
    "ticket_assignment": done(WORKERS, "ticket"),
    "ticket_reporter": done(WORKERS, "ticket"),
    "ticket_refusal": done(WORKERS, "ticket"),
    "ticket_followers": done(WORKERS, "ticket"),
    "ticket_followers_end": done(WORKERS, "ticket"),
    "ticket_whether_fixed": done(WORKERS, "ticket"),
    "ticket_words_aside": done(WORKERS, "ticket"),
    "ticket_closing": done(WORKERS, "ticket"),
    "ticket_merge": done(WORKERS, "ticket"),
    "ticket_merge_end": done(WORKERS, "ticket"),
    "ticket_dismissal": done(WORKERS, "ticket"),
    "ticket_dismissal_request": done(WORKERS, "ticket"),
    "ticket_dismissal_end": done(WORKERS, "ticket"),
    "ticket_contract": done(WORKERS, "ticket"),
    "ticket_system": done(WORKERS, "ticket"),
    "ticket_system_name": done(WORKERS, "ticket"),
    "ticket_reopening": done(WORKERS, "ticket"),
    "ticket_hours": Route(get=HOUSE, post=WORKERS, about="ticket"),
    "ticket_hours_reversal": done(WORKERS, "entry"),
    "customers": looked(HOUSE),
    "new_customer": form(LEADERS),
    "customer": looked(HOUSE, "customer"),
    "add_customer_files": done(WORKERS, "customer"),
    "customer_file": looked(HOUSE, "customer's file"),
    "customer_thumbnail": looked(HOUSE, "customer's file"),
    "edit_customer": form(LEADERS, "customer"),
    "customer_sender": form(LEADERS, "customer"),
    "customer_reports": form(CLOSERS, "customer"),
    "add_report_address": done(CLOSERS, "customer"),
    "end_report_address": done(CLOSERS, "report address"),
    "add_system": done(LEADERS, "customer"),
    "system": form(LEADERS, "system"),
    "retire_system": done(LEADERS, "system"),
    "return_system": done(LEADERS, "system"),
    "void_row": form(frozenset({"owner"}), "row"),
    "customer_people": looked(HOUSE, "customer"),
    "customer_invitations": done(LEADERS, "customer"),
    "customer_person_departure": form(LEADERS, "member at"),
    "new_contract": form(LEADERS, "asked customer"),
    "contract": looked(HOUSE, "contract"),
    "proofs": Route(get=HOUSE, post=WORKERS, about="contract"),
    "add_contract_files": done(LEADERS, "contract"),
    "contract_file": looked(HOUSE, "contract's file"),
    "contract_thumbnail": looked(HOUSE, "contract's file"),
    "amend_contract": done(LEADERS, "contract"),
    "wording": looked(HOUSE, "any wording"),
    "edit_contract": form(LEADERS, "any wording"),
    "contract_yaml": form(LEADERS, "any wording"),
    "check_contract": done(LEADERS, "any wording"),
    "offer_contract": form(LEADERS, "any wording"),
    "discard_contract": done(LEADERS, "any wording"),
    "make_monitors": done(WORKERS, "wording"),
    "withdraw_contract": done(LEADERS, "any wording"),
    "contract_json": looked(HOUSE, "wording"),
    "contract_text": looked(HOUSE, "any wording"),
    "people": looked(HOUSE),
    "second_step": done(frozenset({"owner"})),
    "person_lost_step": done(LEADERS, "colleague"),
    "person_lost_step_withdrawal": done(LEADERS, "colleague"),
    "person_role": done(LEADERS, "colleague"),
    "person_departure": form(LEADERS, "colleague"),
    "invitations": done(LEADERS),
    "invitation_revocation": done(LEADERS, "any invitation"),
    "invitation_renewal": done(LEADERS, "any invitation"),
    "messages": looked(POSTMEN),
    "message": looked(POSTMEN, "message"),
    "message_file": looked(POSTMEN, "message"),
    "message_retry": done(LEADERS, "message"),
    "message_working": done(WORKERS, "message"),
    "mails": looked(HOUSE),
    "mail": looked(HOUSE, "mail"),
    "mail_file": looked(HOUSE, "mail"),
    "mail_word": done(WORKERS, "mail"),
    "mail_report": done(WORKERS, "mail"),
    "mail_dismissal": done(WORKERS, "mail"),
    "mail_return": done(WORKERS, "mail"),
    "mail_addresses": form(LEADERS),
    "mail_flood": looked(HOUSE, "flood"),
    "mail_flood_release": done(WORKERS, "flood"),
    "mail_flood_dismissal": done(WORKERS, "flood"),
    "mail_place": form(LEADERS, "mail place"),
    "mail_place_end": done(LEADERS, "mail place"),
    "mail_place_return": done(LEADERS, "mail place"),
    "mail_boxes": looked(LEADERS),
    "mail_box": looked(LEADERS, "mailbox"),
    "mail_box_new": form(OWNER),
    "mail_box_edit": form(OWNER, "mailbox"),
    "mail_box_pause": done(OWNER, "mailbox"),
    "mail_box_pause_end": done(OWNER, "mailbox"),
    "mail_box_end": done(OWNER, "mailbox"),
    "mail_box_trial": done(OWNER, "mailbox"),
    "monitors": looked(HOUSE),
    "unmatched": looked(HOUSE),
    "monitor": looked(HOUSE, "monitor"),
    "monitor_new": form(WORKERS),
    "monitor_edit": form(WORKERS, "monitor"),
    "monitor_pause": done(WORKERS, "monitor"),
    "monitor_pause_end": done(WORKERS, "monitor"),
    "monitor_retirement": form(WORKERS, "monitor"),
    "job_address": form(WORKERS, "job"),
    "job_key": form(LEADERS, "job"),
    "monitor_trial": done(WORKERS, "monitor"),
    "maintenance": looked(HOUSE),
    "maintenance_new": form(WORKERS),
    "maintenance_withdrawal": form(WORKERS, "window"),
    "corrections": looked(HOUSE),
    "correction_new": form(WORKERS),
    "correction": looked(HOUSE, "any correction"),
    "correction_approval": done(WORKERS, "any correction"),
    "correction_refusal": done(WORKERS, "any correction"),
    "objection": looked(HOUSE, "any objection"),
    "objection_refusal": done(WORKERS, "any objection"),
    "sources": looked(HOUSE),
    "source": looked(HOUSE, "tool"),
    "source_new": form(LEADERS),
    "source_edit": form(LEADERS, "tool"),
    "source_secret": form(LEADERS, "tool"),
    "source_retirement": form(LEADERS, "tool"),
    "places": looked(HOUSE),
    "place": looked(HOUSE, "place"),
    "place_new": form(LEADERS),
    "place_edit": form(LEADERS, "place"),
    "place_code": done(LEADERS, "place"),
    "place_closing": form(LEADERS, "place"),
    "place_opening": done(LEADERS, "place"),
    "prober_retirement": form(LEADERS, "prober"),
    "months": looked(HOUSE),
    "month": looked(HOUSE, "month"),
    "month_closing": form(CLOSERS, "month"),
    "claims": looked(HOUSE),
    "disputes": looked(HOUSE),
    "dispute": looked(HOUSE, "any dispute"),
    "dispute_refusal": done(CLOSERS, "any dispute"),
    "dispute_acceptance": done(CLOSERS, "any dispute"),
    "month_claims": looked(HOUSE, "month"),
    "month_claim_grant": done(CLOSERS, "month"),
    "month_claim_refuse": done(CLOSERS, "month"),
    "month_claim_pay": done(CLOSERS, "month"),
    "month_delivery": form(CLOSERS, "month"),
    "month_paper": Route(get=CLOSERS, about="month", also=frozenset({404})),
    "month_sent_again": done(CLOSERS, "sent report"),
    "month_as_client": looked(CLOSERS, "month"),
    "month_json": looked(HOUSE, "month"),
    "month_report": Route(get=HOUSE, about="month", also=frozenset({404})),  # until the month is closed
    "month_envelope": looked(HOUSE, "month"),
    "month_evidence": looked(HOUSE, "month"),
    "month_readings": looked(HOUSE, "month"),
    "month_tickets": looked(HOUSE, "month"),
    "month_availability": looked(HOUSE, "system in a month"),
    "availability": looked(HOUSE, "system in a year"),
}
PORTAL = {
    "home": looked(CLIENTS),
    "home_rows": looked(CLIENTS),
    "report": form(REPORTERS),
    "report_classes": looked(REPORTERS),
    "tickets": looked(CLIENTS),
    "search": looked(CLIENTS),
    "ticket": looked(CLIENTS, "ticket"),
    "ticket_file": looked(CLIENTS, "file"),
    "ticket_thumbnail": looked(CLIENTS, "file"),
    "ticket_clocks": looked(CLIENTS, "ticket"),
    "ticket_why": looked(CLIENTS, "reading"),
    "ticket_replies": done(REPORTERS, "ticket"),
    "ticket_confirmation": done(REPORTERS, "ticket"),
    "ticket_refusal": done(REPORTERS, "ticket"),
    "ticket_reopening": done(REPORTERS, "ticket"),
    "ticket_pause_decision": done(REPORTERS, "ticket"),
    "ticket_class": done(REPORTERS, "ticket"),
    "ticket_system": done(REPORTERS, "ticket"),
    "ticket_followers": done(CLIENTS, "ticket"),
    "ticket_followers_end": done(CLIENTS, "ticket"),
    "ticket_closing": done(REPORTERS, "ticket"),
    "ticket_dismissal": done(REPORTERS, "ticket"),
    "ticket_dismissal_end": done(REPORTERS, "ticket"),
    "aside": looked(CLIENTS),
    "contract": looked(CLIENTS),
    "contract_file": looked(CLIENTS, "contract's file"),
    "contract_thumbnail": looked(CLIENTS, "contract's file"),
    "customer_file": looked(CLIENTS, "customer's file at"),
    "customer_thumbnail": looked(CLIENTS, "customer's file at"),
    "wording": looked(CLIENTS, "wording"),
    "accept_contract": done(ADMINISTRATORS, "wording"),
    "contract_json": looked(CLIENTS, "wording"),
    "contract_text": looked(CLIENTS, "wording"),
    "people": looked(CLIENTS),
    "person_departure": form(ADMINISTRATORS, "member"),
    "invitations": done(ADMINISTRATORS),
    "invitation_revocation": done(ADMINISTRATORS, "invitation"),
    "invitation_renewal": done(ADMINISTRATORS, "invitation"),
    "monitors": looked(CLIENTS),
    "correction": looked(CLIENTS, "correction"),
    "correction_consent": done(ADMINISTRATORS, "correction"),
    "correction_refusal": done(ADMINISTRATORS, "correction"),
    "objection_new": form(ADMINISTRATORS, "system in a month"),
    "objection": looked(CLIENTS, "objection"),
    "months": looked(CLIENTS),
    "month": looked(CLIENTS, "month"),
    "month_claims": Route(get=CLIENTS, post=ADMINISTRATORS, about="month"),
    "dispute_new": form(ADMINISTRATORS, "month"),
    "dispute": looked(CLIENTS, "dispute"),
    "month_claim_choice": done(ADMINISTRATORS, "month"),
    "month_claim_waiver": done(ADMINISTRATORS, "month"),
    "month_json": looked(CLIENTS, "month"),
    "month_report": Route(get=CLIENTS, about="month", also=frozenset({404})),
    "month_envelope": looked(CLIENTS, "month"),
    "month_evidence": looked(CLIENTS, "month"),
    "month_readings": looked(CLIENTS, "month"),
    "month_tickets": looked(CLIENTS, "month"),
    "month_availability": looked(CLIENTS, "system in a month"),
    "availability": looked(CLIENTS, "system in a year"),
}
SIGNING_IN = {
    "account_login": form(EVERYBODY),
    "account_logout": form(EVERYBODY),
    "account_inactive": looked(EVERYBODY),
    "account_reauthenticate": form(PERSONS),
    "account_change_password": form(PERSONS),
    "account_set_password": form(PERSONS),
    "account_reset_password": form(EVERYBODY),
    "account_reset_password_done": looked(EVERYBODY),
    "account_reset_password_from_key": form(EVERYBODY, "reset"),
    "account_reset_password_from_key_done": looked(EVERYBODY),
    "mfa_index": Route(get=PERSONS, asks_first=True),
    "mfa_authenticate": form(PERSONS),
    "mfa_reauthenticate": form(PERSONS),
    "mfa_activate_totp": form(PERSONS),
    "mfa_deactivate_totp": form(PERSONS),
    "mfa_view_recovery_codes": Route(get=PERSONS, asks_first=True),
    "mfa_generate_recovery_codes": form(PERSONS),
    "mfa_download_recovery_codes": Route(get=PERSONS, asks_first=True),
    "mfa_list_webauthn": Route(get=PERSONS, asks_first=True),
    "mfa_add_webauthn": form(PERSONS),
    "mfa_login_webauthn": form(EVERYBODY),
    "mfa_reauthenticate_webauthn": form(PERSONS),
    "mfa_remove_webauthn": form(PERSONS, "passkey"),
    "mfa_edit_webauthn": form(PERSONS, "passkey"),
    "usersessions_list": form(PERSONS),
}
MATRIX: dict[str, Route] = {
    **PLAIN,
    **{f"desk:{name}": route for name, route in DESK.items()},
    **{f"portal:{name}": route for name, route in PORTAL.items()},
    **SIGNING_IN,
}


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The names of every route that the product answers to; one without a name shows its pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name or one.pattern}"
