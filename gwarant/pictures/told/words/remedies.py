"""What a broken promise costs."""

WORDS = {
    "remedy: bands": (
        "“{label}”: when {of}, the remedy depends on the {figure}; percentages are of {base}.",
        "„{label}”: gdy {of}, rekompensata zależy od {figure}; procent liczy się od {base}.",
    ),
    "figure: value": ("measured figure", "zmierzonej wartości"),
    "figure: shortfall": (
        "points by which the figure misses its target",
        "liczby punktów procentowych, o które wynik odbiega od zobowiązania",
    ),
    "band": ("“{label}”: {range}: {pays}.", "„{label}”: {range}: {pays}."),
    "range_ge": ("from {n}", "od {n}"),
    "range_gt": ("above {n}", "powyżej {n}"),
    "range_lt": ("below {n}", "poniżej {n}"),
    "range_le": ("up to {n}", "do {n} włącznie"),
    "range_from_below": ("from {low} to below {high}", "od {low} do poniżej {high}"),
    "range_any": ("any figure", "każda wartość"),
    "points": ("{n} points", "{n} p.p."),
    "remedy: per_unit": (
        "“{label}”: when {of}, the remedy is {pays} for {unit} of overrun{nearest}.",
        "„{label}”: gdy {of}, za {unit} przekroczenia{nearest} należy się {pays}.",
    ),
    "unit_one: up": ("each started {length}", "każdą rozpoczętą {length}"),
    "unit_one: down": ("each full {length}", "każdą pełną {length}"),
    "unit_one: nearest": ("each {length}", "każdą {length}"),
    "unit_day: up": ("each day", "każdy dzień"),
    "unit_day: down": ("each full day", "każdy pełny dzień"),
    "unit_day: nearest": ("each day", "każdy dzień"),
    "unit: up": ("each started {length}", "każde rozpoczęte {length}"),
    "unit: down": ("each full {length}", "każde pełne {length}"),
    "unit: nearest": ("each {length}", "każde {length}"),
    "remedy: per_step": (
        "“{label}”: when {of}, the remedy is {pays} for {step} by which the figure misses its target.",
        "„{label}”: gdy {of}, za {step} odchylenia wyniku od zobowiązania należy się {pays}.",
    ),
    "step_one: up": ("each started point", "każdy rozpoczęty punkt procentowy"),
    "step_one: down": ("each full point", "każdy pełny punkt procentowy"),
    "step_one: nearest": (
        "each point, rounded to the nearest",
        "każdy punkt procentowy, w zaokrągleniu do najbliższego",
    ),
    "step: up": ("each started {n} points", "każde rozpoczęte {n} p.p."),
    "step: down": ("each full {n} points", "każde pełne {n} p.p."),
    "step: nearest": ("each {n} points, rounded to the nearest", "każde {n} p.p., w zaokrągleniu do najbliższych"),
    "remedy: flat": (
        "“{label}”: when {of}, the remedy is {pays} in each case.",
        "„{label}”: gdy {of}, za każdy przypadek należy się {pays}.",
    ),
    "remedy: prorata": (
        "“{label}”: when {of}, the remedy is {x} times the part of {base} that falls to the lost time.",
        "„{label}”: gdy {of}, rekompensata wynosi {x}-krotność części {base} przypadającej na utracony czas.",
    ),
    "remedy: every_n": (
        "“{label}”: the remedy is {pays} for every {cases}{within} in which {of}.",
        "„{label}”: za każde {cases}{within}, w których {of}, należy się {pays}.",
    ),
    "every_n_within": (" within {length}", " w ciągu {length}"),
    "remedy: extension": (
        "“{label}”: when {of}, the service is extended by {grants} for {unit} of overrun{nearest}, without charge.",
        "„{label}”: gdy {of}, okres świadczenia usługi przedłuża się bezpłatnie o {grants} "
        "za {unit} przekroczenia{nearest}.",
    ),
    "nearest": (" (rounded to the nearest unit)", " (w zaokrągleniu do najbliższej jednostki)"),
    "of_promise": ("the promise “{promise}” is broken", "naruszono zobowiązanie „{promise}”"),
    "of_clock": ("the time “{clock}” is exceeded", "przekroczono termin „{clock}”"),
    "of_clock_class": (
        "the time “{clock}” is exceeded in the class {classes}",
        "przekroczono termin „{clock}” w klasie {classes}",
    ),
    "of_duty": ("the duty “{duty}” is not done in time", "nie wykonano w terminie obowiązku „{duty}”"),
    "of_outage": (
        "there is an outage of “{promise}”, each by itself",
        "wystąpiła przerwa w ramach „{promise}”, za każdą osobno",
    ),
    "share": ("{pct} of {base}", "{pct} {base}"),
    "share_each": ("{pct}", "{pct}"),
    "base: monthly": ("the monthly fee", "abonamentu miesięcznego"),
    "base: contract_total": ("the contract's total", "całkowitej wartości umowy"),
    "base: part": ("the part of the fee called “{name}”", "części wynagrodzenia „{name}”"),
    "whose: same_month": (" of the month of the breach", " za miesiąc naruszenia"),
    "whose: previous_month": (" of the month before the breach", " za miesiąc poprzedzający naruszenie"),
    "first: none": (
        " (nothing is owed for the contract's first month)",
        " (za pierwszy miesiąc umowy nic się nie należy)",
    ),
    "first: same_month": (
        " (in the contract's first month: of that month)",
        " (w pierwszym miesiącu umowy: za ten miesiąc)",
    ),
    "whose: next_month": (" of the month after the breach", " za miesiąc następujący po naruszeniu"),
    "whose: contract_year": (
        " of the whole contract year of the breach",
        " za cały rok umowy obejmujący chwilę naruszenia",
    ),
    "whose: calendar_quarter": (
        " of the whole calendar quarter of the breach",
        " za cały kwartał obejmujący chwilę naruszenia",
    ),
    "surcharges": (", surcharges of seasons included", ", wraz z dopłatami za okresy szczególne"),
    "count_on: clock": (
        "“{label}”: the overrun is counted on the calendar of the time.",
        "„{label}”: przekroczenie liczy się w godzinach, w których biegnie termin.",
    ),
    "count_on: duty": (
        "“{label}”: the overrun is counted {calendar}.",
        "„{label}”: przekroczenie liczy się {calendar}.",
    ),
    "hours_of": ("in the hours of “{calendar}”", "w godzinach kalendarza „{calendar}”"),
    "hours_of_weekdays": ("from Monday to Friday", "od poniedziałku do piątku"),
    "count_on: elapsed": (
        "“{label}”: the overrun is counted in real time, around the clock.",
        "„{label}”: przekroczenie liczy się w czasie rzeczywistym, przez całą dobę.",
    ),
    "count_on: calendar_days": (
        "“{label}”: the overrun is counted in calendar days: each date on which it lasts is one day.",
        "„{label}”: przekroczenie liczy się w dniach kalendarzowych; każda data, w której trwa, to jeden dzień.",
    ),
    "count_on: working_days": (
        "“{label}”: the overrun is counted in working days: each date in whose hours it lasts is one day.",
        "„{label}”: przekroczenie liczy się w dniach roboczych; każda data, w której godzinach trwa, to jeden dzień.",
    ),
    "count_on: beyond": (
        "“{label}”: the overrun is the downtime beyond what the promise allows.",
        "„{label}”: przekroczeniem jest czas niedostępności ponad dopuszczony zobowiązaniem.",
    ),
    "count_on: whole": (
        "“{label}”: the overrun is the whole downtime.",
        "„{label}”: przekroczeniem jest cały czas niedostępności.",
    ),
    "starts: next_hour": (
        "“{label}”: the overrun counts from the next full hour.",
        "„{label}”: przekroczenie liczy się od następnej pełnej godziny.",
    ),
    "free": (
        "“{label}”: the first {length} of overrun is free.",
        "„{label}”: za początkowy czas przekroczenia ({length}) rekompensata się nie należy.",
    ),
    "pay_after": (
        "“{label}”: nothing is owed for an overrun up to {length}.",
        "„{label}”: przekroczenie nie dłuższe niż {length} nie uprawnia do rekompensaty.",
    ),
    "own_cap_pct": (
        "“{label}”: at most {pct} of its base for one month.",
        "„{label}”: za jeden miesiąc najwyżej {pct} podstawy.",
    ),
    "own_cap_amount": ("“{label}”: at most {money} for one month.", "„{label}”: za jeden miesiąc najwyżej {money}."),
    "own_cap_units": (
        "“{label}”: for one month at most {units} of overrun count.",
        "„{label}”: za jeden miesiąc uwzględnia się najwyżej {units} przekroczenia.",
    ),
    "same_incident: highest": (
        "Where several remedies arise from one ticket or outage, only the highest is owed.",
        "Jeżeli z jednego zgłoszenia lub jednej przerwy wynika kilka rekompensat, należy się tylko najwyższa.",
    ),
    "same_incident: sum": (
        "Where several remedies arise from one ticket or outage, they are added.",
        "Jeżeli z jednego zgłoszenia lub jednej przerwy wynika kilka rekompensat, sumuje się je.",
    ),
    "same_incident: client_elects": (
        "Where several remedies arise from one ticket or outage, the client chooses one; until then the highest holds.",
        "Jeżeli z jednego zgłoszenia lub jednej przerwy wynika kilka rekompensat, klient wybiera jedną; "
        "do czasu wyboru obowiązuje najwyższa.",
    ),
    "across: sum": (
        "Remedies of different tickets and outages are added.",
        "Rekompensaty z różnych zgłoszeń i przerw sumuje się.",
    ),
    "across: highest": (
        "Of the remedies of different tickets and outages only the highest is owed.",
        "Spośród rekompensat z różnych zgłoszeń i przerw należy się tylko najwyższa.",
    ),
    "once_per_cause": (
        "Breaches of one system within {length} of the first have one cause; "
        "only the breach with the highest remedy is paid. Of a broken availability and of all that its downtime "
        "caused either the one or the other is paid, whichever is more.",
        "Naruszenia dotyczące jednego systemu w ciągu {length} od pierwszego mają wspólną przyczynę; "
        "rekompensata należy się tylko za zdarzenie, z którego jest najwyższa. Z niedotrzymanej dostępności i z tego "
        "wszystkiego, co spowodowała jej niedostępność, należy się jedno albo drugie: to, co wyższe.",
    ),
    "cap: month": (
        "All remedies of a month together: at most {limit}.",
        "Suma rekompensat w miesiącu: najwyżej {limit}.",
    ),
    "cap: contract_year": (
        "All remedies of a contract year together: at most {limit}.",
        "Suma rekompensat w roku umowy: najwyżej {limit}.",
    ),
    "cap: total": (
        "All remedies in the whole life of the contract together: at most {limit}.",
        "Łączna maksymalna wysokość rekompensat w całym okresie obowiązywania umowy: {limit}.",
    ),
    "total_fees": ("{pct} of all fees of the contract ({base})", "{pct} sumy wynagrodzenia z umowy ({base})"),
    "no_caps": ("Remedies have no upper limit.", "Umowa nie określa górnej granicy rekompensat."),
    "no_caps_together": (
        "Beyond what is said of single remedies, their sum has no upper limit.",
        "Poza limitami poszczególnych rekompensat umowa nie określa górnej granicy ich sumy.",
    ),
    "min": (
        "A sum below {money} is not paid.",
        "Rekompensaty o łącznej wysokości poniżej {money} nie wypłaca się.",
    ),
    "automatic": (
        "Remedies are granted unasked.",
        "Rekompensaty nalicza się automatycznie, bez wniosku klienta.",
    ),
    "on_claim": (
        "Remedies are granted when the client claims them{deadline}.",
        "Rekompensaty należą się na wniosek klienta{deadline}.",
    ),
    "claimed_where": (
        "A claim is sent to the provider in writing, on paper or electronically{at}.",
        "Wniosek składa się dostawcy na piśmie lub elektronicznie{at}.",
    ),
    "claimed_at": (" (address: {address})", " (adres: {address})"),
    "deadline": (" within {length} {anchor}", " złożony w ciągu {length} od {anchor}"),
    "claim_hours: breach": (
        "These hours run around the clock, also at night and on free days: from the moment at which a deadline was "
        "missed, an outage ended, or the period of a figure was over.",
        "Godziny te biegną nieprzerwanie, także w nocy i w dni wolne: od chwili, w której upłynął termin, skończyła "
        "się przerwa albo upłynął okres, za który liczy się wynik.",
    ),
    "claim_hours: month_end": (
        "These hours run around the clock, from the end of the last day of the month.",
        "Godziny te biegną nieprzerwanie, od końca ostatniego dnia miesiąca.",
    ),
    "claim_hours: report": (
        "These hours run around the clock, from the moment of the report.",
        "Godziny te biegną nieprzerwanie, od chwili otrzymania raportu.",
    ),
    "claim_days": (
        "These working days are counted {calendar}. The day from which they run is not counted, and {ends}.",
        "Te dni robocze liczy się {calendar}. Dnia, od którego biegną, nie wlicza się, a {ends}.",
    ),
    "claim_closing": (
        "the time ends with the last hour of the last of them",
        "termin upływa z końcem godzin pracy ostatniego z nich",
    ),
    "claim_clock": ("the time ends at that hour of the last of them", "termin upływa o tej godzinie ostatniego z nich"),
    "claim_week": ("from Monday to Friday", "od poniedziałku do piątku"),
    "lapses": (
        "What is not claimed in time lapses: it counts toward no limit, and another remedy of the same ticket or "
        "outage that was claimed in time is owed in its place. If the provider accepts it later all the same, it is "
        "owed as far as the limits allow beside what was claimed in time.",
        "Rekompensata bez wniosku złożonego w terminie wygasa: nie wlicza się do limitów, a w jej miejsce należy się "
        "inna rekompensata za to samo zgłoszenie lub tę samą przerwę, o którą wniosek złożono w terminie. Jeżeli "
        "dostawca uzna ją później mimo to, należy się ona w granicach, które pozostają po rekompensatach z wniosków "
        "złożonych w terminie.",
    ),
    "anchor: breach": ("of the breach", "naruszenia"),
    "anchor: month_end": ("of the end of the month", "końca miesiąca"),
    "anchor: report": ("of the report", "otrzymania raportu"),
    "decide_by": (
        "The provider decides about a claim within {length}.",
        "Dostawca rozpatruje wniosek w ciągu {length}.",
    ),
    "claim_unused": (
        "A claim, if one is made, is made{deadline}.",
        "Wniosek, jeżeli jest składany, powinien być{deadline}.",
    ),
    "settle": ("Form of a remedy: {form}.", "Forma rekompensaty: {form}."),
    "settle: price_reduction": ("price reduction", "obniżenie wynagrodzenia"),
    "settle: contractual_penalty": ("contractual penalty", "kara umowna"),
    "settle: term_extension": ("extension of the term", "przedłużenie okresu obowiązywania umowy"),
    "fault: zwloka": (
        "The provider answers for culpable delay (Polish: zwłoka) only.",
        "Dostawca odpowiada za zwłokę, to jest za opóźnienie będące następstwem okoliczności, "
        "za które ponosi odpowiedzialność.",
    ),
    "fault: opoznienie": (
        "The provider answers for any delay (Polish: opóźnienie), whether culpable or not.",
        "Dostawca odpowiada za każde opóźnienie, także niezawinione.",
    ),
    "fault_elsewhere: opoznienie": (
        "The provider answers for any delay, whether it is its fault or not.",
        "Dostawca odpowiada za każde opóźnienie, także niezawinione.",
    ),
    "sole": (
        "Beside these remedies nothing is owed for a broken promise.",
        "Poza rekompensatami klientowi nie przysługują inne roszczenia z tytułu naruszenia zobowiązań.",
    ),
    "not_sole": (
        "These remedies do not exclude other claims that the law gives, but damages above their amount for the same"
        " breach are not reserved.",
        "Rekompensaty nie wyłączają innych uprawnień klienta wynikających z umowy i przepisów prawa; nie zastrzega się "
        "jednak odszkodowania przewyższającego ich wysokość za to samo naruszenie.",
    ),
    "not_sole_damages": (
        "These remedies do not exclude other claims that the law gives; damages above their amount may be claimed"
        " as well.",
        "Rekompensaty nie wyłączają innych uprawnień klienta wynikających z umowy i przepisów prawa; klient może także "
        "dochodzić odszkodowania przewyższającego ich wysokość.",
    ),
    "damages": (
        "Damages above the amount of the remedies may be claimed.",
        "Klient może dochodzić odszkodowania przewyższającego wysokość rekompensat.",
    ),
    "credited: same_invoice": (
        "A remedy is set off in the invoice of the month of the breach.",
        "Rekompensatę rozlicza się w fakturze za miesiąc naruszenia.",
    ),
    "credited: same_invoice_claimed": (
        "A remedy is set off against the fee of the month of the breach; an invoice of that month that was issued"
        " before the claim is corrected.",
        "Rekompensatę rozlicza się w wynagrodzeniu za miesiąc naruszenia; fakturę za ten miesiąc wystawioną przed "
        "złożeniem wniosku koryguje się.",
    ),
    "credited: next_invoice": (
        "A remedy is set off in the next invoice.",
        "Rekompensatę rozlicza się w następnej fakturze.",
    ),
    "credited: payout": ("A remedy is paid out.", "Rekompensatę wypłaca się klientowi."),
    "requires": ("Conditions for a remedy: {terms}.", "Warunki przyznania rekompensaty: {terms}."),
    "no_remedies": ("No remedies are promised.", "Umowa nie przewiduje rekompensat."),
}
