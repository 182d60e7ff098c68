"""The environment, read once and checked: every setting has a name, a meaning and a default."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from gwarant.notify.channels import channel_of
from gwarant.safe_http.addresses import networks_of
from gwarant.sla.problem import InputError, Problem

Environ = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the environment says, with defaults filled in."""

    state_dir: Path
    host: str
    port: int
    url: str
    database_url: str
    app_database_url: str
    secret_key: str
    old_secret_keys: tuple[str, ...]
    email_url: str
    alarm_email_url: str
    email_from: str
    email_reply_to: str
    email_bounces: str
    mail_auth_servers: tuple[str, ...]
    mail_smtp: str
    mail_lmtp: str
    inside_hosts: tuple[str, ...]
    has_prober: bool
    prober_networks: tuple[str, ...]
    prober_lease: int
    threads: int
    pings_kept: int
    dispute_days: int
    is_behind_proxy: bool
    is_debug: bool
    metrics_token: str
    files_dir: Path
    files_host: str
    file_size: int
    form_size: int
    form_files: int
    email_files: int
    seal_file: str
    seal_password: str
    timestamp_url: str

    @property
    def is_secure(self) -> bool:
        """Whether people reach the product by HTTPS."""
        return self.url.startswith("https://")

    @property
    def files_url(self) -> str:
        """Where files are served, as links in mails have it."""
        scheme = "https" if self.is_secure else "http"
        return f"{scheme}://{self.files_host}" if self.files_host else self.url

    @property
    def public_host(self) -> str:
        return urlsplit(self.url).hostname or self.host


@dataclass(frozen=True)
class Setting:
    """One variable: its name, what it means, and what it is when unset."""

    name: str
    meaning: str
    default: str


SETTINGS = (
    Setting("GWARANT_STATE_DIR", "where the database, the secret and outgoing files live", "~/.local/state/gwarant"),
    Setting("GWARANT_HOST", "the address that the web server listens on", "127.0.0.1"),
    Setting("GWARANT_PORT", "the port that the web server listens on", "8448"),
    Setting("GWARANT_URL", "the address that people use, in mails and links", "http://HOST:PORT"),
    Setting("DATABASE_URL", "PostgreSQL as its owner, postgresql://…; unset: Gwarant runs its own", ""),
    Setting("GWARANT_APP_DATABASE_URL", "PostgreSQL as the application's role, where the owner may not become it", ""),
    Setting("GWARANT_SECRET_KEY", "50 random characters; unset: made once and kept in the state directory", ""),
    Setting("GWARANT_SECRET_KEY_FILE", "a file that holds the secret key", ""),
    Setting("GWARANT_OLD_SECRET_KEYS", "former secret keys, by spaces: what was made under them still holds", ""),
    Setting("GWARANT_OLD_SECRET_KEYS_FILE", "a file that holds the former secret keys", ""),
    Setting(
        "GWARANT_EMAIL_URL",
        "smtp://user:password@host:587?tls=starttls, graph://desk@house.example, or file:///directory",
        "file: STATE/mail",
    ),
    Setting("GWARANT_ALARM_EMAIL_URL", "a second way out, for alarms that the first does not take; unset: none", ""),
    Setting("GWARANT_EMAIL_FROM", "the sender of all mail; without a name of its own the house's", "gwarant@localhost"),
    Setting("GWARANT_EMAIL_REPLY_TO", "where answers to mails are read; unset: mails say that nobody reads them", ""),
    Setting(
        "GWARANT_EMAIL_BOUNCES",
        "an address that Gwarant reads, also with + and more, to which servers report what did not arrive; unset: none",
        "",
    ),
    Setting("GWARANT_MAIL_SMTP", "host:port at which gwarant up takes mail by SMTP; unset: not", ""),
    Setting("GWARANT_MAIL_LMTP", "host:port at which gwarant up takes mail by LMTP; unset: not", ""),
    Setting(
        "GWARANT_MAIL_AUTH_SERVERS",
        "names under which your own mail servers write what SPF, DKIM and DMARC said, by commas; unset: none",
        "",
    ),
    Setting(
        "GWARANT_INSIDE_HOSTS",
        "hosts (with a port or not) and networks of your own that may be asked by HTTP, by commas",
        "",
    ),
    Setting("GWARANT_PROBER", "no: gwarant up starts no prober of its own", "yes"),
    Setting(
        "GWARANT_PROBER_NETWORKS",
        "private networks that the house's own prober may call beside the internet, by commas; unset: none",
        "",
    ),
    Setting(
        "GWARANT_PROBER_LEASE",
        "for how many seconds a prober has what it looks at; others take over from one that is not heard for so long",
        "60",
    ),
    Setting(
        "GWARANT_THREADS",
        "requests that a web process works on at once; more wait for their turn",
        "4",
    ),
    Setting("GWARANT_PINGS_KEPT", "days for which what jobs told is kept, from 31", "400"),
    Setting(
        "GWARANT_DISPUTE_DAYS",
        "for how many days after it was stated a client may dispute a report; what was stated before keeps its days",
        "30",
    ),
    Setting("GWARANT_BEHIND_PROXY", "yes: trust X-Forwarded-Proto of the proxy in front", "no"),
    Setting("GWARANT_METRICS_TOKEN", "the bearer token for /metrics; unset: loopback only", ""),
    Setting(
        "GWARANT_FILES_DIR", "where files that people send lie; all web servers and engines share it", "STATE/files"
    ),
    Setting("GWARANT_FILES_HOST", "a host name of its own from which files are served; unset: the product's own", ""),
    Setting("GWARANT_FILE_SIZE", "the most that one file may have, in MB", "25"),
    Setting("GWARANT_FORM_SIZE", "the most that all files of one form may have together, in MB", "50"),
    Setting("GWARANT_FORM_FILES", "how many files may be sent with one form", "20"),
    Setting("GWARANT_EMAIL_FILES", "the most that files inside one mail have together, in MB; others go as links", "5"),
    Setting("GWARANT_SEAL_FILE", "a PKCS#12 file with a seal of your own for reports; unset: the house's own key", ""),
    Setting("GWARANT_SEAL_PASSWORD", "what opens that file", ""),
    Setting("GWARANT_SEAL_PASSWORD_FILE", "a file that holds that password", ""),
    Setting("GWARANT_TIMESTAMP_URL", "an authority (RFC 3161) that stamps each report with the time; unset: none", ""),
    Setting("GWARANT_DEBUG", "yes: show errors in pages; never on a public address", "no"),
)
NAMES = tuple(one.name for one in SETTINGS)
_OWN = "GWARANT_"
_PLAIN = re.compile(r"[A-Za-z0-9._-]+")
INSIDE = re.compile(r"[a-z0-9._-]+(:[0-9]{1,5})?|\[[0-9a-f:.]+\](:[0-9]{1,5})?|[0-9a-f:]+")


def read_environment(environ: Environ | None = None) -> Environment:
    """The settings; InputError names every variable that is wrong or unknown."""
    reader = _Reader(os.environ if environ is None else environ)
    state = Path(reader.text("GWARANT_STATE_DIR", "") or _default_state(reader.environ)).expanduser()
    host, port = reader.text("GWARANT_HOST", "127.0.0.1"), reader.number("GWARANT_PORT", 8448, 1, 65535)
    found = Environment(
        state_dir=state.absolute(),
        host=host,
        port=port,
        url=reader.checked("GWARANT_URL", f"http://{host}:{port}", _web_address).rstrip("/"),
        database_url=reader.checked("DATABASE_URL", "", _postgres_address),
        app_database_url=reader.checked("GWARANT_APP_DATABASE_URL", "", _postgres_address),
        secret_key=reader.secret("GWARANT_SECRET_KEY"),
        old_secret_keys=tuple(reader.secret("GWARANT_OLD_SECRET_KEYS").split()),
        email_url=reader.checked("GWARANT_EMAIL_URL", f"file://{state.absolute()}/mail", _mail_address),
        alarm_email_url=reader.checked("GWARANT_ALARM_EMAIL_URL", "", lambda text: _mail_address(text) if text else ""),
        email_from=reader.checked("GWARANT_EMAIL_FROM", "gwarant@localhost", _sender),
        email_reply_to=reader.checked("GWARANT_EMAIL_REPLY_TO", "", lambda text: _sender(text) if text else ""),
        email_bounces=reader.checked("GWARANT_EMAIL_BOUNCES", "", _bounces),
        mail_smtp=reader.checked("GWARANT_MAIL_SMTP", "", _host_and_port),
        mail_lmtp=reader.checked("GWARANT_MAIL_LMTP", "", _host_and_port),
        mail_auth_servers=_listed(reader.text("GWARANT_MAIL_AUTH_SERVERS", "")),
        inside_hosts=_listed(reader.checked("GWARANT_INSIDE_HOSTS", "", _inside)),
        has_prober=reader.flag("GWARANT_PROBER", "yes"),
        prober_networks=_listed(reader.checked("GWARANT_PROBER_NETWORKS", "", _networks)),
        prober_lease=reader.number("GWARANT_PROBER_LEASE", 60, 5, 600),
        threads=reader.number("GWARANT_THREADS", 4, 1, 64),
        pings_kept=reader.number("GWARANT_PINGS_KEPT", 400, 31, 36_500),
        dispute_days=reader.number("GWARANT_DISPUTE_DAYS", 30, 1, 3650),
        is_behind_proxy=reader.flag("GWARANT_BEHIND_PROXY"),
        is_debug=reader.flag("GWARANT_DEBUG"),
        metrics_token=reader.text("GWARANT_METRICS_TOKEN", ""),
        files_dir=Path(reader.text("GWARANT_FILES_DIR", str(state / "files"))).expanduser().absolute(),
        files_host=reader.checked("GWARANT_FILES_HOST", "", _host_name).lower(),
        file_size=reader.number("GWARANT_FILE_SIZE", 25, 1, 2000),
        form_size=reader.number("GWARANT_FORM_SIZE", 50, 1, 4000),
        form_files=reader.number("GWARANT_FORM_FILES", 20, 1, 20),
        email_files=reader.number("GWARANT_EMAIL_FILES", 5, 0, 100),
        seal_file=reader.checked("GWARANT_SEAL_FILE", "", _readable),
        seal_password=reader.secret("GWARANT_SEAL_PASSWORD"),
        timestamp_url=reader.checked("GWARANT_TIMESTAMP_URL", "", lambda text: _web_address(text) if text else ""),
    )
    reader.finish()
    return found


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip().lower() for one in text.split(",") if one.strip())


def _inside(text: str) -> str:
    hint = "hosts and networks by commas: ntfy.example, 10.1.2.3:8080, 10.1.0.0/16"
    try:
        networks_of(_listed(text))
    except ValueError as error:
        return f"{hint} ({error})"
    return "" if all("/" in one or INSIDE.fullmatch(one) for one in _listed(text)) else hint


def _networks(text: str) -> str:
    hint = "networks by commas: 10.1.0.0/16, 127.0.0.1"
    try:
        return "" if all(ip_network(one) for one in _listed(text)) else hint
    except ValueError as error:
        return f"{hint} ({error})"


def _default_state(environ: Environ) -> str:
    base = environ.get("XDG_STATE_HOME") or "~/.local/state"
    return f"{base}/gwarant"


def _web_address(text: str) -> str:
    return (
        "" if urlsplit(text).scheme in ("http", "https") and urlsplit(text).hostname else "http://host or https://host"
    )


def _readable(text: str) -> str:
    return "" if not text or os.access(text, os.R_OK) else "the path of a PKCS#12 file that this program may read"


def _host_name(text: str) -> str:
    fits = not text or re.fullmatch(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?", text)
    return "" if fits else "files.example.com, a name without https:// and path"


def _postgres_address(text: str) -> str:
    fits = not text or urlsplit(text).scheme in ("postgresql", "postgres")
    return "" if fits else "postgresql://user:password@host/database"


def _host_and_port(text: str) -> str:
    host, _, port = text.rpartition(":")
    fits = not text or (host and port.isascii() and port.isdigit() and 0 < int(port) < 65536)
    return "" if fits else "host:port, for example 127.0.0.1:2524"


def _sender(text: str) -> str:
    name, domain = parseaddr(text)[1].rpartition("@")[::2]
    return "" if name and domain and name.isascii() and "\n" not in text else "name@domain, or Name <name@domain>"


def _bounces(text: str) -> str:
    """A mail's own part has 41 signs, and all before the @ may have 64."""
    user, _, domain = text.rpartition("@")
    fits = not text or (_PLAIN.fullmatch(user) and len(user) <= 20 and re.fullmatch(r"[A-Za-z0-9.-]+", domain))
    return "" if fits else "name@domain without a + in it, the name of up to 20 signs: bounces@house.example"


def _mail_address(text: str) -> str:
    try:
        channel_of(text)
    except ValueError as error:
        return f"smtp://user:password@host:587?tls=starttls or file:///directory ({error})"
    return ""


class _Reader:
    """Reads variables and remembers what was wrong."""

    def __init__(self, environ: Environ) -> None:
        self.environ = environ
        self.problems: list[Problem] = []

    def text(self, name: str, default: str) -> str:
        return self.environ.get(name, "").strip() or default

    def checked(self, name: str, default: str, wanted: Callable[[str], str]) -> str:
        value = self.text(name, default)
        try:
            hint = wanted(value)
        except ValueError as error:
            hint = str(error)
        if hint:
            self.fault(name, "is not an address that fits", f"write {hint}")
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        raw = self.text(name, str(default))
        if not (raw.isascii() and raw.isdigit() and least <= int(raw) <= most):
            self.fault(name, f"{raw!r} is not a number from {least} to {most}", f"for example {default}")
            return default
        return int(raw)

    def flag(self, name: str, default: str = "no") -> bool:
        raw = self.text(name, default).lower()
        if raw not in ("yes", "no", "1", "0", "true", "false"):
            self.fault(name, f"{raw!r} is neither yes nor no", "write yes or no")
        return raw in ("yes", "1", "true")

    def secret(self, name: str) -> str:
        file = self.text(f"{name}_FILE", "")
        if not file:
            return self.text(name, "")
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            self.fault(f"{name}_FILE", f"cannot be read: {error}", "name a readable file")
            return ""

    def fault(self, name: str, message: str, hint: str) -> None:
        self.problems.append(Problem("", 0, 0, name, message, hint, "setting"))

    def finish(self) -> None:
        known = set(NAMES)
        for name in sorted(self.environ):
            if name.startswith(_OWN) and name not in known:
                self.fault(name, "is not a setting", f"known: {', '.join(NAMES)}")
        if self.problems:
            raise InputError(self.problems)
