"""Every fact in Polish."""

from collections.abc import Mapping

from gwarant.pictures.facts.parts import Text, Values, broken_clock, by_word, pause, reading, remark, stray

_MORE = " i jeszcze {n}"
_UNPRICED = {"overage": "ponad pulę", "surcharge": "z dopłatą", "work": "poza pulą"}
_HOW = {"late": "był po terminie", "missed": "nie został wykonany", "failed": "wykonano bez powodzenia"}
_STATUS = {"draft": "jest szkicem: nikt jej nie podpisał", "offered": "jest ofertą: nikt jej jeszcze nie przyjął"}
_LACKS = {"reason": "powodu", "person": "osoby, która o nim zdecydowała", "consent": "zgody klienta"}
_CAPS = {"month": "miesiąc", "contract_year": "rok umowy", "total": "cały czas umowy"}
_ROWS = {"ticket": "zdarzenia zgłoszeń", "time": "wpisy czasu pracy", "check": "pomiary", "state": "stany"}
_VOIDS = {
    "typing_error": "pomyłka przy wpisywaniu",
    "twice": "wpisane dwa razy",
    "wrong_place": "niewłaściwe miejsce",
    "unreadable": "nieczytelne",
    "other": "inna przyczyna",
}
_OVER = {
    "calendar_month": "cały miesiąc",
    "calendar_quarter": "cały kwartał",
    "calendar_year": "cały rok",
    "contract_year": "cały rok umowy",
}
_RIGHTS = {
    "terminate": "wypowiedzenie umowy",
    "improvement_plan": "plan naprawczy",
    "propose_package": "propozycja innego pakietu",
    "substitute_repair": "wykonanie zastępcze",
}


def _unsigned(values: Values) -> str:
    status = str(values["status"])
    return f"{values['contract']} {_STATUS.get(status, status)}."


def _lacks(values: Values) -> str:
    found = ", ".join(_LACKS.get(one, one) for one in values["lacks"].value)
    return f"wyłączenia {values['exclusion']} nie uznano: brak {found}"


POLISH: Mapping[str, Text] = {
    "assessment.no_evidence": "Nie ma żadnych dowodów sprzed końca okresu.",
    "assessment.unsigned": _unsigned,
    "assessment.not_in_force": "W tym okresie nie obowiązywała żadna wersja umowy.",
    "assessment.no_entries": "Nie zapisano żadnych godzin pracy, więc nie ma ich rozliczenia.",
    "assessment.no_proofs": "Nie zapisano żadnych potwierdzeń, więc obowiązków okresowych nie oceniono.",
    "assessment.whole_months": "Godziny i rekompensaty rozlicza się za całe miesiące; niepełnych tu nie ma.",
    "assessment.other_counting": (
        "{contract} uzgodniono przy wersji {agreed} zasad liczenia; policzono według wersji {counted}."
    ),
    "assessment.holidays_taken": stray(
        "{contract} wymienia święta kalendarza {calendar} do roku {through}; późniejsze, według tej samej reguły"
        " i zainstalowanych danych: {days}",
        _MORE,
    ),
    "assessment.unjudged": "{tickets:ticket} bez oceny: {why}",
    "assessment.report_only": (
        "{readings:reading} w fazie, która tylko informuje (po terminie: {late}); nikogo nie wiążą"
    ),
    "assessment.interim": by_word("over", _OVER, "Wynik tymczasowy: ocenia się wynik za {over}."),
    "assessment.figure": "{promise} za {period}",
    "assessment.failed": by_word(
        "verdict", _HOW, "Uznaje się za całkowicie niedotrzymane: obowiązek {duty} {verdict}."
    ),
    "assessment.exclusion_refused": "{figure}: wyłączenie {exclusion} nie działa: {why}",
    "assessment.record_refused": "odrzucono {event}: spóźniony zapis znosi naruszenie, a nikt się pod nim nie podpisał",
    "assessment.pause_held": "wstrzymanie {event} czeka na zgodę klienta: spóźniony zapis znosi naruszenie",
    "assessment.snapshot": (
        "{tickets:ticket} ze stanu na dzień eksportu, po jednym wierszu na zgłoszenie: kolumny przyjęto tak, jak są;"
        " odpowiedzi, wstrzymań, ponownych otwarć i zmian klasy eksport nie zawiera, więc tego, co od nich zależy, nie"
        " dało się sprawdzić"
    ),
    "assessment.begun": (
        "{tickets:ticket} z zapisem, który zaczyna się w środku: co przekracza termin dopiero z czasem sprzed jego"
        " pierwszego wiersza, którego nikt nie widział, tego nie dało się sprawdzić"
    ),
    "assessment.early": stray("Z datą sprzed zgłoszenia, liczone w jego chwili: {rows}", _MORE),
    "assessment.claims_nothing": stray("Wnioski o to, czego nie ma lub jeszcze nie było, bez skutku: {rows}", _MORE),
    "assessment.chooses_nothing": stray(
        "Wybór tego, co się nie należy, albo bez prawa wyboru w umowie, bez skutku: {rows}", _MORE
    ),
    "assessment.laid_aside": stray("Odłożone, bo nie były zgłoszeniami; nic się z nich nie liczy: {tickets}", _MORE),
    "assessment.dismissed_alone": "{event} nie liczy się: stwierdzono już naruszenie, a nie zgodziła się druga osoba.",
    "assessment.dismissal_refused": "{event} nie liczy się: tego, co na pewno pochodzi od klienta, nie odkłada się.",
    "assessment.by_exclusion": "wyłączenie {exclusion}: {reason}",
    "assessment.slot": "{duty} {end}",
    "assessment.unread": by_word(
        "of", _ROWS, stray("Nie udało się odczytać ({of}): {rows}. Tego, co od nich zależy, nie sprawdzono.", _MORE)
    ),
    "assessment.void": by_word("reason", _VOIDS, "{row} nie liczy się: {reason} ({void})."),
    "assessment.imported": "{rows:export_row} eksportu ({source}): {fates}",
    "assessment.rows_imported": "zaimportowane: {rows}",
    "assessment.rows_repeated": "scalone, bo powtarzają inny: {rows}",
    "assessment.rows_replaced": "scalone, bo inny mówi to samo: {rows}",
    "assessment.rows_blank": "puste: {rows}",
    "assessment.rows_unwanted": "pominięte na życzenie: {rows}",
    "assessment.rows_eventless": "pominięte, bo nie podają czasu żadnego zdarzenia: {rows}",
    "assessment.rows_quiet": "takie, które niczego w terminach nie zmieniają: {rows}",
    "assessment.rows_stale": "pominięte jako spóźnione kopie: {rows}",
    "assessment.rows_timeless": "pominięte, bo trwają zero czasu: {rows}",
    "assessment.rows_unreadable": "pominięte, bo nie da się ich odczytać: {rows}",
    "assessment.stray_services": stray("Systemy spoza umowy: {names}", _MORE),
    "assessment.stray_pauses": stray("Powody wstrzymania, których umowa nie zna (bez skutku): {names}", _MORE),
    "assessment.stray_tickets": stray("Wyłączenia zgłoszeń, których nie ma: {names}", _MORE),
    "assessment.stray_clocks": stray("Wyłączenia terminów, których nie ma: {names}", _MORE),
    "assessment.stray_duties": stray("Dowody wykonania obowiązków spoza umowy: {names}", _MORE),
    "assessment.stray_measures": stray("Wartości mierników, których umowa nie ma: {names}", _MORE),
    "assessment.stray_windows": stray("Skrócone lub odwołane prace, których nie ma (bez skutku): {names}", _MORE),
    "assessment.stray_exclusions": stray("Cofnięte wyłączenia, których nie ma (bez skutku): {names}", _MORE),
    "assessment.stray_merges": stray("Scalenia ze zgłoszeniami, których nie ma (bez skutku): {names}", _MORE),
    "availability.no_evidence": "Nie ma żadnych pomiarów.",
    "availability.no_place": (
        "Dowody nie wymieniają miejsc pomiaru: przyjęto jedno miejsce zamiast zgodności {needed} z {of}."
    ),
    "availability.places_missing": (
        "Przez większość czasu brakło zapisów z {missing} z {of} miejsc: ich stan jest nieznany."
    ),
    "availability.other_places": "Pomiar prowadzono naraz z {watching} miejsc, umowa wymienia {named}.",
    "availability.reported_alone": "Zgłoszono niedostępność, której nie potwierdza żaden pomiar: {reports}",
    "availability.reported_unseen": (
        "Zgłoszono niedostępność w czasie, w którym nie było pomiarów albo mierzyło za mało miejsc: {reports}"
    ),
    "availability.not_reported": (
        "Bez zgłoszenia klienta: {outages:outage}; umowa liczy przerwę dopiero od zgłoszenia"
    ),
    "availability.unread": stray(
        "Zapisy, których nie da się odczytać, mogą tego dotyczyć, więc nie stwierdza się dotrzymania: {rows}", _MORE
    ),
    "availability.reason_unknown": lambda values: (
        f"powodu {values['reason']} nie ma na liście w umowie ({values['known'].text or 'lista jest pusta'})"
    ),
    "availability.evidence_missing": "umowa wymaga dowodu, a żadnego nie wskazano",
    "availability.consent_missing": "decyduje o tym klient, a jego zgody nie wskazano",
    "availability.not_afterwards": "zdecydowano po fakcie, a umowa na to nie pozwala",
    "availability.not_approved": "zdecydowano po fakcie i nikt tego nie zatwierdził",
    "availability.own_approval": "zdecydowano po fakcie, a zatwierdził to sam autor",
    "availability.no_maintenance": "umowa nie wyłącza żadnych prac serwisowych",
    "availability.frozen": "w czasie zamrożenia zmian nie prowadzi się prac serwisowych",
    "availability.emergency": "prace awaryjne są według umowy niedostępnością",
    "availability.announced_late": (
        "zapowiedziano je za późno, a niezapowiedziane prace są według umowy niedostępnością"
    ),
    "availability.received_late": (
        "zapowiedź dotarła za późno, a niezapowiedziane prace są według umowy niedostępnością"
    ),
    "availability.outside_window": "prace wykraczają poza okno serwisowe",
    "decision.ends": "umowa kończy się {day}: do tego dnia trzeba ją przedłużyć, inaczej wygaśnie",
    "decision.notice": "umowa zakończy się {ends} tylko wtedy, gdy zostanie wypowiedziana najpóźniej {by}",
    "decision.offer": "wersja {version} umowy, zaproponowana {since}, czeka na odpowiedź",
    "decision.pool_used": (
        "{month}: wykorzystano {percent} godzin ({used} z {there}): czy pula jest nadal wystarczająca"
    ),
    "decision.lapses": "godziny niewykorzystane ({lot}), które przepadną: {length}",
    "decision.right": by_word("right", _RIGHTS, "można skorzystać z uprawnienia: {right}"),
    "decision.claim": "{month}: kwota {amount} {currency} należy się tylko na wniosek",
    "decision.claim_unpriced": "{month}: należność przysługuje tylko na wniosek; jej kwota nie jest znana",
    "decision.claimed": "{month}: wniosek lub zastrzeżenie czeka na odpowiedź",
    "decision.objection": "zastrzeżenie czeka na odpowiedź ({since})",
    "decision.objection_to": "{service}, {start} – {end}: zastrzeżenie czeka na odpowiedź ({since})",
    "decision.objection_month": "{month}: zastrzeżenie czeka na odpowiedź ({since})",
    "decision.pause": "{ticket}: wstrzymanie „{label}” trwa, dopóki klient go nie odrzuci",
    "decision.consent": "{service}, {start} – {end}: ten czas pominie się tylko za zgodą klienta",
    "decision.approval": "{service}, {start} – {end}: ten czas pominie się tylko za zgodą drugiej osoby u wykonawcy",
    "decision.causes": "nie opisano, dlaczego przekroczono terminy: {tickets:ticket}",
    "decision.unmeasured": "{promise}: nie da się ocenić, bo pomiarów jest za mało",
    "decision.unvalued": "{measure}: nie da się ocenić, bo brakuje wartości",
    "decision.unrecorded": "nikt nie potwierdza obowiązków okresowych, więc żadnego nie oceniono: {duties}",
    "decision.unproven": "{duty}: nie da się ocenić, bo brakuje potwierdzenia wykonania",
    "hours.unread": stray(
        "Wpisów czasu nie udało się odczytać, więc nikt nie wie, ile kosztuje miesiąc: {rows}", _MORE
    ),
    "measure.unread": stray("Wartości, których nie udało się odczytać, mogą należeć do tej miary: {rows}", _MORE),
    "clock.reading": reading,
    "clock.remark": remark("{reading} wyłączono z oceny: {why}"),
    "clock.closed": "{name}",
    "clock.pause": pause,
    "clock.delivery_rejected": "dostarczone, potem odrzucone",
    "clock.awaiting_acceptance": "dostarczone, czeka na odbiór",
    "clock.excluded": "{reason}",
    "clock.exclusion_refused": _lacks,
    "clock.holidays_unknown": "dni wolne kalendarza {calendar} są znane tylko do {through} r.",
    "clock.no_such_class": "umowa nie zna klasy {class_}",
    "clock.ended_without": "zgłoszenie zakończyło się bez tego",
    "clock.began_before": "pierwsze, co o nim wiadomo, jest z {since}, a co było wcześniej, nie wiadomo",
    "clock.not_exported": "eksport ma jeden wiersz na zgłoszenie i nie podaje, kiedy to było",
    "clock.row_unread": "nie udało się odczytać wpisu {row}",
    "clock.class_unknown": "w klasie, której umowa nie zna ({classes})",
    "clock.merged": "zgłoszenie scalono z innym",
    "clock.dismissed": "odłożono je, bo nie było zgłoszeniem",
    "clock.no_contract": "z czasu, gdy nie obowiązywała żadna umowa",
    "clock.no_report": "bez zgłoszenia kanałem, od którego liczy się termin",
    "clock.no_class": "bez klasy",
    "clock.closed_at_once": "zamknięte zaraz po zgłoszeniu",
    "clock.no_target": "w klasie bez terminu",
    "clock.no_times": "umowa nie obiecuje terminów zgłoszeń",
    "clock.unreadable": "z nieczytelnym wpisem",
    "hours.refused": "Wpis {entry} nie liczy się: {why}",
    "hours.received_before": "taki wpis już jest",
    "hours.no_length": "wpis nie ma długości",
    "hours.before_contract": "praca zaczęła się przed umową",
    "hours.taken_back_before": "{entry} wycofano już wcześniej",
    "hours.not_counted": "nie ma policzonego wpisu {entry}, który można by wycofać",
    "hours.other_wording": "Wpis {entry} wyceniono według wersji, której tu nie ma: {wording}.",
    "hours.other_rate": lambda values: (
        "Wpis {entry} ma stawkę {carried}, a według {wording} wynosi ona {stated}."
        if values["stated"]
        else "Wpis {entry} ma stawkę {carried}, a w {wording} nie ma żadnej."
    ).format_map(dict(values)),
    "hours.no_price": by_word(
        "reason", _UNPRICED, "{length} {reason} nie ma jeszcze ceny: w umowie brak stawki (rates.above)"
    ),
    "measure.row": "{id}",
    "measure.month": "{month}",
    "measure.few_cases": "Przypadków jest {cases}, a ocenia się od {needed}.",
    "measure.no_value": "Nie wpłynęła żadna wartość.",
    "measure.reaches_in": "Wartości rozpoczęte wcześniej, które tu sięgają; liczą się w całości tam, gdzie się"
    " zaczęły: {values}",
    "measure.no_case": "Nie było żadnego przypadku, więc nie ma wyniku.",
    "measure.no_case_known": "W czasie, o którym są dane, nie było przypadku, a o reszcie danych nie ma: brak wyniku.",
    "measure.covered": "Dane obejmują {share} okresu.",
    "measure.not_entered": "Nikt nie wpisał wartości.",
    "measure.no_person": "Trzeba wskazać osobę, która podała wartość.",
    "measure.no_proof": "Trzeba wskazać dowód, na którym opiera się wartość.",
    "measure.no_person_no_proof": (
        "Trzeba wskazać osobę, która podała wartość, i dowód, na którym ta wartość się opiera."
    ),
    "measure.no_money": "Nie wiadomo, ile kosztowały te miesiące.",
    "measure.not_checked": "Nie dało się sprawdzić: {cases:case}.",
    "measure.hidden_outages": "W czasie, którego nikt nie mierzył, mogły być kolejne przerwy.",
    "remedy.clock": broken_clock("cykl {n}", "ogniwo {n}"),
    "remedy.promise": "{promise}",
    "remedy.of_line": "{remedy}, {broken}: {why}",
    "remedy.both": "umowa podaje procent i kwotę; przyjęto procent",
    "remedy.neither": "umowa nie podaje ani procentu, ani kwoty",
    "remedy.spared": "za przekroczenie do {length} nic się nie należy",
    "remedy.no_figure": "nie ustalono wartości, od której zależy kwota",
    "remedy.no_shortfall": "nie jest znany próg, do którego wartości brakuje",
    "remedy.no_band": "żaden przedział nie obejmuje {value}",
    "remedy.several_bands": "wartość {value} mieści się w kilku przedziałach (razem: {bands}); przyjęto pierwszy",
    "remedy.less_than_a_step": "do progu brakuje mniej niż jednego kroku",
    "remedy.base_blank": "w umowie brak kwoty: {fee} za {month}",
    "remedy.own_cap": "obniżono do limitu tej rekompensaty",
    "remedy.accepted_late": "uznano po terminie: należy się tyle, ile zostało po wnioskach złożonych w terminie",
    "remedy.not_comparable": "nie da się porównać, dopóki brak ceny",
    "remedy.chosen": "za {incident} klient wybrał {remedy}",
    "remedy.pays_more": "za {incident} więcej (lub tyle samo) daje {remedy}",
    "remedy.same_cause": "tę samą przyczynę ma {incident}, za które należy się więcej lub tyle samo",
    "remedy.dearest": "liczy się tylko najdroższe zdarzenie: {incident}",
    "remedy.lapsed": "wygasło, bo nie złożono o to wniosku do {day}; tyle by się należało",
    "remedy.lapsed_at": "wygasło, bo nie złożono o to wniosku na czas (do: {moment}); tyle by się należało",
    "remedy.cap_without_fee": by_word(
        "per", _CAPS, "Limitu za {per} nie da się policzyć, dopóki w umowie brak opłaty."
    ),
    "remedy.at_most": by_word(
        "per", _CAPS, "Najwyżej {amount}, z zastrzeżeniem limitu za {per}: brak ceny za wcześniejszy miesiąc."
    ),
    "remedy.cap_without_past": by_word(
        "per", _CAPS, "Limitu za {per} nie da się policzyć, dopóki brak ceny za wcześniejszy miesiąc."
    ),
    "remedy.too_small": "{amount} to mniej niż najniższa wypłacana kwota ({least}).",
    "remedy.both_paid": "Należy się za {incident} i za to, co mogło mieć tę samą przyczynę: {others};"
    " umowa nie mówi, że za jedną przyczynę należy się raz.",
    "remedy.no_deadline": "Wypłata na wniosek, lecz umowa nie podaje terminu.",
    "remedy.no_anchor": "Nie jest znany dzień ({anchor}), od którego biegnie czas na wniosek.",
    "history.period": "{promise} {period}",
    "history.slot": "{duty} {day}",
    "history.outage": "przerwa od: {start}",
    "history.at_cap": by_word("per", _CAPS, "limit rekompensat za {per} {month}"),
}
