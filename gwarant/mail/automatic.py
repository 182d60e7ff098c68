"""Whether a machine sent it: codes, from what the head says. What follows from them is decided elsewhere."""

import re

from gwarant.mail.headers import Head
from gwarant.mail.model import Address

INSTANCE_HEADER = "X-Gwarant-Instance"  # in everything that Gwarant sends: which instance it was
DELIVERY_HEADER = "X-Gwarant-Delivery"  # which mail it was, signed: it comes back in a server's report and in no answer
_SUBMITTED = re.compile(r"\s*(auto-[\w-]+)", re.IGNORECASE)
_PRECEDENCE = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_REPLIES = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-mail-autoreply", "x-vacation")
_LISTS = ("list-id", "list-post", "list-unsubscribe", "list-help", "list-subscribe", "list-archive", "x-mailing-list")
_REPORTS = {"feedback-report": "complaint", "disposition-notification": "receipt"}
_NO = {"", "no", "false", "none", "0", "never"}
_NO_REPLY = re.compile(
    r"(?:no|do-?not|nie|nie-odpowiadaj|keine?)[._-]?(?:reply|antwort(?:en)?|respond|odpowiadaj|responder|repondre)\d*|noreply.*"
    r"|ne-pas-repondre|mailer-daemon|postmaster|bounces?|notifications?|alerts?|daemon|root|cron|nagios|zabbix",
    re.IGNORECASE,
)
# What programs and people write over the answers of their absence, at the beginning of the subject.
_VACATION = re.compile(
    r"""\s*(?:(?:re|aw|odp|sv|r|fwd?)\s?:\s*)*(?:
      (?:automatic|auto)[\s-]?(?:reply|response|answer|matic\sreply)|autoreply|autoresponse|autoresponder|out[\s-]of[\s-](?:the[\s-])?office
      |on\s(?:vacation|holiday|annual\sleave|leave)\b|vacation\s(?:reply|response)|i\s?a?'?m\sout\sof\s|away\sfrom\s(?:the\s)?(?:office|my\s(?:mail|desk))
      |automatyczna\sodpowied[zź]|odpowied[zź]\sautomatyczna|autoodpowied[zź]|auto\s?odpowied[zź]|nieobecno[sś][cć]|poza\sbiurem|jestem\sna\surlopie|urlop\b
      |przebywam\s(?:na\surlopie|poza)|jestem\snieobecn
      |automatische\s(?:antwort|r(?:ü|ue)ckantwort|e?-?mail|abwesenheit)|abwesenheits(?:notiz|nachricht|assistent|meldung)|abwesend|au(?:ß|ss)er\shaus
      |nicht\sim\sb(?:ü|ue)ro|abwesenheit|urlaubs|ich\sbin\s(?:im\surlaub|derzeit)
      |r[ée]ponse\sautomatique|absence\sdu\sbureau|absent(?:e)?\sdu\sbureau|message\sd'absence|absence\s?:|en\scong[ée]s|en\svacances|notification\sd'absence
      |respuesta\sautom[áa]tica|fuera\sde\s(?:la\s)?oficina|ausente|estoy\sde\svacaciones|respuesta\sde\sausencia
      |resposta\sautom[áa]tica|fora\sdo\sescrit[óo]rio|aus[êe]ncia
      |risposta\sautomatica|fuori\s(?:sede|ufficio)|assenza\sdall'ufficio|assente|sono\sin\sferie|messaggio\sautomatico
      |automatick[áa]\s(?:odpov[ěe][ďd]|odpove[ďd])|mimo\s(?:kancel[áa][řr]|kancel[áa]ri)|nep[řr][íi]tomnost|nepr[íi]tomnos[ťt]|dovolen[áa]\b|dovolenka
      |автоматична\sвідповідь|автовідповідь|поза\sофісом|відпустка|я\sу\sвідпустці|автоматический\sответ|автоответ|вне\sофиса|нет\sна\sместе|отпуск
      |automatisch\s?(?:antwoord|bericht|e?-?mail)|afwezigheid|afwezig|niet\sop\skantoor|buiten\skantoor
      |autosvar|automatiskt?\s(?:svar|e-?post)|automatisk\ssvar|fr[åa]nvaro|ikke\stil\sstede|frav[æa]r|p[åa]\s(?:semester|ferie)|ikke\sp[åa]\skontoret
      |automaattinen\svastaus|poissa(?:olo|\stoimistosta)|lomalla|autom[áa]tic?k[ae]?\sv[áa]lasz|automatikus\sv[áa]lasz|h[áa]zon\sk[íi]v[üu]l
      |r[ăa]spuns\sautomat|otomatik\syan[ıi]t|自動返信|自动回复|자동\s?응답
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def automatic(head: Head, subject: str, return_path: str | None, is_bounce: bool, report: str) -> str:
    """The code of the strongest sign that a machine sent it, or empty; `report` is the type of a report, if any."""
    if is_bounce:
        return "bounce"
    if report in _REPORTS:
        return _REPORTS[report]
    submitted = _SUBMITTED.match(head.text("auto-submitted", set()))
    precedence = head.text("precedence", set()).strip().lower()
    is_reply = precedence in ("auto_reply", "auto-reply") or any(_says(head, name) for name in _REPLIES)
    if is_reply or (submitted and (is_vacation(subject) or submitted[1].lower() == "auto-notified-vacation")):
        return "out_of_office"
    if submitted:
        return "auto_submitted"
    if any(head.first(name) is not None for name in _LISTS) or precedence == "list":
        return "list"
    if precedence in _PRECEDENCE:
        return "precedence"
    if return_path == "":
        return "empty_return_path"
    return _suppressed(head, subject)


def _suppressed(head: Head, subject: str) -> str:
    """X-Auto-Response-Suppress: of machines, and of calendars; with the subject of an absence, Exchange's answer."""
    kinds = {one.strip().lower() for one in head.text("x-auto-response-suppress", set()).split(",")}
    if not kinds & {"all", "oof", "autoreply"}:
        return ""
    return "out_of_office" if is_vacation(subject) else "response_suppressed"


def hint(subject: str, sender: Address) -> str:
    """A weaker reason to think that a machine sent it; empty where there is none."""
    if is_vacation(subject):
        return "vacation_subject"
    if _NO_REPLY.fullmatch(sender.address.partition("@")[0]):
        return "machine_sender"
    return ""


def is_vacation(subject: str) -> bool:
    """Whether the subject is one of an absence's answer, in one of the languages known here."""
    return bool(_VACATION.match(subject[:300]))


def _says(head: Head, name: str) -> bool:
    value = head.first(name)
    return value is not None and value.strip().lower().decode("ascii", "replace") not in _NO
