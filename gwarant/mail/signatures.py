"""Where a signature begins: at its delimiter, at the line of a telephone, at the words that close a letter."""

import re
from collections.abc import Sequence

LINES = 30  # that are not empty, of a signature after its delimiter
SHORT = 14  # the same after closing words
WIDE = 110
_TELEPHONE = re.compile(
    r"""(?:
      sent\s(?:from|via|with)\s(?:my\s|the\s|outlook|mail\sfor|yahoo|proton|samsung|gmail|android|iphone|ipad|a\smobile).{0,60}
      | get\soutlook\sfor\s.{2,40}
      |wysłan[eo]?\s(?:z|za\spomocą|ze)\s(?:mojego\s|telefonu|iphone|ipad|aplikacji|programu|outlook|gmail|samsung|smartfona|urządzenia|poczty|systemu).{0,60}
      |pobierz\saplikację\soutlook\s.{2,60} | uzyskaj\saplikację\soutlook\s.{2,60}
      |gesendet\s(?:von|mit|über)\s(?:meinem|outlook|der|mail|iphone|android|samsung).{0,60}
      | von\smeinem\s.{2,40}\sgesendet | outlook\sfür\s.{2,40}\sbeziehen
      |diese\snachricht\swurde\svon\smeinem\s.{2,60}
      |envoyé\s(?:de|depuis|à\spartir)\s.{2,60} | enviado\s(?:desde|do|de|a\spartir)\s.{2,60}
      | inviato\s(?:da|dal)\s.{2,60}
      |verzonden\svanaf\s.{2,60} | odesláno\sz\s.{2,60} | odoslané\sz\s.{2,60} | skickat\sfrån\smin\s.{2,60}
      | sendt\sfra\smin\s.{2,60}
      |надіслано\s(?:з|із)\s.{2,60} | отправлено\s(?:с|из)\s.{2,60} | lähetetty\s.{2,60}sta
    )\.?""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOSING = re.compile(
    r"""(?:
      (?:serdecznie\s|łączę\s)?pozdrawiam(?:y)?(?:\sserdecznie)? | (?:serdeczne\s)?pozdrowienia | pozdr
      | z\spoważaniem | z\swyrazami\sszacunku
      |z\sgóry\sdziękuj[eę](?:my)?(?:\si\spozdrawiam(?:y)?)? | dziękuj[eę](?:my)?\si\spozdrawiam(?:y)?
      | łączę\swyrazy\sszacunku | miłego\sdnia
      |(?:best|kind|warm|warmest|kindest)\sregards | regards | best\swishes
      | (?:yours\s)?(?:sincerely|faithfully|truly)(?:\syours)? | cheers
      |(?:many\s)?thanks(?:\sand\s(?:best\s|kind\s)?regards)? | thank\syou | br | all\sthe\sbest | best
      |mit\s(?:freundlichen|besten|herzlichen|lieben)\sgrü(?:ß|ss)en
      | (?:freundliche|viele|beste|liebe|herzliche|schöne)\sgrü(?:ß|ss)e | mfg | lg | vg
      |(?:bien\s)?cordialement | bien\sà\s(?:vous|toi) | (?:sincères\s)?salutations | (?:un\s)?saludos?
      | atentamente | (?:un\s)?cordial\ssaludo
      |(?:cordiali|distinti)\ssaluti | saluti | atenciosamente | (?:melhores\s)?cumprimentos
      | (?:met\s)?(?:vriendelijke\s)?groet(?:en)? | mvg
      |s\spozdrave?m | s\spozdravom | з\sповагою | с\sуважением | (?:med\s)?vänliga?\shälsning(?:ar)? | mvh
      | (?:med\s)?ven+lig\shilsen
      |ystävällisin\sterveisin | üdvözlettel | saygılarımla | cu\sstimă
    )[\s,.!;–-]{0,4}(?:[^\W\d_][\w.'’-]{0,20}(?:\s[^\W\d_][\w.'’-]{0,24}){0,2})?[,.!]?""",
    re.IGNORECASE | re.VERBOSE,
)
_LEGAL = re.compile(
    r"confidential|intended (?:only|solely)|poufn|adresat|odbiorc|vertraulich|rodo|gdpr|krs|nip\b|regon"
    r"|kapitał|handelsregister|registered|environment|drukow",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"(?:ul|al|os|pl|tel|kom|mob|fax|faks|mail|e-?mail|www|http|m|t|e|w|f)\b", re.IGNORECASE)
_COMPANY = re.compile(r"(?:o\.\s?o|s\.\s?a|inc|ltd|co|corp|k|j|p|b\.\s?v|s\.\s?r\.\s?o|e\.\s?v)\.$", re.IGNORECASE)
_MORE = re.compile(r"p\.?\s?s\b\.?|ad\s\d|nb\b", re.IGNORECASE)


def signature_in(lines: Sequence[str]) -> int | None:
    """The line in which the signature of these lines begins; None where none is seen."""
    texts = [line.strip() for line in lines]
    full = [at for at, text in enumerate(texts) if text]
    for left, at in enumerate(reversed(full[-LINES - 1 :])):
        is_exact = lines[at].rstrip("\r\n") == "-- "
        if texts[at] == "--" and left and (is_exact or left <= SHORT):
            return at
    for at in full[-6:]:
        if _TELEPHONE.fullmatch(texts[at]):
            return at
    return _closing(texts, full)


def _closing(texts: Sequence[str], full: Sequence[int]) -> int | None:
    for place in range(max(0, len(full) - SHORT - 1), len(full)):
        at = full[place]
        if len(texts[at]) <= 70 and _CLOSING.fullmatch(texts[at]):
            rest = [texts[one] for one in full[place + 1 :]]
            return at if all(_is_of_signature(text) for text in rest) else None
    return None


def _is_of_signature(text: str) -> bool:
    if _MORE.match(text) or text.endswith("?"):
        return False
    return bool(_LEGAL.search(text)) or (len(text) <= WIDE and not _is_sentence(text))


def _is_sentence(text: str) -> bool:
    """Whether it reads as somebody's words: a few of them that begin small or end as a sentence does."""
    if len(text.split()) < 4 or _CONTACT.match(text):
        return False
    return text[0].islower() or (text[-1] in ".!…" and not _COMPANY.search(text))
