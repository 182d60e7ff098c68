"""What happens in the demo world: who reports what, and how it goes on. Words only; the engine counts."""

from dataclasses import dataclass
from enum import StrEnum


class Course(StrEnum):
    """How a ticket goes on after the report."""

    PROMPT = "prompt"  # taken, answered, resolved, confirmed
    ASKED = "asked"  # a question to the customer in between
    SILENT = "silent"  # resolved, and nobody confirms
    REFUSED = "refused"  # not fixed the first time
    WORKAROUND = "workaround"  # restored first, repaired later
    SLOW_ANSWER = "slow_answer"  # the first answer comes too late
    SLOW_REPAIR = "slow_repair"  # the repair takes too long
    SUPPLIER = "supplier"  # waits for a third party
    RAISED = "raised"  # turns out to be worse than reported
    AGAIN = "again"  # reopened some days later
    CHANGE = "change"  # a change request with a quote
    UNTOLD = "untold"  # nothing is written down by itself


@dataclass(frozen=True)
class Story:
    """One kind of trouble: the customer's words, the house's words, the class, and the course that it takes."""

    service: str
    class_id: str
    course: Course
    title: str
    report: str
    answer: str
    solution: str
    question: str = ""
    reply: str = ""
    minutes: int = 60


SHOP = (
    Story(
        "shop",
        "critical",
        Course.WORKAROUND,
        "Nie można zapłacić kartą",
        "Od kwadransa płatność kartą kończy się błędem 502. BLIK działa.",
        "Widzimy błędy po stronie operatora płatności, pracujemy nad obejściem.",
        "Nowa wersja modułu płatności wdrożona, płatności kartą działają od 14:10.",
        "Przełączyliśmy płatności na zapasowego operatora. Klienci mogą płacić kartą.",
        minutes=190,
    ),
    Story(
        "shop",
        "serious",
        Course.ASKED,
        "Koszyk gubi produkty po zalogowaniu",
        "Klienci dodają produkty, logują się i koszyk jest pusty. Zgłosiło to już pięć osób.",
        "Dziękujemy, sprawdzamy sesje z ostatniej doby.",
        "Poprawiliśmy łączenie koszyka gościa z koszykiem konta. Testy na produkcji przeszły.",
        "Czy mogą Państwo podać adres e-mail jednej z tych osób i godzinę? Nie odtwarzamy tego u siebie.",
        "anna.k@example.com, dzisiaj około 9:40.",
        minutes=150,
    ),
    Story(
        "erp",
        "serious",
        Course.SUPPLIER,
        "Stany magazynowe nie aktualizują się od rana",
        "W ERP jest 40 sztuk, sklep pokazuje 0. Ostatnia synchronizacja o 6:12.",
        "Kolejka wymiany stoi po stronie dostawcy ERP, otworzyliśmy u niego zgłoszenie.",
        "Dostawca odblokował interfejs, zaległe stany zostały przesłane.",
        minutes=90,
    ),
    Story(
        "shop",
        "ordinary",
        Course.PROMPT,
        "Literówka w mailu z potwierdzeniem zamówienia",
        "W stopce jest „infolina” zamiast „infolinia”.",
        "Poprawimy dzisiaj.",
        "Szablon poprawiony i wdrożony.",
        minutes=20,
    ),
    Story(
        "shop",
        "ordinary",
        Course.SILENT,
        "Filtr rozmiaru pokazuje wyprzedane warianty",
        "Na liście butów filtr 42 pokazuje modele, których nie ma.",
        "Sprawdzamy indeks wyszukiwarki.",
        "Indeks odświeża się teraz po każdej zmianie stanu.",
        minutes=75,
    ),
    Story(
        "erp",
        "serious",
        Course.SLOW_ANSWER,
        "Faktury nie trafiają do ERP",
        "Od wczoraj wieczora nie ma nowych faktur w ERP.",
        "Przepraszamy za zwłokę. Token dostępu wygasł, odnawiamy go.",
        "Token odnowiony, 63 zaległe faktury przesłane. Dodaliśmy alert przed wygaśnięciem.",
        minutes=60,
    ),
    Story(
        "shop",
        "change",
        Course.CHANGE,
        "Nowy sposób dostawy: automat paczkowy",
        "Chcemy dodać odbiór w automacie przed świętami.",
        "Dziękujemy, przygotujemy wycenę.",
        "Odbiór w automacie działa, instrukcja w załączniku do dokumentacji.",
        "Wycena: 14 godzin pracy, z puli umowy. Prosimy o potwierdzenie.",
        "Potwierdzam, proszę działać.",
        minutes=240,
    ),
    Story(
        "shop",
        "ordinary",
        Course.REFUSED,
        "Zdjęcia produktów ładują się bardzo wolno",
        "Na telefonie zdjęcia pojawiają się po kilku sekundach.",
        "Zmierzymy to na kilku łączach.",
        "Zdjęcia są teraz skalowane po stronie serwera. Strona produktu waży 0,9 MB zamiast 6,4 MB.",
        "Włączyliśmy kompresję zdjęć.",
        "Na telefonie dalej wolno, proszę sprawdzić stronę kategorii.",
        minutes=120,
    ),
    Story(
        "shop",
        "serious",
        Course.RAISED,
        "Rabat nie nalicza się w koszyku",
        "Kod LATO10 nie działa części klientów.",
        "Odtworzyliśmy: dotyczy koszyków z produktem z wyprzedaży.",
        "Kolejność reguł rabatowych poprawiona, kody działają.",
        minutes=110,
    ),
)
CLINIC = (
    Story(
        "booking",
        "critical",
        Course.WORKAROUND,
        "Rejestracja internetowa nie działa",
        "Pacjenci widzą białą stronę. Telefony się urywają.",
        "Jesteśmy na miejscu zdarzenia, dyżurny przejął sprawę.",
        "Usunęliśmy zakleszczenie w bazie i dodaliśmy ograniczenie czasu zapytań.",
        "Usługa została przeniesiona na zapasowy węzeł, rejestracja działa.",
        minutes=150,
    ),
    Story(
        "records",
        "serious",
        Course.PROMPT,
        "Wydruk recepty bez kodu kreskowego",
        "Na dwóch stanowiskach recepta drukuje się bez kodu.",
        "Sprawdzamy sterownik na stanowiskach 3 i 5.",
        "Czcionka kodu została przywrócona, wydruk sprawdzony na obu stanowiskach.",
        minutes=45,
    ),
    Story(
        "records",
        "serious",
        Course.ASKED,
        "Wyniki badań przypisane do niewłaściwej wizyty",
        "Wyniki z laboratorium trafiły do wizyty z zeszłego tygodnia.",
        "Wstrzymaliśmy automatyczne przypisywanie do wyjaśnienia.",
        "Reguła przypisania uwzględnia teraz datę zlecenia. Trzy wyniki przeniesione.",
        "Prosimy o numery zleceń z laboratorium, żeby sprawdzić wszystkie przypadki.",
        "Zlecenia 4417, 4420 i 4431.",
        minutes=130,
    ),
    Story(
        "booking",
        "ordinary",
        Course.SILENT,
        "SMS z przypomnieniem przychodzi po wizycie",
        "Kilkoro pacjentów dostało przypomnienie dzień po wizycie.",
        "Sprawdzamy harmonogram wysyłki.",
        "Wysyłka liczyła godziny w innej strefie czasowej, poprawione.",
        minutes=50,
    ),
    Story(
        "booking",
        "critical",
        Course.SLOW_REPAIR,
        "Nie można odwołać wizyty",
        "Przycisk „odwołaj” nic nie robi, kalendarze stoją puste.",
        "Dyżurny pracuje nad tym.",
        "Zewnętrzna biblioteka kalendarza została cofnięta do poprzedniej wersji.",
        "Odwołania przyjmuje tymczasowo formularz zastępczy.",
        minutes=260,
    ),
    Story(
        "records",
        "ordinary",
        Course.AGAIN,
        "Podpis lekarza ucięty na zaświadczeniu",
        "Długie nazwiska są ucinane.",
        "Poprawimy układ wydruku.",
        "Układ wydruku mieści teraz nazwiska dwuczłonowe.",
        "",
        "Na zaświadczeniu o zdolności do pracy podpis nadal jest ucięty.",
        minutes=40,
    ),
)
PLANT = (
    Story(
        "mes",
        "serious",
        Course.PROMPT,
        "Raport zmianowy nie generuje się",
        "Raport z nocnej zmiany jest pusty.",
        "Sprawdzamy zadanie nocne.",
        "Zadanie zatrzymało się na pełnym dysku, miejsce zwolnione, raporty odtworzone.",
        minutes=80,
    ),
    Story(
        "mes",
        "ordinary",
        Course.SLOW_ANSWER,
        "Kolejność zleceń na tablicy",
        "Zlecenia pilne nie są na górze.",
        "Przepraszamy, zgłoszenie czekało zbyt długo. Sprawdzamy sortowanie.",
        "Pilne zlecenia są na górze tablicy.",
        minutes=35,
    ),
    Story(
        "mes",
        "critical",
        Course.SLOW_REPAIR,
        "Terminal na linii 2 nie loguje operatorów",
        "Operatorzy nie mogą się zalogować, linia pracuje na kartkach.",
        "Rozpoznajemy: certyfikat terminala wygasł.",
        "Certyfikaty wszystkich terminali odnowione, termin dopisany do kalendarza.",
        "Operatorzy logują się kodem PIN do czasu odnowienia certyfikatu.",
        minutes=210,
    ),
)
UNI = (
    Story(
        "enrol",
        "serious",
        Course.PROMPT,
        "Students cannot choose a second seminar",
        "The button is greyed out for everybody in year three.",
        "We can see it, the quota rule is counting withdrawn places.",
        "The rule no longer counts withdrawn places; year three can choose again.",
        minutes=95,
    ),
    Story(
        "exams",
        "critical",
        Course.WORKAROUND,
        "Exam portal answers with an error",
        "Two hundred students are in the room, the portal shows an error page.",
        "On it. The session store is full.",
        "The session store has its own disk now, with an alarm at 70 %.",
        "Sessions were moved to a spare store, students can log in.",
        minutes=180,
    ),
    Story(
        "enrol",
        "ordinary",
        Course.ASKED,
        "Wrong credit points on the transcript",
        "Course BIO-211 shows 4 points, it should be 5.",
        "Thank you, we are looking at the import.",
        "The import now takes the newest version of the syllabus.",
        "Which academic year is the transcript from?",
        "2025/26, sorry for not saying so.",
        minutes=55,
    ),
    Story(
        "exams",
        "serious",
        Course.SUPPLIER,
        "Plagiarism check does not start",
        "Uploads stay at 'queued' since the morning.",
        "The checker's own interface is down; their status page confirms it.",
        "Their service is back and the queue is empty.",
        minutes=40,
    ),
    Story(
        "enrol",
        "ordinary",
        Course.REFUSED,
        "Search does not find lecturers with a hyphen",
        "Searching for Nowak-Kowalska gives nothing.",
        "Reproduced, it is the tokenizer.",
        "Hyphenated names are found by either part, tested with the list that you sent.",
        "Hyphens are searchable now.",
        "It finds Nowak-Kowalska, but not Kowalska alone.",
        minutes=70,
    ),
    Story(
        "enrol",
        "change",
        Course.CHANGE,
        "Export of enrolment lists for the library",
        "The library needs a weekly list of new students.",
        "We will send you a quote.",
        "The list arrives every Monday at 6:00 as CSV.",
        "Quote: 6 hours from the pool. Do you agree?",
        "Agreed.",
        minutes=200,
    ),
)
WRITTEN_LATE = Story(
    "mes",
    "critical",
    Course.UNTOLD,
    "Etykiety nie drukują się na pakowni",
    "Od rana żadna drukarka na pakowni nie przyjmuje zleceń.",
    "Rozmowa telefoniczna: ustaliliśmy z brygadzistą, że etykiety drukuje na razie biuro. Zapis uzupełniony po czasie.",
    "Serwer wydruków działa po wymianie dysku, zaległe etykiety wydrukowane.",
    minutes=100,
)
STORIES = {"SHOP": SHOP, "CLINIC": CLINIC, "PLANT": PLANT, "UNI": UNI}
A_MONTH = {"SHOP": 5, "CLINIC": 4, "PLANT": 2, "UNI": 3}
