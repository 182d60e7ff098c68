"""Clocks, targets, pauses, acceptance and reopening."""

WORDS = {
    "clock": ("“{clock}”: the time from {start} to {stop}.", "„{clock}”: czas od {start} do {stop}."),
    "moment: reported": ("the receipt of the report", "przyjęcia zgłoszenia"),
    "moment: acknowledged": ("the acknowledgement of the report", "potwierdzenia przyjęcia zgłoszenia"),
    "moment: first_human_reply": ("the first reply by a person", "pierwszej odpowiedzi pracownika dostawcy"),
    "moment: public_update": ("a report that the client can read", "informacji przekazanej klientowi"),
    "moment: work_started": ("the start of work", "rozpoczęcia prac"),
    "moment: diagnosed": ("the finding of the cause", "ustalenia przyczyny"),
    "moment: quote_sent": ("the sending of the quote", "przesłania wyceny"),
    "moment: service_restored": (
        "the moment when the system works again, by repair or workaround",
        "przywrócenia działania systemu, trwałą naprawą albo obejściem",
    ),
    "moment: fix_delivered": ("the delivery of the repair", "dostarczenia naprawy"),
    "moment: fix_accepted": (
        "the delivery of the repair that is later accepted",
        "dostarczenia naprawy, którą następnie odebrano",
    ),
    "moment: resolved": ("the resolution of the ticket", "rozwiązania zgłoszenia"),
    "moment: closed": ("the closing of the ticket", "zamknięcia zgłoszenia"),
    "response_by": ("“{clock}”: what counts as a reply is {ways}.", "„{clock}”: za odpowiedź uważa się {ways}."),
    "way: reply": ("a written reply", "odpowiedź na piśmie widoczną dla klienta"),
    "way: call": ("a telephone call", "rozmowę telefoniczną"),
    "way: acknowledgement": (
        "a confirmation by one of the provider's people that they take it on",
        "potwierdzenie przez pracownika dostawcy, że zajmuje się zgłoszeniem",
    ),
    "auto_reply": ("“{clock}”: an automatic reply counts too.", "„{clock}”: liczy się także odpowiedź automatyczna."),
    "no_auto_reply": (
        "“{clock}”: an automatic reply does not count.",
        "„{clock}”: odpowiedź automatyczna się nie liczy.",
    ),
    "repeats": (
        "“{clock}”: the time begins anew after each report, until the ticket is resolved.",
        "„{clock}”: termin biegnie na nowo po każdej informacji, aż do rozwiązania zgłoszenia.",
    ),
    "warn_at": (
        "{clocks}: the provider is warned when {shares} of the time has passed.",
        "{clocks}: dostawca otrzymuje ostrzeżenie po upływie {shares} terminu.",
    ),
    "warn_at_all": (
        "Of each of these times the provider is warned when {shares} of it has passed.",
        "Przed upływem każdego z tych terminów dostawca otrzymuje ostrzeżenie: po upływie {shares} terminu.",
    ),
    "no_warnings": ("{clocks}: no warnings are given.", "{clocks}: bez ostrzeżeń przed upływem terminu."),
    "no_warnings_all": (
        "No warnings are given before these times run out.",
        "Przed upływem tych terminów nie przewiduje się ostrzeżeń.",
    ),
    "target: first_human_reply": (
        "{subject} is answered by a person {within}.",
        "{subject}: pracownik dostawcy odpowiada {within}.",
    ),
    "target: acknowledged": (
        "{subject} is acknowledged {within}.",
        "{subject}: dostawca potwierdza przyjęcie {within}.",
    ),
    "target: service_restored": (
        "After {lower} the system works again, if only by a workaround, {within}.",
        "{subject}: system działa ponownie, choćby dzięki obejściu, {within}.",
    ),
    "target: fix_accepted": ("{subject} is repaired for good {within}.", "{subject}: trwała naprawa {within}."),
    "target: fix_delivered": (
        "{subject} has its repair delivered {within}.",
        "{subject}: dostarczenie naprawy {within}.",
    ),
    "target: resolved": ("{subject} is resolved {within}.", "{subject}: rozwiązanie {within}."),
    "target: closed": ("{subject} is closed {within}.", "{subject}: zamknięcie {within}."),
    "target: quote_sent": ("{subject} is quoted {within}.", "{subject}: wycena {within}."),
    "target": ("{subject}: {clock} {within}.", "{subject}: {clock} {within}."),
    "target_of_service": ("{service}: {target}", "{service}: {target}"),
    "update": (
        "While {lower} is open, progress is reported {every}.",
        "{subject}: informacja o postępie prac, aż do ich zakończenia, {every}.",
    ),
    "every": ("at least every {length}", "nie rzadziej niż co {length}"),
    "every_by": ("each time {within}", "każdorazowo {within}"),
    "within": ("within {length}", "w ciągu {length}"),
    "by": ("{day}", "{day} r."),
    "by_weekday": ("by the {nth} {weekday} after the report", "do końca {nth}. {weekday} po zgłoszeniu"),
    "outside_target": (
        "; for what starts {outside}: {within}",
        "; gdy termin rozpoczyna bieg {outside}: {within}",
    ),
    "on: office": ("in office hours", "w godzinach pracy"),
    "cell_on": ("“{name}”", "„{name}”"),
    "on_always": ("around the clock", "przez całą dobę"),
    "on": ("on the calendar “{name}”", "według kalendarza „{name}”"),
    "outside: office": ("outside office hours", "poza godzinami pracy"),
    "outside_calendar": ("outside the hours “{name}”", "poza godzinami „{name}”"),
    "no_targets": ("No times are promised for tickets.", "Umowa nie określa terminów obsługi zgłoszeń."),
    "after_workaround": (
        "After a workaround a ticket of the class “{graver}” goes on under the times of the class “{lighter}”.",
        "Po zastosowaniu obejścia zgłoszenie klasy „{graver}” podlega terminom klasy „{lighter}”.",
    ),
    "day_not_counted": (
        "Working days do not count the day of the report; the last one ends at closing.",
        "Dnia zgłoszenia nie wlicza się do dni roboczych; ostatni kończy się z końcem godzin pracy.",
    ),
    "day_counted": (
        "Working days count the day of the report if it came before closing; the last one ends at closing.",
        "Dzień zgłoszenia wlicza się do dni roboczych, jeżeli zgłoszono przed końcem godzin pracy; "
        "ostatni kończy się z końcem godzin pracy.",
    ),
    "pause": (
        "“{label}”: the clock is paused from {start} until {stop}.",
        "„{label}”: termin nie biegnie od {start} do {stop}.",
    ),
    "from: question_sent": ("a question to the client", "zadania pytania klientowi"),
    "from: client_reply": ("the client's reply", "odpowiedzi klienta"),
    "from: second_attempt": (
        "the second failed attempt to reach the client",
        "drugiej nieudanej próby kontaktu z klientem",
    ),
    "from: contact": ("contact with the client", "nawiązania kontaktu z klientem"),
    "from: declared": ("its declaration", "zgłoszenia tej okoliczności"),
    "from: declared_over": ("the declaration that it is over", "zgłoszenia ustania tej okoliczności"),
    "from: upstream_resolved": ("the repair by the third party", "usunięcia awarii przez podmiot trzeci"),
    "from: client_request": ("the client's request", "prośby klienta"),
    "from: observation_end": ("the end of the observation", "końca obserwacji"),
    "to: question_sent": ("the client is asked", "zadania pytania klientowi"),
    "to: client_reply": ("the client replies", "odpowiedzi klienta"),
    "to: second_attempt": (
        "a second attempt to reach the client fails",
        "drugiej nieudanej próby kontaktu z klientem",
    ),
    "to: contact": ("the client is in contact", "nawiązania kontaktu z klientem"),
    "to: declared": ("it is declared", "zgłoszenia tej okoliczności"),
    "to: declared_over": ("it is declared over", "zgłoszenia ustania tej okoliczności"),
    "to: upstream_resolved": ("the third party has mended it", "usunięcia awarii przez podmiot trzeci"),
    "to: client_request": ("the client asks for it", "prośby klienta"),
    "to: observation_end": ("the observation ends", "końca obserwacji"),
    "pause_evidence": ("“{label}”: it must be shown by {evidence}.", "„{label}”: wymagany dowód – {evidence}."),
    "shown: question_sent": ("the question that was sent", "wysłane pytanie"),
    "shown: two_attempts": ("two attempts to reach the client", "dwie próby kontaktu"),
    "shown: upstream_incident_link": (
        "a link to the third party's incident report",
        "odesłanie do zgłoszenia u podmiotu trzeciego",
    ),
    "shown: client_request": ("the client's request", "prośba klienta"),
    "shown: declaration": ("a declaration", "oświadczenie"),
    "pause_applies": ("“{label}”: it stops only {clocks}.", "„{label}”: wstrzymuje tylko {clocks}."),
    "pause_all": (
        "“{label}”: it stops every clock that may pause.",
        "„{label}”: wstrzymuje wszystkie terminy, które mogą być wstrzymane.",
    ),
    "pause_approve": (
        "“{label}”: it needs the client's consent; until the client decides it runs as asked, and a refusal undoes it.",
        "„{label}”: wymaga zgody klienta; do czasu decyzji termin jest wstrzymany, a odmowa znosi wstrzymanie wstecz.",
    ),
    "pause_cap": ("“{label}”: it lasts {length} at most.", "„{label}”: trwa najwyżej {length}."),
    "pause_goes_on": ("When that time is over, the clock runs again.", "Po upływie tego czasu termin biegnie dalej."),
    "pause_no_cap": (
        "“{label}”: no longest duration is set.",
        "„{label}”: umowa nie określa najdłuższego czasu trwania.",
    ),
    "then: close_after_notice": (
        "“{label}”: when that time is over, the ticket is closed after a notice to the client.",
        "„{label}”: po upływie tego czasu zgłoszenie zamyka się po uprzedzeniu klienta.",
    ),
    "then": ("“{label}”: when that time is over: {then}.", "„{label}”: po upływie tego czasu: {then}."),
    "if_not_fixed": (
        "“{label}”: if the observation fails, the clock goes on from {since}.",
        "„{label}”: jeżeli obserwacja wykaże, że błąd trwa, termin biegnie dalej od {since}.",
    ),
    "since: resume_from_client_notice": ("the client's notice", "chwili zawiadomienia przez klienta"),
    "only_these": ("Nothing else stops a clock.", "Nic innego nie wstrzymuje biegu terminu."),
    "no_pauses": ("Nothing stops a clock.", "Nic nie wstrzymuje biegu terminu."),
    "only_these_and_wait": (
        "Nothing else stops a clock; only the time from the delivery of a repair to its rejection does not count.",
        "Nic innego nie wstrzymuje biegu terminu; nie liczy się tylko czas od dostarczenia naprawy do odmowy odbioru.",
    ),
    "no_pauses_and_wait": (
        "Nothing stops a clock; only the time from the delivery of a repair to its rejection does not count.",
        "Nic nie wstrzymuje biegu terminu; nie liczy się tylko czas od dostarczenia naprawy do odmowy odbioru.",
    ),
    "reply_never": (
        "The clock of the first reply is never paused.",
        "Bieg terminu na pierwszą odpowiedź nie podlega wstrzymaniu.",
    ),
    "reopen": (
        "A problem that comes back within {length} reopens its ticket, with {budget}; later it is a new ticket.",
        "Problem, który wróci w ciągu {length}, wznawia dawne zgłoszenie; biegnie {budget}. "
        "Później powstaje nowe zgłoszenie.",
    ),
    "budget: remaining": ("the time that was left", "pozostała część terminu"),
    "budget: fresh": ("the whole time anew", "cały termin od nowa"),
    "holding": (
        "“{clock}”: a restoration that does not hold for {length}, and a repair that is rejected within that time, "
        "do not count: the time runs on as if they had not been.",
        "„{clock}”: przywrócenie działania, które nie utrzyma się przez {length}, oraz naprawa, której odbioru w tym "
        "czasie odmówiono, nie liczą się: termin biegnie dalej tak, jakby ich nie było.",
    ),
    "deemed": (
        "“{clock}”: a repair is taken as accepted if the client says nothing within {length}; "
        "whatever the client says meanwhile ends the silence, and only the client's own word accepts then.",
        "„{clock}”: naprawę uważa się za odebraną, jeżeli klient w ciągu {length} milczy; "
        "każda wypowiedź klienta w tym czasie przerywa milczenie i odebrać naprawę może wtedy tylko sam klient.",
    ),
    "not_deemed": (
        "“{clock}”: silence of the client is no acceptance.",
        "„{clock}”: milczenie klienta nie oznacza odbioru.",
    ),
    "on_reject": (
        "“{clock}”: if a repair is rejected, the time runs on {since}.",
        "„{clock}”: po odmowie odbioru termin biegnie dalej {since}.",
    ),
    "repeats_after_reject": (
        "“{clock}”: after a rejection it runs on {since}.",
        "„{clock}”: po odmowie odbioru biegnie dalej {since}.",
    ),
    "reject: resume_from_delivery": (
        "as if the repair had never been delivered",
        "tak, jakby naprawy nie dostarczono",
    ),
    "reject: resume_from_rejection": ("from the rejection", "od chwili odmowy"),
}
