"""Blocks of header lines that programs write into a text, above what they answer or forward; their lines between."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# What the lines of such a block begin with, in the languages of the programs.
_LABELS = {
    "from": "from od von de da van från fra nadawca absender expéditeur remitente mittente lähettäjä feladó "
    "kimden от від отправитель "
    "发件人 差出人 보낸사람",
    "date": "sent date wysłano wysłane data gesendet datum envoyé enviado inviato verzonden skickat sendt "
    "dato odesláno odoslané "
    "lähetetty päivämäärä elküldve dátum gönderildi tarih отправлено надіслано дата fecha 发送时间 "
    "日期 送信日時 日時",
    "to": "to do an à a para aan till til komu pro adresat empfänger destinataire destinatario vastaanottaja "
    "címzett kime кому 收件人 宛先",
    "subject": "subject temat betreff objet asunto oggetto assunto onderwerp ämne emne předmět predmet aihe "
    "tárgy konu тема 主题 件名 제목",
    "cc": "cc dw kopia kopie kopi kopio copie copia copia másolat bilgi копия копія 抄送",
    "reply-to": "reply-to odpowiedz-do antwort-an",
}
_KIND = {word: kind for kind, words in _LABELS.items() for word in words.split()}
_LINE = re.compile(r"\s{0,8}\*{0,2}([^\W\d_][\w -]{0,14}?)\s{0,3}:\s{0,3}\*{0,2}(?:\s+(.*)|(.{0,1000}))$", re.DOTALL)
_SEPARATOR = re.compile(r"[-_=*]{2,}\s{0,3}([^\W\d_][^-_=*]{2,60}?)\s{0,3}[-_=*]{2,}\.?|[-_]{8,}")
_FORWARDED = re.compile(
    r"forwarded|przekazan|przesłan|przekazyw|weitergeleitet|transf[ée]r|reenviad|inoltrat|encaminhad"
    r"|doorgestuur|vidarebefor|videresend"
    r"|přeposl|preposl|переслан|переадрес|välitetty|továbbít|begin forwarded|转发|転送",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"original|oryginal|pierwotna|ursprüng|d'origine|originale|ursprunglig|oprindelig|opprinnelig|původní"
    r"|pôvodn|исходн|початков|eredeti|オリジナル|原始",
    re.IGNORECASE,
)
_APPLE = re.compile(
    r"(?:begin forwarded message|początek (?:przekazywanej|przekazanej) wiadomości"
    r"|anfang der weitergeleiteten nachricht|début du message (?:transféré|réexpédié)"
    r"|inizio messaggio inoltrato|inicio del mensaje reenviado|início da mensagem (?:reencaminhada"
    r"|encaminhada)|začátek přeposílané zprávy"
    r"|begin doorgestuurd bericht|vidarebefordrat brev)\s{0,3}:",
    re.IGNORECASE,
)
_SIGNS = ("-", "_", "=", "*")
MOST = 40


@dataclass(frozen=True, slots=True)
class Block:
    """Header lines in a text: the line after them, and what they say by kind (`from`, `date`, `to`, `subject`)."""

    end: int
    said: Mapping[str, str]


def block_at(lines: Sequence[str], at: int) -> Block | None:
    """The block that begins in that line, if one does: three kinds of lines, one of them who wrote it."""
    said: dict[str, str] = {}
    last, end = "", at
    for place in range(at, min(len(lines), at + MOST)):
        text = bare(lines[place])
        kind, value = _labelled(text)
        if kind in said:
            break
        if kind:
            said[kind], last, end = value, kind, place + 1
        elif not text:
            if len(said) >= 3 or place > end:
                break
        elif not last:
            return None
        elif place == end:
            said[last], end = f"{said[last]} {text}".strip(), place + 1
        else:
            break
    return Block(end, said) if "from" in said and len(said) >= 3 else None


def begins_block(line: str) -> bool:
    """Whether a block may begin in that line."""
    return _labelled(bare(line))[0] in ("from", "date", "subject")


def _labelled(text: str) -> tuple[str, str]:
    found = _LINE.match(text[:4000]) if ":" in text[:40] else None
    if found is None:
        return "", ""
    return _KIND.get(found[1].strip().lower(), ""), (found[2] or found[3] or "").strip()


def bare(line: str) -> str:
    """The line without its marks of quotes."""
    text = line.strip()
    return text.lstrip("> \t\u00a0") if text.startswith(">") else text


def is_rule(line: str) -> bool:
    """Whether it only parts what stands above from what stands below."""
    return _parting(line) == ""


def parts_answer(line: str) -> bool:
    """Whether it stands above what is answered, as in `-----Original Message-----`."""
    return bool(_ANSWERED.search(_parting(line) or ""))


def parts_forwarded(line: str) -> bool:
    """Whether it stands above what is forwarded, as in `Begin forwarded message:`."""
    return bool(_FORWARDED.search(_parting(line) or "")) or bool(_APPLE.fullmatch(line[:200]))


def _parting(line: str) -> str | None:
    """The words between the signs of a line that parts two messages; None for another line."""
    if line[:1] not in _SIGNS:
        return None
    found = _SEPARATOR.fullmatch(line[:200])
    return (found[1] or "") if found else None
