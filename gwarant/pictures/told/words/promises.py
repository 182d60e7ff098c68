"""Availability, measures, duties."""

WORDS = {
    "up": (
        "{service}: availability of {bound} in each {period}, {calendar}.",
        "{service}: dostępność {bound} w każdym {period}, {calendar}.",
    ),
    "up_service": ("{promise}: the promise is for {service}.", "{promise}: zobowiązanie dotyczy systemu {service}."),
    "ge": ("at least {n}", "co najmniej {n}"),
    "gt": ("more than {n}", "ponad {n}"),
    "le": ("at most {n}", "co najwyżej {n}"),
    "lt": ("less than {n}", "poniżej {n}"),
    "calendar_month": ("calendar month", "miesiącu kalendarzowym"),
    "calendar_quarter": ("calendar quarter", "kwartale kalendarzowym"),
    "calendar_year": ("calendar year", "roku kalendarzowym"),
    "contract_year": ("contract year", "roku umowy"),
    "counted": ("counted {calendar}", "liczona {calendar}"),
    "counted_all": ("counted around the clock", "liczona przez całą dobę"),
    "probe": (
        "{service}: availability is checked every {every} from {places}; a check that has no answer "
        "within {timeout} has failed.",
        "{service}: dostępność sprawdza się co {every} z {places}; sprawdzenie bez odpowiedzi "
        "w ciągu {timeout} uznaje się za nieudane.",
    ),
    "quorum_one": (
        "{service}: it counts as down when that place sees it down.",
        "{service}: system uznaje się za niedostępny, gdy stwierdza to to miejsce.",
    ),
    "quorum_any": (
        "{service}: it counts as down when at least one of {places} sees it down.",
        "{service}: system uznaje się za niedostępny, gdy stwierdza to co najmniej jedno z {places} sprawdzania.",
    ),
    "quorum": (
        "{service}: it counts as down when at least {n} of {places} see it down.",
        "{service}: system uznaje się za niedostępny, gdy stwierdza to co najmniej {n} z {places} sprawdzania.",
    ),
    "min_outage": (
        "{service}: an outage shorter than {length} is not counted, a longer one counts whole.",
        "{service}: przerwy trwającej poniżej {length} nie wlicza się, a dłuższą wlicza się w całości.",
    ),
    "no_min_outage": ("{service}: every outage counts, however short.", "{service}: wlicza się każdą przerwę."),
    "merge_gap": (
        "{service}: outages parted by no more than {length} are one.",
        "{service}: przerwy, między którymi upłynęło nie więcej niż {length}, stanowią jedną.",
    ),
    "no_merge_gap": (
        "{service}: outages are not joined.",
        "{service}: następujących po sobie przerw nie łączy się.",
    ),
    "unknown: not_counted_and_reported": (
        "{service}: time that was not measured is left out, and its length is reported.",
        "{service}: czasu bez pomiaru nie uwzględnia się, a jego długość podaje się w raporcie.",
    ),
    "unknown: up": (
        "{service}: time that was not measured counts as available.",
        "{service}: czas bez pomiaru uznaje się za czas dostępności.",
    ),
    "unknown: down": (
        "{service}: time that was not measured counts as unavailable.",
        "{service}: czas bez pomiaru uznaje się za czas niedostępności.",
    ),
    "undetermined: point": (
        "{service}: where unmeasured time could decide, the measured figure decides about remedies.",
        "{service}: jeżeli rozstrzygnąć mógłby czas bez pomiaru, o rekompensacie decyduje wynik z czasu zmierzonego.",
    ),
    "undetermined: none": (
        "{service}: where unmeasured time could decide, no remedy is owed.",
        "{service}: jeżeli rozstrzygnąć mógłby czas bez pomiaru, rekompensata się nie należy.",
    ),
    "undetermined: lower": (
        "{service}: where unmeasured time could decide, the worse figure decides about remedies.",
        "{service}: jeżeli rozstrzygnąć mógłby czas bez pomiaru, o rekompensacie decyduje wynik gorszy dla dostawcy.",
    ),
    "degraded": (
        "{service}: degraded time counts as unavailable for {share} of its length.",
        "{service}: czas pogorszonego działania wlicza się do niedostępności w {share}.",
    ),
    "not_degraded": (
        "{service}: degraded time counts as available.",
        "{service}: czas pogorszonego działania uznaje się za czas dostępności.",
    ),
    "outage_start": (
        "{service}: an outage begins at {starts}.",
        "{service}: przerwa rozpoczyna się z chwilą {starts}.",
    ),
    "outage_starts": (
        "{service}: an outage begins at the earliest of these: {starts}.",
        "{service}: przerwa rozpoczyna się z najwcześniejszą z chwil: {starts}.",
    ),
    "start: first_failed_probe": ("the first failed check", "pierwszego nieudanego sprawdzenia"),
    "start: client_report": ("the client's report", "zgłoszenia przez klienta"),
    "start: midpoint": (
        "the midpoint between the last good and the first failed check",
        "połowy czasu między ostatnim udanym a pierwszym nieudanym sprawdzeniem",
    ),
    "maintenance": (
        "{service}: announced maintenance is left out of availability.",
        "{service}: zapowiedziane prace serwisowe nie pogarszają dostępności.",
    ),
    "window": ("{service}: maintenance takes place only {week}.", "{service}: okno serwisowe – {week}."),
    "no_window": (
        "{service}: maintenance may take place at any time.",
        "{service}: prace serwisowe mogą odbywać się o dowolnej porze.",
    ),
    "notice_of": (
        "{service}: maintenance is announced at least {length} before.",
        "{service}: prace serwisowe zapowiada się co najmniej na {length} przed ich rozpoczęciem.",
    ),
    "notice_by": (
        "{service}: maintenance is announced {within}.",
        "{service}: prace serwisowe zapowiada się {within}.",
    ),
    "no_announcement": (
        "{service}: no period is set for announcing maintenance.",
        "{service}: umowa nie określa, z jakim wyprzedzeniem zapowiada się prace serwisowe.",
    ),
    "cap_month": (
        "{service}: at most {length} of maintenance a month is left out.",
        "{service}: prace serwisowe pomija się najwyżej przez {length} w miesiącu.",
    ),
    "cap_quarter": (
        "{service}: at most {length} of maintenance a quarter is left out.",
        "{service}: prace serwisowe pomija się najwyżej przez {length} w kwartale.",
    ),
    "cap_year": (
        "{service}: at most {length} of maintenance a year is left out.",
        "{service}: prace serwisowe pomija się najwyżej przez {length} w roku.",
    ),
    "no_maintenance_cap": (
        "{service}: the time of maintenance that is left out has no limit.",
        "{service}: umowa nie ogranicza czasu pomijanych prac serwisowych.",
    ),
    "above_cap: downtime": (
        "{service}: maintenance above that limit is unavailability.",
        "{service}: prace ponad ten limit stanowią niedostępność.",
    ),
    "above_cap: excluded": (
        "{service}: maintenance above that limit is left out as well.",
        "{service}: prace ponad ten limit również się pomija.",
    ),
    "emergency: downtime": (
        "{service}: unannounced maintenance is unavailability.",
        "{service}: prace niezapowiedziane stanowią niedostępność.",
    ),
    "emergency: excluded": (
        "{service}: unannounced maintenance is left out as well.",
        "{service}: prace niezapowiedziane również się pomija.",
    ),
    "freeze": (
        "{service}: there is no maintenance during: {phases}.",
        "{service}: prac serwisowych nie prowadzi się w okresach: {phases}.",
    ),
    "no_maintenance": (
        "{service}: maintenance counts as downtime.",
        "{service}: prace serwisowe stanowią niedostępność.",
    ),
    "excluded": (
        "{service}: left out of unavailability as well: {reasons}.",
        "{service}: do niedostępności nie wlicza się także {reasons}.",
    ),
    "not_excluded": (
        "{service}: nothing else is left out of unavailability.",
        "{service}: żadnych innych przerw nie pomija się.",
    ),
    "reason: client": ("causes on the client's side", "przerw z przyczyn leżących po stronie klienta"),
    "reason: client_action": ("what the client did", "skutków działań klienta"),
    "reason: upstream_of_client": ("failures of the client's own suppliers", "awarii u innych dostawców klienta"),
    "reason: force_majeure": ("force majeure", "skutków siły wyższej"),
    "reason: ddos_above_agreed": (
        "attacks that exceed the agreed protection (DDoS)",
        "skutków ataków przekraczających uzgodnioną ochronę (DDoS)",
    ),
    "reason": ("{text}", "przerw z przyczyny „{text}”"),
    "decided": (
        "{service}: whether a time is left out is decided by {who}.",
        "{service}: o wyłączeniu czasu z pomiaru decyduje {who}.",
    ),
    "evidence: required": (
        "{service}: the decision must show its evidence.",
        "{service}: decyzja wymaga wskazania dowodów.",
    ),
    "evidence": ("{service}: evidence for the decision: {text}.", "{service}: dowody przy decyzji: {text}."),
    "objection": (
        "{service}: the client may object to what was measured or left out within {length}, from the end of the month "
        "in which the time lies or from the day of a later correction of it.",
        "{service}: klient może zgłosić sprzeciw wobec pomiaru lub wyłączenia czasu w ciągu {length} od końca "
        "miesiąca, w którym ten czas się mieści, albo od dnia jego późniejszej korekty.",
    ),
    "no_objection": (
        "{service}: no period is set for the client's objection.",
        "{service}: umowa nie określa terminu na sprzeciw klienta.",
    ),
    "retroactive": (
        "{service}: it may be decided afterwards, as a correction of an assessment.",
        "{service}: decyzję można podjąć także po zakończeniu okresu, jako korektę oceny.",
    ),
    "not_retroactive": (
        "{service}: it may not be decided after the period has ended.",
        "{service}: po zakończeniu okresu decyzji podjąć nie można.",
    ),
    "excluded_as: removed": (
        "{service}: time left out belongs neither to the available nor to the whole time.",
        "{service}: pominiętego czasu nie wlicza się ani do czasu dostępności, ani do czasu całkowitego.",
    ),
    "excluded_as: up": (
        "{service}: time left out counts as available.",
        "{service}: pominięty czas uznaje się za czas dostępności.",
    ),
    "rounded: up": (
        "{service}: the figure is rounded up to {places} before it is judged.",
        "{service}: wynik przed oceną zaokrągla się w górę do {places}.",
    ),
    "rounded: down": (
        "{service}: the figure is rounded down to {places} before it is judged.",
        "{service}: wynik przed oceną zaokrągla się w dół do {places}.",
    ),
    "rounded: nearest": (
        "{service}: the figure is rounded to the nearest {places} before it is judged.",
        "{service}: wynik przed oceną zaokrągla się do najbliższej wartości z dokładnością do {places}.",
    ),
    "not_rounded": (
        "{service}: the figure is judged exact, without rounding.",
        "{service}: wynik ocenia się dokładny, bez zaokrąglania.",
    ),
    "allowance": (
        "{service}: that is a downtime of {length}; the percentage decides.",
        "{service}: odpowiada to przerwom o łącznej długości {length}; rozstrzyga wartość procentowa.",
    ),
    "measure": ("“{label}”: {what}, {period}{target}.", "„{label}”: {what}, {period}{target}."),
    "in_each": ("in each {period}", "w każdym {period}"),
    "promised": ("; promised: {bound}", "; zobowiązanie: {bound}"),
    "reported_only": ("; reported without a promise", "; wyłącznie do raportu, bez zobowiązania"),
    "agg: share_within_target": (
        "the share of {tickets} in which “{clock}” was kept",
        "odsetek {tickets}, w których dotrzymano terminu „{clock}”",
    ),
    "agg: mean": (
        "the mean of “{clock}” in {tickets}, in {unit}",
        "średnia długość „{clock}” dla {tickets}, w {unit}",
    ),
    "agg: percentile": (
        "the {n} percentile of “{clock}” in {tickets}, in {unit}",
        "{n} percentyl długości „{clock}” dla {tickets}, w {unit}",
    ),
    "percentile_n": ("{n}th", "{n}."),
    "agg: count: reported": ("the number of {tickets} reported", "liczba przyjętych {tickets}"),
    "agg: count: reopened": ("the number of {tickets} reopened", "liczba wznowień {tickets}"),
    "agg: count: breached": (
        "the number of {tickets} in which “{clock}” was exceeded",
        "liczba {tickets}, w których przekroczono termin „{clock}”",
    ),
    "agg: count: breached_all": (
        "the number of {tickets} in which a time was exceeded",
        "liczba {tickets}, w których przekroczono termin",
    ),
    "agg: count: outage": ("the number of outages of “{availability}”", "liczba przerw w ramach „{availability}”"),
    "agg: availability": ("the availability “{availability}”", "dostępność „{availability}”"),
    "agg: external: ratio": (
        "the sum of the good over the sum of all that the feed “{feed}” reports",
        "stosunek sumy wartości prawidłowych do sumy wszystkich wartości ze źródła „{feed}”",
    ),
    "agg: external: mean": (
        "the mean of the values that the feed “{feed}” reports",
        "średnia wartości ze źródła „{feed}”",
    ),
    "agg: external: intervals": (
        "the share of intervals of the feed “{feed}” in which the value was {limit}",
        "odsetek przedziałów ze źródła „{feed}”, w których wartość wynosiła {limit}",
    ),
    "agg: at_cap": (
        "the number of months in which the remedies reached their cap: {cap}",
        "liczba miesięcy, w których rekompensaty osiągnęły limit: {cap}",
    ),
    "agg: manual": ("a figure that is entered under “{feed}”", "wartość wprowadzana pod nazwą „{feed}”"),
    "tickets_all": ("tickets", "zgłoszeń"),
    "tickets_of": ("tickets of {classes}", "zgłoszeń klas {classes}"),
    "tickets_service": ("{tickets} about {service}", "{tickets} dotyczących systemu {service}"),
    "reopened_within": (
        "“{label}”: counted are tickets reopened within {length} of their end.",
        "„{label}”: liczy się wznowienia w ciągu {length} od zakończenia zgłoszenia.",
    ),
    "longer_than": (
        "“{label}”: counted are only outages longer than {length}.",
        "„{label}”: liczy się tylko przerwy trwające powyżej {length}.",
    ),
    "minutes": ("minutes", "minutach"),
    "hours": ("hours", "godzinach"),
    "average": (
        "“{label}”: judged is the mean of the last {n} periods.",
        "„{label}”: ocenia się średnią z ostatnich {n} okresów.",
    ),
    "min_count": (
        "“{label}”: below {n} cases the figure is reported and not judged.",
        "„{label}”: przy liczbie przypadków mniejszej niż {n} wynik podaje się w raporcie, ale go nie ocenia.",
    ),
    "measure_evidence": ("“{label}”: it is shown by {text}.", "„{label}”: wymagany dowód – {text}."),
    "limit_of": (
        "“{label}”: an interval is good while the value is {limit}.",
        "„{label}”: przedział uznaje się za prawidłowy, gdy wartość wynosi {limit}.",
    ),
    "duty": ("“{label}”: {every}{service}.", "„{label}”: {every}{service}."),
    "duty_for": (", for {service}", ", dla systemu {service}"),
    "slots: calendar": (
        "“{label}”: the periods are those of the calendar; one cut by the contract's first or last day is not owed.",
        "„{label}”: okresy są kalendarzowe; za okres niepełny na początku lub końcu umowy obowiązek nie powstaje.",
    ),
    "slots: contract": (
        "“{label}”: the periods run from the contract's first day.",
        "„{label}”: okresy biegną od pierwszego dnia obowiązywania umowy.",
    ),
    "duty_due": (
        "“{label}”: it is due {within}, counted from the end of its period.",
        "„{label}”: obowiązek wykonuje się {within}, licząc od końca okresu.",
    ),
    "duty_in_period": (
        "“{label}”: it is due by the end of its period.",
        "„{label}”: obowiązek wykonuje się do końca okresu.",
    ),
    "grace": (
        "“{label}”: it is forgiven if it is done {within} after that.",
        "„{label}”: opóźnienia nie uznaje się za naruszenie, jeżeli obowiązek wykonano {within} po tym terminie.",
    ),
    "duty_calendar": (
        "“{label}”: working days are counted {calendar}.",
        "„{label}”: dni robocze liczy się {calendar}.",
    ),
    "proof": ("“{label}”: it is shown by {proof}.", "„{label}”: dowodem wykonania jest {proof}."),
    "proof: job_result": ("the result of the job", "wynik zadania"),
    "proof: signed_record": ("a signed record", "podpisany protokół"),
    "proof: document": ("a document", "dokument"),
    "proof: delivered": ("its delivery", "potwierdzenie doręczenia"),
    "proof: change_record": ("the record of the change", "zapis zmiany"),
    "proof: report": (
        "the sending of the report on its period, which the system writes down",
        "wysłanie raportu za ten okres, zapisane przez system",
    ),
    "proof: minutes": ("minutes", "protokół"),
    "keep": ("“{label}”: kept are {kept}.", "„{label}”: przechowuje się {kept}."),
    "kept: hourly": ("{n} hourly copies", "kopie godzinowe: {n}"),
    "kept: daily": ("{n} daily copies", "kopie dzienne: {n}"),
    "kept: weekly": ("{n} weekly copies", "kopie tygodniowe: {n}"),
    "kept: monthly": ("{n} monthly copies", "kopie miesięczne: {n}"),
    "kept: yearly": ("{n} yearly copies", "kopie roczne: {n}"),
    "kept": ("{n} of “{kind}”", "„{kind}”: {n}"),
    "rpo": (
        "“{label}”: after a failure at most the data of {length} may be lost (RPO).",
        "„{label}”: po awarii można utracić dane najwyżej z {length} (RPO).",
    ),
    "rto": (
        "“{label}”: data and system are restored {within} (RTO).",
        "„{label}”: dane i system odtwarza się {within} (RTO).",
    ),
    "critical_cve": (
        "“{label}”: a critical vulnerability is mended {within}.",
        "„{label}”: krytyczną podatność usuwa się {within}.",
    ),
    "critical_cve_other": (
        "“{label}”: critical vulnerabilities, {key}: {value}.",
        "„{label}”: krytyczne podatności, {key}: {value}.",
    ),
    "with": ("“{label}”: taking part: {people}.", "„{label}”: uczestnicy: {people}."),
    "person: caretaker": ("the caretaker", "opiekun klienta"),
    "person: client_owner": ("the client's owner of the system", "osoba odpowiedzialna po stronie klienta"),
    "flag: breach": (
        "“{label}”: lateness is a breach of the contract.",
        "„{label}”: opóźnienie stanowi naruszenie umowy.",
    ),
    "flag": ("“{label}”: lateness is marked as {flag}.", "„{label}”: opóźnienie oznacza się jako „{flag}”."),
    "fails": (
        "“{label}”: if it is late, missed or failed, these count as wholly failed for that period: {promises}.",
        "„{label}”: w razie opóźnienia, braku lub niepowodzenia uznaje się za w całości niedotrzymane w tym okresie: "
        "{promises}.",
    ),
    "no_duties": ("No regular duties are promised.", "Umowa nie przewiduje obowiązków okresowych."),
    "no_availability": ("No availability is promised.", "Umowa nie zawiera zobowiązania do dostępności."),
}
