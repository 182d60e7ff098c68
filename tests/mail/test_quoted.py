"""New words are told from what they quote and from the signature, whoever wrote the program; nothing is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import message

from gwarant.mail import Mail, read
from gwarant.mail.quotes import MARKERS, split

OURS = "Dzień dobry,\nzgłoszenie przyjęte.\n"
MARKED = "> Dzień dobry,\n> zgłoszenie przyjęte.\n"

# The lines that programs put above the text they quote with marks.
ABOVE_MARKED = {
    "Gmail en": "On Mon, Nov 30, 2026 at 9:00 AM Pomoc <pomoc@dom.example> wrote:",
    "Gmail en broken": "On Mon, Nov 30, 2026 at 9:00 AM Pomoc Domu i Ogrodu\n<pomoc@dom.example> wrote:",
    "Gmail en 24h": "On Mon, 30 Nov 2026 at 09:00, Pomoc <pomoc@dom.example>\nwrote:",
    "Gmail pl": "pon., 30 lis 2026 o 09:00 Pomoc <pomoc@dom.example> napisał(a):",
    "Gmail pl new": "W dniu pon., 30.11.2026 o 09:00 Pomoc <pomoc@dom.example> napisał(a):",
    "Gmail pl broken": "pon., 30 lis 2026 o 09:00 Pomoc Domu i Ogrodu <pomoc@dom.example>\nnapisał(a):",
    "Gmail de": "Am Mo., 30. Nov. 2026 um 09:00 Uhr schrieb Hilfe <pomoc@dom.example>:",
    "Gmail fr": "Le lun. 30 nov. 2026 à 09:00, Aide <pomoc@dom.example> a écrit :",
    "Gmail es": "El lun, 30 nov 2026 a las 9:00, Ayuda (<pomoc@dom.example>) escribió:",
    "Gmail it": "Il giorno lun 30 nov 2026 alle ore 09:00 Aiuto <pomoc@dom.example> ha scritto:",
    "Gmail cs": "po 30. 11. 2026 v 9:00 odesílatel Pomoc <pomoc@dom.example> napsal:",
    "Gmail sk": "po 30. 11. 2026 o 9:00 Pomoc <pomoc@dom.example> napísal(a):",
    "Gmail uk": "пн, 30 лист. 2026 р. о 09:00 Допомога <pomoc@dom.example> пише:",
    "Gmail nl": "Op ma 30 nov 2026 om 09:00 schreef Hulp <pomoc@dom.example>:",
    "Gmail sv": "Den mån 30 nov. 2026 kl 09:00 skrev Hjälp <pomoc@dom.example>:",
    "Gmail da": "Den man. 30. nov. 2026 kl. 09.00 skrev Hjælp <pomoc@dom.example>:",
    "Gmail pt": "Em seg., 30 de nov. de 2026 às 09:00, Ajuda <pomoc@dom.example> escreveu:",
    "Gmail hu": "Segítség <pomoc@dom.example> ezt írta (időpont: 2026. nov. 30., H, 9:00):",
    "Thunderbird en": "On 30/11/2026 09:00, Pomoc wrote:",
    "Thunderbird pl": "W dniu 30.11.2026 o 09:00, Pomoc pisze:",
    "Thunderbird pl old": "W dniu 2026-11-30 09:00, Pomoc pisze:",
    "Thunderbird de": "Am 30.11.2026 um 09:00 schrieb Pomoc:",
    "Thunderbird fr": "Le 30/11/2026 à 09:00, Pomoc a écrit :",
    "Apple en": "On 30 Nov 2026, at 09:00, Pomoc <pomoc@dom.example> wrote:",
    "Apple pl": "Wiadomość napisana przez Pomoc <pomoc@dom.example> w dniu 30 lis 2026, o godz. 09:00:",
    "Apple de": "Am 30.11.2026 um 09:00 schrieb Pomoc <pomoc@dom.example>:",
    "WP pl": "Dnia 30 listopada 2026 09:00 Pomoc <pomoc@dom.example> napisał(a):",
    "Onet pl": "W dniu 2026-11-30 09:00:00 użytkownik Pomoc <pomoc@dom.example> napisał:",
    "Interia pl": 'Dnia 2026-11-30 o godz. 09:00 "Pomoc" <pomoc@dom.example> napisał:',
}
OUTLOOK = {
    "en": "From: Pomoc <pomoc@dom.example>\nSent: Monday, November 30, 2026 9:00 AM\nTo: Anna "
    "<anna@shop.example>\nSubject: Re: Sklep\n",
    "pl": "Od: Pomoc <pomoc@dom.example>\nWysłano: poniedziałek, 30 listopada 2026 09:00\nDo: Anna "
    "<anna@shop.example>\nTemat: Odp: Sklep\n",
    "de": "Von: Pomoc <pomoc@dom.example>\nGesendet: Montag, 30. November 2026 09:00\nAn: Anna "
    "<anna@shop.example>\nBetreff: AW: Sklep\n",
    "fr": "De : Aide <pomoc@dom.example>\nEnvoyé : lundi 30 novembre 2026 09:00\nÀ : Anna "
    "<anna@shop.example>\nObjet : RE: Boutique\n",
    "es": "De: Ayuda <pomoc@dom.example>\nEnviado: lunes, 30 de noviembre de 2026 9:00\nPara: Anna "
    "<anna@shop.example>\nAsunto: RE: Tienda\n",
    "cs": "Od: Pomoc <pomoc@dom.example>\nOdesláno: pondělí 30. listopadu 2026 9:00\nKomu: Anna "
    "<anna@shop.example>\nPředmět: RE: Obchod\n",
    "bold": "*From:* Pomoc <pomoc@dom.example>\n*Sent:* Monday, November 30, 2026 9:00 AM\n*To:* Anna\n*Cc:* "
    "Jan\n*Subject:* Re: Shop\n",
    "wrapped": "Od: Pomoc <pomoc@dom.example>\nWysłano: poniedziałek, 30 listopada 2026 09:00\nDo: Anna "
    "<anna@shop.example>; Jan\n <jan@shop.example>\nTemat: Odp: Sklep\n",
    "ruled": "________________________________\nFrom: Pomoc <pomoc@dom.example>\nSent: Monday, November 30, "
    "2026 9:00:00 AM\nTo: Anna\nSubject: Re: Shop\n",
    "parted": "-----Wiadomość oryginalna-----\nFrom: Pomoc [mailto:pomoc@dom.example]\nSent: Monday, November "
    "30, 2026 9:00 AM\nTo: Anna\nSubject: Re: Sklep\n",
    "original en": "-----Original Message-----\n",
    "original de": "-----Ursprüngliche Nachricht-----\n",
    "original fr": "-----Message d'origine-----\n",
}


def told(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in split(text)]


@pytest.mark.parametrize("above", ABOVE_MARKED.values(), ids=ABOVE_MARKED.keys())
def test_marked_quotes_begin_at_the_line_above_them(above: str) -> None:
    words, quote = "Nadal nie działa.\n\n", f"{above}\n\n{MARKED}"
    assert told(words + quote) == [("words", words), ("quote", quote)]


@pytest.mark.parametrize("above", ABOVE_MARKED.values(), ids=ABOVE_MARKED.keys())
def test_words_close_above_a_quote_are_words(above: str) -> None:
    words, quote = "Od 27.11.2026, 9:00 nie działa.\nNadal.\n", f"{above}\n{MARKED}"
    assert told(words + quote) == [("words", words), ("quote", quote)]


@pytest.mark.parametrize("above", ABOVE_MARKED.values(), ids=ABOVE_MARKED.keys())
def test_below_a_marked_quote_words_are_words(above: str) -> None:
    quote, words = f"{above}\n{MARKED}", "\nNadal nie działa.\n"
    assert told(quote + words) == [("quote", quote), ("words", words)]


@pytest.mark.parametrize("above", ABOVE_MARKED.values(), ids=ABOVE_MARKED.keys())
def test_without_marks_all_below_the_line_is_quoted(above: str) -> None:
    words, quote = "Nadal nie działa.\n\n", f"{above}\n\n{OURS}"
    assert told(words + quote) == [("words", words), ("quote", quote)]


@pytest.mark.parametrize("block", OUTLOOK.values(), ids=OUTLOOK.keys())
def test_a_block_of_headers_begins_the_quote(block: str) -> None:
    words, quote = "Nadal nie działa.\n\n", f"{block}\n{OURS}"
    assert told(words + quote) == [("words", words), ("quote", quote)]


@pytest.mark.parametrize("marker", [*MARKERS.values(), "##- Please type your reply above this line -##"])
@pytest.mark.parametrize("mark", ["", "> ", ">> ", "*"])
def test_our_own_line_begins_the_quote(marker: str, mark: str) -> None:
    words, quote = "Nadal nie działa.\n\n", f"{mark}{marker}\n{mark}Zgłoszenie przyjęte.\n"
    assert told(words + quote) == [("words", words), ("quote", quote)]


def test_answers_between_quoted_lines_are_words() -> None:
    text = "> Jaka przeglądarka?\nFirefox.\n\n> Od kiedy?\nOd rana.\n"
    assert [kind for kind, _ in told(text)] == ["quote", "words", "quote", "words"]


def test_a_quote_in_a_quote_is_one_quote() -> None:
    text = "Tak.\n\n> W dniu 30.11.2026 o 09:00, Pomoc pisze:\n>> Czy działa?\n>\n\n> koniec\n"
    assert [kind for kind, _ in told(text)] == ["words", "quote"]


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnna Kowalska\nSklep\n",
        "--\nAnna Kowalska\n",
        "Wysłano z iPhone'a\n",
        "Wysłane z telefonu Samsung Galaxy\n",
        "Sent from my iPhone\n",
        "Sent from Outlook for Android<https://aka.ms/x>\n",
        "Gesendet von Outlook für iOS\n",
        "Pozdrawiam,\nAnna Kowalska\ntel. +48 600 000 000\nwww.shop.example\n",
        "Z poważaniem\nAnna Kowalska\nSklep sp. z o.o.\nNIP 525-000-00-00\n",
        "Pozdrawiam, Anna Kowalska\n",
        "Z poważaniem\nAnna Kowalska\nSklep Wesołych Zakupów i Spółka sp. z o.o.\nul. Jana Długosza 5, 00-001 "
        "Warszawa\n",
        "Best regards,\nAnna\n\nThis message is confidential and intended only for its addressee, and whoever "
        "is not that person may not use it in any way.\n",
        "Mit freundlichen Grüßen\nAnna Kowalska\n",
        "Cordialement,\nAnna\n",
        "З повагою\nАнна\n",
    ],
)
def test_a_signature_is_told_apart(signature: str) -> None:
    words = "Nadal nie działa.\n\n"
    assert told(words + signature) == [("words", words), ("signature", signature)]
    quote = f"W dniu 30.11.2026 o 09:00, Pomoc pisze:\n{MARKED}"
    assert told(words + signature + "\n" + quote) == [
        ("words", words),
        ("signature", signature + "\n"),
        ("quote", quote),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nadal nie działa.\n",
        "Z faktury z 2025 roku wynika:\nkwota się nie zgadza.\n",
        "W dniu 30.11.2026 sklep nie działał:\nbłąd 500.\n",
        "Klient napisał:\nnie mogę kupić.\n",
        "Kroki:\n1. Od: pole\n2. Do: pole\n",
        "Do: 15:00 działało\n",
        "Pozdrawiam\n\nPS. A czy koszyk też?\n",
        "Pozdrawiam\n\nCzy koszyk też?\n",
        "Hi,\nthanks\nthe cart is still broken, please look at it\n",
        "Dzień dobry,\ndziękuję i pozdrawiam\nKoszyk nadal nie działa po aktualizacji.\n",
        "Log:\n---\nline\n---\nline\n",
        "Thanks\n",
        "---------------\nlog line\n---------------\n",
        "",
        "\n\n",
    ],
)
def test_words_that_only_look_like_it_stay_words(text: str) -> None:
    assert [kind for kind, _ in told(text)] == ["words"] * bool(text)


def test_what_is_alone_there_counts_as_words() -> None:
    assert [kind for kind, _ in told(f"{OUTLOOK['pl']}\n{OURS}")] == ["words"]
    assert [kind for kind, _ in told(MARKED)] == ["quote"]


LINES = st.sampled_from(
    [
        "",
        "słowa",
        "> cytat",
        "-- ",
        "Pozdrawiam",
        *MARKERS.values(),
        *ABOVE_MARKED.values(),
        *OUTLOOK["pl"].splitlines(),
        "-" * 12,
    ]
)


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_the_pieces_of_lines_are_the_text(text: str) -> None:
    pieces = split(text)
    assert "".join(one.text for one in pieces) == text
    assert all(one.text for one in pieces)
    assert all(former.kind != later.kind for former, later in pairwise(pieces))


@given(st.text(max_size=300))
def test_the_pieces_of_anything_are_the_text(text: str) -> None:
    assert "".join(one.text for one in split(text)) == text


HTML_ANSWERS = {
    "Gmail": """<div dir="ltr">Nadal nie działa.</div><br><div class="gmail_quote">
<div dir="ltr" class="gmail_attr">pon., 30 lis 2026 o 09:00 Pomoc
 &lt;<a href="mailto:pomoc@dom.example">pomoc@dom.example</a>&gt; napisał(a):<br></div>
<blockquote class="gmail_quote"><div>Zgłoszenie przyjęte.</div></blockquote></div>""",
    "Outlook": """<div class="WordSection1"><p class="MsoNormal">Nadal nie działa.<o:p></o:p></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt">
<p class="MsoNormal"><b>From:</b> Pomoc &lt;pomoc@dom.example&gt; <br><b>Sent:</b> Monday, November 30, 2026 9:00 AM<br>
<b>To:</b> Anna &lt;anna@shop.example&gt;<br><b>Subject:</b> Re: Sklep</p></div></div>
<p class="MsoNormal">Zgłoszenie przyjęte.</p></div>""",
    "Outlook on the web": """<div>Nadal nie działa.</div><div id="appendonsend"></div><hr style="width:98%">
<div id="divRplyFwdMsg" dir="ltr"><font><b>Od:</b> Pomoc &lt;pomoc@dom.example&gt;<br>
<b>Wysłane:</b> poniedziałek, 30 listopada 2026 09:00<br><b>Do:</b> Anna<br><b>Temat:</b> Odp: Sklep</font>
<div>&nbsp;</div></div><div>Zgłoszenie przyjęte.</div>""",
    "Apple": """<body>Nadal nie działa.<br><div><br><blockquote type="cite"><div>Wiadomość napisana przez Pomoc
 &lt;pomoc@dom.example&gt; w dniu 30 lis 2026, o godz. 09:00:</div><br><div>Zgłoszenie przyjęte.</div>
</blockquote></div></body>""",
    "Thunderbird": """<body><p>Nadal nie działa.</p><div class="moz-cite-prefix">W dniu 30.11.2026 o&nbsp;09:00, Pomoc
 pisze:<br></div><blockquote type="cite" cite="mid:x"><pre>Zgłoszenie\nprzyjęte.</pre></blockquote></body>""",
    "Yahoo": """<div>Nadal nie działa.</div><div class="yahoo_quoted"><div>On Monday, November 30, 2026 at 09:00:00 AM
 GMT+1, Pomoc &lt;pomoc@dom.example&gt; wrote: </div><div>Zgłoszenie przyjęte.</div></div>""",
    "with our line": f"<p>Nadal nie działa.</p><blockquote><p>{MARKERS['pl']}</p><p>Zgłoszenie.</p></blockquote>",
}


@pytest.mark.parametrize("html", HTML_ANSWERS.values(), ids=HTML_ANSWERS.keys())
def test_an_answer_of_html_alone_is_told_apart_as_well(html: str) -> None:
    found = read(message("From: anna@shop.example\nSubject: Odp: Sklep\nContent-Type: text/html; charset=utf-8", html))
    assert isinstance(found, Mail)
    assert found.words.strip() == "Nadal nie działa."
    assert "Zgłoszenie" in "".join(one.text for one in found.pieces if one.kind == "quote")
