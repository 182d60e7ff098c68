"""What is wrong with a typed value and what would be right, in both languages."""

SLIPS: dict[str, dict[str, str]] = {
    "en": {
        "text": "This is too long or holds signs that cannot be printed; write at most {most} letters.",
        "nip": "“{text}” is not a Polish tax number; write ten digits, such as 526-025-02-74.",
        "nip_check": "“{text}” has ten digits, but they do not add up to a tax number; look for a slip.",
        "money": "“{text}” is not an amount; write it as 1,200.00 or 1200.",
        "percent": "“{text}” is not a percentage up to {most}; write it as 99.5.",
        "whole": "“{text}” is not a whole number up to {most}; write it as 1.",
        "date": "“{text}” is not a day; write it as 2026-12-01 or 1.12.2026.",
        "time": "“{text}” is not a time; write it as 30 minutes, 4 hours or 2 working days.",
        "days": "“{text}” could mean days of the calendar or days of work; write “working days”, or hours.",
        "length": "“{text}” is not an exact time; write it in minutes or hours, such as 15 minutes or 4 hours.",
        "period": "“{text}” is not a period; write it as 14 days or 1 month.",
        "week": "“{text}” is not a week; write days and hours, such as Mon-Fri 8:00-18:00, or 24/7.",
        "never_open": "These hours are never open, so no time would ever run out; write days and hours.",
        "band": "“{text}” is not a band; write it as 99.0-99.5: 3% or <98: 15%, one a line.",
        "factor": "“{text}” is not a dearer time; write it as outside office: 1.5 or Sun or holiday: 2, one a line.",
        "choice": "“{text}” cannot be chosen here; take one of the list.",
        "yes_no": "“{text}” is neither yes nor no.",
        "short_name": "“{text}” is not a short name; write small letters, digits and dashes, such as shop.",
        "onboarding": "An onboarding also needs its length, such as 4 weeks.",
        "blank": "To be filled in before signing.",
        "wrong": "{message}.",
    },
    "pl": {
        "text": "Tekst jest za długi albo zawiera znaki, których nie da się wydrukować; dopuszcza się {most} znaków.",
        "nip": "„{text}” nie jest numerem NIP; należy wpisać dziesięć cyfr, np. 526-025-02-74.",
        "nip_check": "„{text}” ma dziesięć cyfr, ale suma kontrolna się nie zgadza; prawdopodobnie jest w nim pomyłka.",
        "money": "„{text}” nie jest kwotą; należy wpisać np. 1 200,00 lub 1200.",
        "percent": "„{text}” nie jest procentem w zakresie do {most}; należy wpisać np. 99,5.",
        "whole": "„{text}” nie jest liczbą całkowitą w zakresie do {most}; należy wpisać np. 1.",
        "date": "„{text}” nie jest datą; należy wpisać np. 1.12.2026 lub 2026-12-01.",
        "time": "„{text}” nie jest czasem; należy wpisać np. 30 minut, 4 godziny lub 2 dni robocze.",
        "days": "„{text}” może oznaczać dni kalendarzowe albo robocze; należy dopisać „robocze” "
        "albo podać czas w godzinach.",
        "length": "„{text}” nie jest czasem w minutach lub godzinach; należy wpisać np. 15 minut lub 4 godziny.",
        "period": "„{text}” nie jest okresem; należy wpisać np. 14 dni lub 1 miesiąc.",
        "week": "„{text}” nie określa dni i godzin; należy wpisać np. pon-pt 8:00-18:00 albo 24/7.",
        "never_open": "Bez ani jednej godziny pracy żaden termin by nie upłynął; należy wpisać dni i godziny.",
        "band": "„{text}” nie jest progiem; należy wpisać np. 99,0-99,5: 3% albo <98: 15%, każdy w osobnym wierszu.",
        "factor": "„{text}” nie jest mnożnikiem; należy wpisać np. poza office: 1,5 albo niedziela lub święto: 2, "
        "każdy w osobnym wierszu.",
        "choice": "„{text}” nie należy do listy; należy wybrać jedną z jej pozycji.",
        "yes_no": "„{text}” nie znaczy ani tak, ani nie.",
        "short_name": "„{text}” nie jest nazwą skróconą; dopuszcza się małe litery, cyfry i łączniki, np. sklep.",
        "onboarding": "Należy podać także czas wdrożenia, np. 4 tygodnie.",
        "blank": "Do uzupełnienia przed podpisaniem.",
        "wrong": "Tego postanowienia nie da się odczytać: {message}.",
        "missing": "Brakuje wymaganego postanowienia.",
        "unknown-key": "W umowie jest klucz, którego język umów nie zna: {path}.",
        "reference": "Postanowienie odwołuje się do czegoś, czego w umowie nie ma: {path}.",
        "yaml": "Tekst umowy nie jest poprawnym dokumentem YAML.",
        "extends": "Umowa odwołuje się do pakietu, którego nie ma.",
    },
}

RULES_PL: dict[str, str] = {
    "band-gap": "Między progami jest luka: pewna wartość narusza zobowiązanie i nie trafia do żadnego progu. "
    "Każdy próg powinien zaczynać się tam, gdzie kończy się poprzedni.",
    "band-overlap": "Progi nachodzą na siebie. Każdy powinien kończyć się tam, gdzie zaczyna się następny.",
    "band-empty": "W tym progu nie mieści się żadna wartość; dolna granica musi być mniejsza od górnej.",
    "band-promise": "Zobowiązanie jest naruszone przy innej wartości niż ta, od której należy się rekompensata. "
    "Pierwszy próg powinien zaczynać się od gwarantowanej dostępności.",
    "band-unreachable": "Najkrótsza liczona przerwa przeskakuje ten próg, więc nigdy nie zostanie wypłacony. "
    "Należy poszerzyć próg w dół albo liczyć krótsze przerwy.",
    "no-intake": "Żaden kanał nie uruchamia terminów, więc żaden termin nigdy nie zacznie biec. "
    "Należy wskazać co najmniej jeden kanał.",
    "class-without-target": "Dla tej klasy nie określono żadnego terminu. Należy go ustalić albo usunąć klasę.",
    "days-around-the-clock": "Dni robocze liczone przez całą dobę są dniami kalendarzowymi. "
    "Należy liczyć je w godzinach pracy albo podać termin w godzinach.",
    "response-after-workaround": "Czas reakcji jest dłuższy niż czas przywrócenia działania; należy go skrócić.",
    "response-after-resolution": "Czas reakcji jest dłuższy niż czas naprawy; należy go skrócić.",
    "workaround-after-resolution": "Czas przywrócenia działania jest dłuższy niż czas naprawy; należy go skrócić.",
    "severe-slower": "Poważniejsza klasa zgłoszeń ma dłuższy termin niż lżejsza. Należy go skrócić.",
    "workaround-raises": "Po zastosowaniu obejścia zgłoszenie przechodzi do klasy, która nie jest lżejsza. "
    "Należy wskazać klasę stojącą dalej na liście.",
    "workaround-unpromised": "Po zastosowaniu obejścia zgłoszenie przechodzi do klasy bez czasu naprawy. "
    "Należy go dodać.",
    "interval-too-coarse": "Pomiary są zbyt rzadkie dla tak wysokiej dostępności. "
    "Należy mierzyć częściej albo obniżyć próg dostępności.",
    "one-outage-breaks": "Najkrótsza liczona przerwa jest dłuższa niż cała dopuszczalna niedostępność, więc już "
    "pierwsza narusza zobowiązanie. Należy liczyć krótsze przerwy albo obniżyć próg dostępności.",
    "outage-unseen": "Liczy się przerwy krótsze niż odstęp między pomiarami, a większości z nich pomiar nie wykryje. "
    "Należy mierzyć częściej albo liczyć dopiero dłuższe.",
    "maintenance-without-cap": "Zapowiedziane prace nie mają limitu, więc każdą przerwę można by nimi usprawiedliwić. "
    "Należy ustalić limit prac w miesiącu.",
    "maintenance-without-notice": "Nie ustalono, z jakim wyprzedzeniem zapowiada się prace.",
    "maintenance-beyond-window": "Limit prac jest większy, niż mieści się w oknie serwisowym. "
    "Należy zmniejszyć limit albo poszerzyć okno.",
    "remedies-without-cap": "Sumy rekompensat nic nie ogranicza. Należy ustalić limit, np. 30% abonamentu w miesiącu.",
    "cap-empty": "Limit nie zawiera żadnej wartości; należy podać procent albo kwotę.",
    "public-without-total-cap": "Prawo zamówień publicznych wymaga łącznego limitu kar umownych, a ograniczono tylko "
    "pojedyncze miesiące. Należy dodać limit w roku umowy.",
    "claim-without-deadline": "Rekompensata należy się na wniosek, a nie ustalono, do kiedy można go złożyć.",
    "remedy-without-target": "Rekompensata dotyczy terminu, którego nie określono, więc nigdy nie będzie należna. "
    "Należy dodać termin albo usunąć rekompensatę.",
    "currency-missing": "Umowa zawiera kwoty bez waluty. Należy wybrać walutę.",
    "carry-without-periods": "Ustalono, jaką część godzin można przenieść, ale na żaden okres. "
    "Należy podać liczbę miesięcy albo usunąć limit.",
    "zone-by-default": "Nie podano strefy czasowej, więc dni i godziny liczą się według UTC.",
    "money-rounding-by-default": "Nie ustalono, jak zaokrągla się kwoty.",
    "hours-rounding-by-default": "Nie ustalono, do jakiej jednostki zaokrągla się czas pracy.",
    "office-without-holidays": "Godziny pracy obejmują święta. Należy wskazać kraj, którego święta są wolne.",
    "service-unnamed": "Do uzupełnienia przed podpisaniem.",
    "signed-with-blanks": "Umowa jest podpisana, a to postanowienie jest puste.",
    "clause-nowhere": "Punkt umowy odwołuje się do części dokumentu, której nie ma.",
    "clause-twice": "Dwa punkty umowy opisują tę samą część dokumentu: w razie sporu byłyby dwa teksty.",
}

MESSAGES_PL: dict[str, str] = {
    "lies before": "Ostatni dzień obowiązywania poprzedza pierwszy.",
    "is no length at all": "Ten czas musi być dłuższy od zera.",
    "is out of range": "Ta liczba wykracza poza dopuszczalny zakres.",
    "is too long": "Ten czas jest za długi; dopuszcza się najwyżej 100 lat.",
    "lies outside the years": "Ta data leży poza latami 1900–2199.",
    "is never open": "Bez ani jednej godziny pracy żaden termin by nie upłynął.",
    "nothing says how much": "Nie określono, ile wynosi rekompensata; należy podać procent albo kwotę.",
}
