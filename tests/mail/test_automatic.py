"""Machines are known by what they say of themselves."""

import pytest
from samples import BOUNCE, PLAIN, letter, message

from gwarant.mail import Bounce, Mail, read


def found(headers: str, body: str = "--b\n\nx\n--b--\n") -> Mail:
    said = read(message(f"From: anna@shop.example\n{headers}", body))
    assert isinstance(said, Mail)
    return said


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ("Auto-Submitted: auto-generated", "auto_submitted"),
        ("Auto-Submitted: auto-replied; owner=x", "auto_submitted"),
        ("Auto-Submitted: no", ""),
        ("Auto-Submitted: auto-replied\nSubject: Automatyczna odpowiedź: Sklep", "out_of_office"),
        ("X-Auto-Response-Suppress: All\nSubject: Automatic reply: Shop", "out_of_office"),
        ("X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply", "response_suppressed"),
        ("X-Auto-Response-Suppress: DR", ""),
        ("Precedence: auto_reply", "out_of_office"),
        ("Precedence: bulk", "precedence"),
        ("Precedence: junk", "precedence"),
        ("Precedence: list", "list"),
        ("Precedence: first-class", ""),
        ("X-Autoreply: yes", "out_of_office"),
        ("X-Autorespond: Shop", "out_of_office"),
        ("X-Autoreply: no", ""),
        ("List-Id: News <news.shop.example>", "list"),
        ("List-Unsubscribe: <mailto:x@shop.example>", "list"),
        ("Return-Path: <>", "empty_return_path"),
        ("X-Gwarant-Instance: 7f3a\nAuto-Submitted: auto-generated", "auto_submitted"),
        ("X-Failed-Recipients: a@b.example", "bounce"),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=b", "complaint"),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "receipt"),
        ("Subject: Re: Shop", ""),
    ],
)
def test_the_strongest_sign_gives_the_code(headers: str, code: str) -> None:
    assert found(headers).automatic == code


def test_people_are_no_machines() -> None:
    said = read(PLAIN)
    assert isinstance(said, Mail)
    assert (said.automatic, said.hint) == ("", "")


@pytest.mark.parametrize(
    "subject",
    [
        *("Automatic reply: Shop", "Out of office: Anna", "Out of Office Re: Shop", "Autoreply: Shop"),
        *(
            "Automatyczna odpowiedź: Sklep",
            "Odpowiedź automatyczna: Sklep",
            "Nieobecność: Anna",
            "Poza biurem",
            "Jestem na urlopie",
        ),
        *("Automatische Antwort: Shop", "Abwesenheitsnotiz: Shop", "Automatische Rückantwort", "Abwesend: Anna"),
        *(
            "Réponse automatique : Boutique",
            "Absence du bureau",
            "En congés jusqu'au 3",
            "Respuesta automática: Tienda",
            "Fuera de la oficina",
        ),
        *(
            "Risposta automatica: Negozio",
            "Fuori ufficio",
            "Automatická odpověď: Obchod",
            "Mimo kancelář",
            "Automatická odpoveď: Obchod",
        ),
        *("Автоматична відповідь: Крамниця", "Автоответ: Магазин", "Automatisch antwoord: Winkel", "Afwezigheid: Anna"),
        *(
            "Autosvar: Butik",
            "Automatiskt svar: Butik",
            "Automatisk svar: Butikk",
            "Frånvaro: Anna",
            "Automaattinen vastaus: Kauppa",
        ),
        *("Automatikus válasz: Bolt", "Odp: Automatyczna odpowiedź: Sklep"),
    ],
)
def test_subjects_of_absence_are_known_in_many_languages(subject: str) -> None:
    said = read(letter(Subject=subject).as_bytes())
    assert isinstance(said, Mail)
    assert (said.automatic, said.hint) == ("", "vacation_subject")


@pytest.mark.parametrize(
    "subject",
    ["Sklep nie działa", "Automatic payments fail", "Office 365 down", "Holiday hours are wrong", "Autoryzacja kart"],
)
def test_subjects_of_work_are_not_taken_for_absence(subject: str) -> None:
    said = read(letter(Subject=subject).as_bytes())
    assert isinstance(said, Mail)
    assert said.hint == ""


@pytest.mark.parametrize("sender", ["noreply", "no-reply", "do-not-reply", "nie-odpowiadaj", "bounces", "cron"])
def test_senders_that_read_nothing_are_hinted_at(sender: str) -> None:
    said = read(letter(From=f"{sender}@shop.example").as_bytes())
    assert isinstance(said, Mail)
    assert said.hint == "machine_sender"


def test_a_report_without_a_part_for_machines_is_read_from_its_words() -> None:
    body = (
        "A message that you sent could not be delivered:\n\n  nobody@shop.example\n    550 5.1.1 unknown user\n\n"
        "Message-ID: <o1@house.example>\n"
    )
    said = read(message("From: Mail Delivery System <Mailer-Daemon@mx.example>\nSubject: Mail delivery failed", body))
    assert isinstance(said, Mail)
    assert said.bounces == (Bounce("nobody@shop.example", "failed", "5.1.1", "", "o1@house.example"),)


def test_each_recipient_of_a_report_is_told() -> None:
    second = b"\nFinal-Recipient: rfc822; other@shop.example\nAction: delayed\nStatus: 4.4.1\n"
    said = read(BOUNCE.replace(b"no such user\n", b"no such user\n" + second))
    assert isinstance(said, Mail)
    assert [(one.recipient, one.action, one.status) for one in said.bounces] == [
        ("nobody@shop.example", "failed", "5.1.1"),
        ("other@shop.example", "delayed", "4.4.1"),
    ]
