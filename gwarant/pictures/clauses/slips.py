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
        "window": "“{text}” is neither a period nor hours; write it as 14 days, 5 working days, 1 month or 24 hours.",
        "week": "“{text}” is not a week; write days and hours, such as Mon-Fri 8:00-18:00, or 24/7.",
        "never_open": "These hours are never open, so no time would ever run out; write days and hours.",
        "band": "“{text}” is not a band; write it as 99.0-99.5: 3% or <98: 15%, one a line.",
        "factor": "“{text}” is not a dearer time; write it as outside office: 1.5 or Sun or holiday: 2, one a line.",
        "choice": "“{text}” cannot be chosen here; take one of the list.",
        "yes_no": "“{text}” is neither yes nor no.",
        "short_name": "“{text}” is not a short name; write small letters, digits and dashes, such as shop.",
        "onboarding": "An onboarding also needs its length, such as 4 weeks.",
        "alone": "This has no effect while “{text}” says nothing; fill that in too, or leave this as it was.",
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
        "window": "„{text}” nie jest okresem ani liczbą godzin; należy wpisać np. 14 dni, 5 dni roboczych, 1 miesiąc "
        "lub 24 godziny.",
        "week": "„{text}” nie określa dni i godzin; należy wpisać np. pon-pt 8:00-18:00 albo 24/7.",
        "never_open": "Bez ani jednej godziny pracy żaden termin by nie upłynął; należy wpisać dni i godziny.",
        "band": "„{text}” nie jest progiem; należy wpisać np. 99,0-99,5: 3% albo <98: 15%, każdy w osobnym wierszu.",
        "factor": "„{text}” nie jest mnożnikiem; należy wpisać np. poza office: 1,5 albo niedziela lub święto: 2, "
        "każdy w osobnym wierszu.",
        "choice": "„{text}” nie należy do listy; należy wybrać jedną z jej pozycji.",
        "yes_no": "„{text}” nie znaczy ani tak, ani nie.",
        "short_name": "„{text}” nie jest nazwą skróconą; dopuszcza się małe litery, cyfry i łączniki, np. sklep.",
        "onboarding": "Należy podać także czas wdrożenia, np. 4 tygodnie.",
        "alone": "To pole nie ma skutku, gdy puste jest pole „{text}”; należy wypełnić oba albo nie zmieniać tego.",
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
    "value-on-boundary": "Wartość równa progowi jest niejednoznaczna: zobowiązanie i próg traktują ją inaczej. "
    "Obie granice powinny obejmować ją tak samo.",
    "band-rising": "Gorszy wynik daje mniejszą rekompensatę niż lepszy. Prawdopodobnie zamieniono dwa wiersze.",
    "bands-without-figure": "Obowiązek i pojedyncza awaria nie mają wartości, która trafiałaby do progu. "
    "Należy ustalić stawkę za jednostkę czasu albo kwotę ryczałtową.",
    "no-intake": "Żaden kanał nie uruchamia terminów, więc żaden termin nigdy nie zacznie biec. "
    "Należy wskazać co najmniej jeden kanał.",
    "intake-too-slow": "Zgłoszenie z tego kanału może zostać zapisane później, niż upływa czas reakcji. "
    "Należy skrócić czas zapisania albo wydłużyć czas reakcji.",
    "class-without-way-in": "Do tej klasy nie trafi żadne zgłoszenie: jej opis w całości mieści się w poważniejszej "
    "klasie albo w ogóle go brak. Należy opisać, co należy tylko do tej klasy.",
    "class-without-target": "Dla tej klasy nie określono żadnego terminu. Należy go ustalić albo usunąć klasę.",
    "days-around-the-clock": "Dni robocze liczone przez całą dobę są dniami kalendarzowymi. "
    "Należy liczyć je w godzinach pracy albo podać termin w godzinach.",
    "days-of-open-hours": "Termin podano w dobach, a liczy się go w godzinach pracy, więc upłynie znacznie później. "
    "Należy podać dni robocze, dni kalendarzowe albo godziny.",
    "period-on-hours": "Termin podano w dniach lub miesiącach kalendarzowych, a liczy się go w godzinach pracy: "
    "obejmuje także dni wolne i może upłynąć w taki dzień. Należy liczyć go przez całą dobę albo podać dni robocze.",
    "outside-idle": "Osobny termin poza godzinami pracy nigdy nie zadziała albo niczym się nie różni. "
    "Należy go zmienić albo usunąć.",
    "service-without-promise": "Dla tej usługi nie określono żadnego zobowiązania.",
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
    "rounding-hides-target": "Wynik zaokrągla się do mniejszej liczby miejsc po przecinku, niż ma zobowiązanie. "
    "Należy zwiększyć dokładność zaokrąglenia.",
    "allowance-differs": "Podany dopuszczalny czas niedostępności nie wynika z gwarantowanego procentu. "
    "Należy poprawić jedną z tych wartości; rozstrzyga procent.",
    "fraction-for-percent": "Procent zapisano jako ułamek: 0,999 zamiast 99,9 albo 0,05 zamiast 5. "
    "Należy wpisać procenty.",
    "measure-without-target": "Wskaźnik nie ma wartości docelowej, więc jest tylko raportowany.",
    "measure-of-nothing": "Wskaźnik dotyczy terminu, którego dla tych klas nie określono. Należy dodać termin.",
    "duty-without-proof": "Nie ustalono, co potwierdza wykonanie tego obowiązku.",
    "duty-due-beyond-period": "Obowiązek można wykonać później, niż przypada następny termin jego wykonania. "
    "Należy skrócić dopuszczalne opóźnienie.",
    "report-of-no-period": "Raport obejmuje miesiąc, kwartał albo rok kalendarzowy, więc nigdy nie potwierdzi "
    "tego obowiązku. Należy ustalić taki okres albo inny dowód wykonania.",
    "report-before-its-end": "Termin przypada przed końcem okresu, którego dotyczy raport. "
    "Należy dodać termin po końcu okresu, na przykład 10 dni roboczych.",
    "agreement-without-document": "Nie podano numeru ani dokumentu tej umowy, więc nie da się jej odszukać.",
    "maintenance-without-cap": "Zapowiedziane prace nie mają limitu, więc każdą przerwę można by nimi usprawiedliwić. "
    "Należy ustalić limit prac w miesiącu.",
    "maintenance-without-notice": "Nie ustalono, z jakim wyprzedzeniem zapowiada się prace.",
    "maintenance-beyond-window": "Limit prac jest większy, niż mieści się w oknie serwisowym. "
    "Należy zmniejszyć limit albo poszerzyć okno.",
    "remedies-without-cap": "Sumy rekompensat nic nie ogranicza. Należy ustalić limit, np. 30% abonamentu w miesiącu.",
    "cap-empty": "Limit nie zawiera żadnej wartości; należy podać procent albo kwotę.",
    "share-of-no-fee": "To część miesięcznego abonamentu, a umowa go nie przewiduje: zawsze wyniesie zero. "
    "Należy podać kwotę albo inną podstawę.",
    "cap-hides-band": "Próg przewiduje więcej, niż wynosi miesięczny limit rekompensat. "
    "Należy podnieść limit albo obniżyć stawkę progu.",
    "cap-nowhere": "Postanowienie odwołuje się do limitu, którego w umowie nie ma, więc nigdy nie zadziała.",
    "total-without-end": "Procent wynagrodzenia z całej umowy jest nieokreślony, dopóki umowa nie ma daty końcowej. "
    "Należy podać datę końcową albo kwotę.",
    "claim-too-soon": "Termin na wniosek upływa przed terminem dostarczenia raportu, z którego wynika. "
    "Należy liczyć go od raportu albo wydłużyć.",
    "claim-without-report": "Termin na wniosek biegnie od raportu, a umowa nie przewiduje raportu.",
    "settle-mismatch": "Sposób rozliczenia nie odpowiada rekompensatom: jedno dotyczy pieniędzy, drugie czasu.",
    "damages-contradict": "Wyłączono roszczenia poza rekompensatą, a zarazem dopuszczono odszkodowanie ponad nią. "
    "Należy pozostawić jedno z tych postanowień.",
    "damages-by-default": "Nie ustalono, czy można żądać odszkodowania ponad karę umowną.",
    "combine-by-default": "Jedno zgłoszenie lub naruszenie może dać dwie rekompensaty, a umowa nie mówi, czy sumuje "
    "się je; przyjmuje się, że należy się tylko wyższa.",
    "internal-pays": "Porozumienie wewnętrzne wiąże ludzi jednej firmy, więc nie powinno przewidywać rekompensat.",
    "key-without-effect": "Tego postanowienia nic nie odczytuje, więc nie ma skutku: {path}. Należy je usunąć.",
    "carry-contradicts": "Godziny mają zarazem nie przepadać i przepadać po kilku okresach. Należy wybrać jedno.",
    "right-unreachable": "Tylu naruszeń nie może być w podanym czasie, więc uprawnienie nigdy nie powstanie.",
    "right-without-breach": "Uprawnienie powstaje, zanim zobowiązanie zostanie naruszone.",
    "right-without-term": "Nie ustalono, do kiedy można skorzystać z prawa do rozwiązania umowy.",
    "base-by-default": "Ustalono procent, a nie ustalono, od jakiego wynagrodzenia i za jaki miesiąc się go liczy.",
    "base-of-the-first-month": "Procent liczy się od opłaty za poprzedni miesiąc, a pierwszy miesiąc umowy go nie ma. "
    "Należy ustalić, od czego się go wtedy liczy.",
    "days-of-delay": "Nie ustalono, jakie dni zwłoki się liczą: doby, dni kalendarzowe czy dni robocze.",
    "period-by-default": "Nie ustalono okresu rozliczeniowego; przyjmuje się miesiące kalendarzowe.",
    "holidays-unnamed": "Nie ustalono, czy te godziny obowiązują w święta; przyjmuje się, że tak.",
    "dearer-without-effect": "W tym czasie zawsze obowiązuje też inny mnożnik, co najmniej tak samo wysoki: "
    "stosuje się najwyższy, więc ten nie ma skutku.",
    "holiday-never-dearer": "Praca w święta jest droższa, a żaden kalendarz nie wskazuje świąt. "
    "Należy wskazać kraj, którego święta są wolne.",
    "notice-unkeepable": "Okres wypowiedzenia jest dłuższy niż cała umowa, więc nie da się go zachować.",
    "change-before-exit": "Zmiana wchodzi w życie, zanim druga strona zdąży wypowiedzieć umowę. "
    "Oba okresy powinny być co najmniej równe.",
    "minimum-beyond-end": "Minimalny czas trwania jest dłuższy niż umowa.",
    "minimum-without-exit": "Umowa ma minimalny czas trwania, ale ani daty końcowej, ani okresu wypowiedzenia, więc "
    "nic jej potem nie kończy. Należy dodać jedno z nich.",
    "target-in-past": "Podana data poprzedza pierwszy dzień obowiązywania, więc każde zgłoszenie byłoby od razu "
    "spóźnione. Należy podać późniejszą datę albo długość terminu.",
    "phase-outside-term": "Ten okres w całości wypada poza czasem obowiązywania umowy.",
    "phases-overlap": "Dwa okresy nakładają się na siebie i inaczej zmieniają to samo postanowienie.",
    "public-without-total-cap": "Umowa w sprawie zamówienia publicznego określa łączną maksymalną wysokość kar "
    "umownych (art. 436 pkt 3 Pzp). Należy dodać limit dla całej umowy.",
    "public-mere-delay": "Odpowiedzialność za samo opóźnienie, a nie zwłokę, jest dopuszczalna tylko wyjątkowo "
    "(art. 433 pkt 1 Pzp). Należy przyjąć zwłokę albo podać uzasadnienie.",
    "public-client-fault": "Nie wyłączono przerw, za które odpowiada wyłącznie zamawiający (art. 433 pkt 3 Pzp).",
    "public-without-own-cap": "Ta kara nie ma własnego limitu, więc jedno naruszenie może wyczerpać łączny limit "
    "(art. 436 pkt 3 Pzp).",
    "public-without-rebase": "Umowa na okres dłuższy niż 6 miesięcy nie określa zasad zmiany wynagrodzenia "
    "(art. 439 ust. 1 Pzp).",
    "public-open-ended": "Umowę w sprawie zamówienia publicznego zawiera się na czas oznaczony, a na ponad 4 lata "
    "tylko z uzasadnieniem (art. 434 Pzp).",
    "public-acceptance-open": "Termin kończy się odbiorem, a milczenie zamawiającego go nie zastępuje, więc wykonawca "
    "odpowiadałby za zwłokę zamawiającego (art. 433 pkt 3 Pzp). Należy ustalić, kiedy milczenie oznacza odbiór.",
    "public-net-or-gross": "Nie ustalono, czy kwoty są netto czy brutto; cena w zamówieniu publicznym jest ceną brutto "
    "(art. 7 pkt 1 Pzp, art. 3 ust. 2 ustawy o informowaniu o cenach towarów i usług).",
    "public-late-payment": "Podmiot publiczny płaci w terminie do 30 dni, a podmiot leczniczy do 60 (art. 8 ustawy "
    "o przeciwdziałaniu nadmiernym opóźnieniom w transakcjach handlowych).",
    "claim-without-deadline": "Rekompensata należy się na wniosek, a nie ustalono, do kiedy można go złożyć, "
    "więc roszczenie nigdy nie wygasa.",
    "remedy-without-target": "Rekompensata dotyczy terminu, którego nie określono, więc nigdy nie będzie należna. "
    "Należy dodać termin albo usunąć rekompensatę.",
    "currency-missing": "Umowa zawiera kwoty bez waluty. Należy wybrać walutę.",
    "free-class-unknown": "Praca miała być bezpłatna przy zgłoszeniach klasy, której umowa nie ma. "
    "Należy wskazać jedną z klas umowy.",
    "carry-without-periods": "Ustalono, jaką część godzin można przenieść, ale na żaden okres. "
    "Należy podać liczbę miesięcy albo usunąć limit.",
    "zone-by-default": "Nie podano strefy czasowej, więc dni i godziny liczą się według UTC.",
    "money-rounding-by-default": "Nie ustalono, jak zaokrągla się kwoty.",
    "hours-rounding-by-default": "Nie ustalono, do jakiej jednostki zaokrągla się czas pracy.",
    "office-without-holidays": "Godziny pracy obejmują święta. Należy wskazać kraj, którego święta są wolne.",
    "service-unnamed": "Do uzupełnienia przed podpisaniem.",
    "signed-with-blanks": "Umowa jest podpisana, a to postanowienie jest puste.",
    "clause-nowhere": "Postanowienie odwołuje się do części dokumentu, której nie ma.",
    "clause-twice": "Dwa postanowienia opisują tę samą część dokumentu: w razie sporu byłyby dwa teksty.",
}

PROVISIONS_PL: dict[str, str] = {
    "Polish civil code, art. 484": " Bez takiego zastrzeżenia nie można (art. 484 § 1 k.c.).",
    "Czech civil code": " Bez takiego zastrzeżenia nie można (§ 2050 czeskiego kodeksu cywilnego).",
    "Slovak civil code": " Bez takiego zastrzeżenia nie można (§ 545 ust. 2 słowackiego kodeksu cywilnego).",
}

MESSAGES_PL: dict[str, str] = {
    "lies before": "Ostatni dzień obowiązywania poprzedza pierwszy.",
    "is no length at all": "Ten czas musi być dłuższy od zera.",
    "is out of range": "Ta liczba wykracza poza dopuszczalny zakres.",
    "is too long": "Ten czas jest za długi; dopuszcza się najwyżej 100 lat.",
    "lies outside the years": "Ta data leży poza latami 1900–2199.",
    "is never open": "Bez ani jednej godziny pracy żaden termin by nie upłynął.",
    "says nothing of": "Ten sposób liczenia przekroczenia nie pasuje do zobowiązania, którego dotyczy rekompensata; "
    "należy wybrać inny albo pozostawić domyślny.",
    "nothing says how much": "Nie określono, ile wynosi rekompensata; należy podać procent albo kwotę.",
}
