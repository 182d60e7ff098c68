"""The pool of hours, rates, kinds of work."""

WORDS = {
    "block": (
        "The client buys {length} of work once{price}; they are not granted anew in any period.",
        "Klient kupuje jednorazowo pakiet pracy: {length}{price}; w kolejnych okresach godzin nie przybywa.",
    ),
    "block_price": (", for {money} {amounts}", ", za {money} {amounts}"),
    "block_first": ("the first day of this version", "pierwszego dnia obowiązywania tej treści umowy"),
    "block_bought": ("{day}", "{day}"),
    "block_lasts": (
        "They can be used for {length} from {begins}, that day counted; what is left then lapses.",
        "Pakiet można wykorzystać przez {length} od {begins}, licząc ten dzień; reszta potem przepada.",
    ),
    "block_ever": (
        "They can be used from {begins} until they are used up or the contract ends.",
        "Pakiet można wykorzystać od {begins} do wyczerpania albo do końca umowy.",
    ),
    "above_alone": ("Each hour costs {money} {amounts}.", "Każda godzina kosztuje {money} {amounts}."),
    "above_block": (
        "Each hour beyond them, also after they were used up or lapsed, costs {money} {amounts}.",
        "Każda godzina ponad pakiet, także po jego wyczerpaniu lub upływie jego ważności, kosztuje {money} {amounts}.",
    ),
    "cell_block": ("Hours bought once", "Pakiet godzin"),
    "cell_block_lasts": ("Until when", "Ważność"),
    "pool": (
        "The fee includes {length} of work in each {period}.",
        "Abonament obejmuje w każdym {period} pulę pracy: {length}.",
    ),
    "pool_unlimited": (
        "The fee includes all hours of work; periods are counted by {period}.",
        "Abonament obejmuje wszystkie godziny pracy; okresem rozliczeniowym jest {period}.",
    ),
    "no_pool_no_fee": ("No hours of work are included.", "Umowa nie obejmuje z góry żadnych godzin pracy."),
    "no_pool": ("The fee includes no hours of work.", "Abonament nie obejmuje godzin pracy."),
    "period: calendar_month": ("calendar month", "miesiąc kalendarzowy"),
    "period: calendar_quarter": ("calendar quarter", "kwartał kalendarzowy"),
    "period: calendar_year": ("calendar year", "rok kalendarzowy"),
    "period: contract_year": ("contract year", "rok umowy"),
    "cell_pool": ("Hours included", "Godziny w abonamencie"),
    "cell_pool_value": ("{length} a {period}", "{length} na {period}"),
    "cell_unlimited": ("all, by {period}", "wszystkie, za {period}"),
    "cell_carry": ("Unused hours", "Niewykorzystane godziny"),
    "cell_order": ("Order of use", "Kolejność wykorzystania"),
    "cell_partial": ("Incomplete period", "Okres niepełny"),
    "lapse": ("Unused hours lapse at the end of the period.", "Niewykorzystane godziny przepadają z końcem okresu."),
    "carry_one": (
        "Unused hours can still be used in the next period; at most {cap} of a period's hours is carried.",
        "Niewykorzystane godziny można wykorzystać w następnym okresie; przechodzi najwyżej {cap} puli okresu.",
    ),
    "carry": (
        "Unused hours can still be used in the next {periods} periods; at most {cap} of a period's hours is carried.",
        "Niewykorzystane godziny można wykorzystać w {periods} następnych okresach; "
        "przechodzi najwyżej {cap} puli okresu.",
    ),
    "forever": (
        "Unused hours never lapse; at most {cap} of a period's hours is carried.",
        "Niewykorzystane godziny nie przepadają; przechodzi najwyżej {cap} puli okresu.",
    ),
    "order: oldest_first": (
        "The oldest hours are used first.",
        "W pierwszej kolejności wykorzystuje się godziny najstarsze.",
    ),
    "order: newest_first": (
        "The newest hours are used first.",
        "W pierwszej kolejności wykorzystuje się godziny najnowsze.",
    ),
    "partial: prorata": (
        "A first or last period that is not whole has its share of the hours, by days.",
        "W niepełnym pierwszym lub ostatnim okresie pula jest proporcjonalna do liczby dni.",
    ),
    "partial: full": (
        "A first or last period that is not whole has all of the hours.",
        "W niepełnym pierwszym lub ostatnim okresie przysługuje cała pula.",
    ),
    "included_block": (
        "The value of an hour of them is {money} {amounts}.",
        "Wartość godziny z pakietu wynosi {money} {amounts}.",
    ),
    "included_rate": (
        "The value of an included hour is {money} {amounts}.",
        "Wartość godziny objętej abonamentem wynosi {money} {amounts}.",
    ),
    "above": ("Each further hour costs {money} {amounts}.", "Każda godzina ponad pulę kosztuje {money} {amounts}."),
    "above_blank": ("Each further hour costs {money}.", "Każda godzina ponad pulę kosztuje {money}."),
    "round_one: up": (
        "Time worked is charged by the started {unit}.",
        "Czas pracy zaokrągla się w górę do każdej rozpoczętej {unit}.",
    ),
    "round_one: down": (
        "Time worked is charged by the full {unit}.",
        "Czas pracy zaokrągla się w dół do pełnej {unit}.",
    ),
    "round_one: nearest": (
        "Time worked is rounded to the nearest {unit}.",
        "Czas pracy zaokrągla się do najbliższej pełnej {unit}.",
    ),
    "travel_one: up": (
        "Travel is charged by the started {unit}.",
        "Czas dojazdu zaokrągla się w górę do każdej rozpoczętej {unit}.",
    ),
    "travel_one: down": (
        "Travel is charged by the full {unit}.",
        "Czas dojazdu zaokrągla się w dół do pełnej {unit}.",
    ),
    "travel_one: nearest": (
        "Travel is rounded to the nearest {unit}.",
        "Czas dojazdu zaokrągla się do najbliższej pełnej {unit}.",
    ),
    "round: up": (
        "Time worked is charged in started units of {length}.",
        "Czas pracy zaokrągla się w górę do każdej rozpoczętej jednostki: {length}.",
    ),
    "round: down": (
        "Time worked is charged in full units of {length}.",
        "Czas pracy zaokrągla się w dół do pełnej jednostki: {length}.",
    ),
    "round: nearest": (
        "Time worked is rounded to the nearest {length}.",
        "Czas pracy zaokrągla się do najbliższej jednostki: {length}.",
    ),
    "round_min": (
        "An entry is charged with at least {length}.",
        "Za każdy wpis nalicza się nie mniej niż {length}.",
    ),
    "travel: up": (
        "Travel is charged in started units of {length}.",
        "Czas dojazdu zaokrągla się w górę do każdej rozpoczętej jednostki: {length}.",
    ),
    "travel: down": (
        "Travel is charged in full units of {length}.",
        "Czas dojazdu zaokrągla się w dół do pełnej jednostki: {length}.",
    ),
    "travel: nearest": (
        "Travel is rounded to the nearest {length}.",
        "Czas dojazdu zaokrągla się do najbliższej jednostki: {length}.",
    ),
    "of_work": ("“{work}”: {sentence}", "„{work}”: {sentence}"),
    "multiplier: price": (
        "Work done {when}: the price of the hour is multiplied by {x}.",
        "Praca {when}: stawkę za godzinę mnoży się przez {x}.",
    ),
    "multiplier: pool": (
        "Work done {when}: price and hours taken from the pool are multiplied by {x}.",
        "Praca {when}: stawkę oraz godziny pobierane z puli mnoży się przez {x}.",
    ),
    "cell_drains: price": ("price", "stawka"),
    "cell_drains: pool": ("price and hours of the pool", "stawka i godziny z puli"),
    "highest": (
        "Where several multipliers apply, the highest holds.",
        "Jeżeli zastosowanie ma kilka mnożników, obowiązuje najwyższy.",
    ),
    "at_dearer": ("at such a time", "w takim czasie"),
    "at_dearer_price": (
        "at a time that multiplies the price alone",
        "w czasie, w którym mnoży się samą stawkę",
    ),
    "raise: value": (
        "An hour of the pool {when} is taken from the pool, and what makes it dearer is paid beside the fee:"
        " the value of an included hour times the multiplier less one.",
        "Za godzinę z puli przepracowaną {when} dopłaca się do abonamentu samą różnicę: "
        "wartość godziny objętej abonamentem razy mnożnik pomniejszony o jeden.",
    ),
    "raise: value_block": (
        "One of the hours bought {when} is taken from them, and what makes it dearer is paid in addition:"
        " the value of an hour of them times the multiplier less one.",
        "Za godzinę z pakietu przepracowaną {when} dopłaca się samą różnicę: "
        "wartość godziny z pakietu razy mnożnik pomniejszony o jeden.",
    ),
    "raise: above_block": (
        "One of the hours bought {when} is taken from them, and what makes it dearer is paid in addition:"
        " the price of an hour beyond them times the multiplier less one.",
        "Za godzinę z pakietu przepracowaną {when} dopłaca się samą różnicę: "
        "stawkę za godzinę ponad pakiet razy mnożnik pomniejszony o jeden.",
    ),
    "raise: above": (
        "An hour of the pool {when} is taken from the pool, and what makes it dearer is paid beside the fee:"
        " the price of an hour above the pool times the multiplier less one.",
        "Za godzinę z puli przepracowaną {when} dopłaca się do abonamentu samą różnicę: "
        "stawkę za godzinę ponad pulę razy mnożnik pomniejszony o jeden.",
    ),
    "when: holiday": ("on public holidays", "w święta"),
    "when: emergency": ("as an emergency", "w trybie awaryjnym"),
    "when: outside": ("outside “{calendar}”", "poza godzinami „{calendar}”"),
    "when: office": ("outside office hours", "poza godzinami pracy"),
    "when: or": ("or", "lub"),
    "when: Mon": ("on Mondays", "w poniedziałki"),
    "when: Tue": ("on Tuesdays", "we wtorki"),
    "when: Wed": ("on Wednesdays", "w środy"),
    "when: Thu": ("on Thursdays", "w czwartki"),
    "when: Fri": ("on Fridays", "w piątki"),
    "when: Sat": ("on Saturdays", "w soboty"),
    "when: Sun": ("on Sundays", "w niedziele"),
    "discount": ("On projects the rate is {pct} lower.", "Dla projektów stawkę obniża się o {pct}."),
    "not_charged": ("Never charged: {works}.", "Bez opłat: {works}."),
    "free_class": ("all work on tickets of the class “{name}”", "wszelkie prace przy zgłoszeniach klasy „{name}”"),
    "work: own_defect": ("mending the provider's own defects", "usuwanie błędów własnych dostawcy"),
    "work: rejected_fix": ("doing a rejected repair again", "poprawianie odrzuconej naprawy"),
    "work: critical_incident": ("work on critical faults", "obsługa awarii krytycznych"),
    "work: warranty": ("repairs under warranty", "naprawy gwarancyjne"),
    "work: incident_assistance_dora": (
        "assistance in ICT incidents (art. 30 DORA)",
        "pomoc w incydentach ICT (art. 30 DORA)",
    ),
    "work: support": ("support", "wsparcie"),
    "work: improvement": ("small improvements", "drobne usprawnienia"),
    "work: project": ("projects", "projekty"),
    "work: consulting": ("consulting", "konsultacje"),
    "work: travel": ("travel", "dojazd"),
    "charge: pool": (
        "“{work}”: hours are taken from the pool, then charged at the rate above it.",
        "„{work}”: godziny pobiera się z puli, a po jej wyczerpaniu płatne są według stawki ponad pulę.",
    ),
    "charge: rate": (
        "“{work}”: hours are always charged at the rate, beside the pool.",
        "„{work}”: godziny są zawsze płatne według stawki, poza pulą.",
    ),
    "charge: never": ("“{work}”: hours are never charged.", "„{work}”: godziny są bezpłatne."),
    "charge: apart": (
        "“{work}”: the work is quoted and invoiced by itself.",
        "„{work}”: prace wycenia się i rozlicza odrębnie.",
    ),
    "work_rate": ("“{work}”: an hour costs {money} {amounts}.", "„{work}”: godzina kosztuje {money} {amounts}."),
    "at_most": (
        "“{work}”: more than {length} on one ticket {beyond}.",
        "„{work}”: czas powyżej {length} w jednym zgłoszeniu {beyond}.",
    ),
    "beyond: pool": ("is taken from the pool", "pobiera się z puli"),
    "beyond: rate": ("is charged at the rate", "jest płatny według stawki"),
    "beyond: never": ("is not charged", "jest bezpłatny"),
    "beyond: apart": ("is quoted and invoiced by itself", "wycenia się i rozlicza odrębnie"),
    "size": ("The client may choose {length} instead{price}.", "Klient może wybrać zamiast tego {length}{price}."),
    "size_fee": (", for {money} {amounts} a period", ", za {money} {amounts} na okres"),
    "size_discount": (", at a rate {pct} lower", ", według stawki niższej o {pct}"),
    "cell_fee": ("{money} {amounts}", "{money} {amounts}"),
    "cell_discount": ("rate {pct} lower", "stawka niższa o {pct}"),
    "consent": (
        "A task longer than {length} needs the client's consent.",
        "Zadanie trwające powyżej {length} wymaga wcześniejszej zgody klienta.",
    ),
    "no_consent": (
        "No task needs the client's prior consent on account of its length.",
        "Długość zadania nie wymaga wcześniejszej zgody klienta.",
    ),
    "alert_at": (
        "The client is told when {shares} of the pool is used.",
        "Klienta zawiadamia się po wykorzystaniu {shares} puli.",
    ),
    "no_alerts": ("The use of the pool is not announced.", "O wykorzystaniu puli nie zawiadamia się."),
    "propose": (
        "When the pool was exceeded in {over} of {of} periods, the provider proposes a change of the contract.",
        "Jeżeli pulę przekroczono w {over} z {of} kolejnych okresów, dostawca proponuje zmianę umowy.",
    ),
    "propose_other": (
        "A change of the contract is proposed under these terms: {terms}.",
        "Zmianę umowy proponuje się na warunkach: {terms}.",
    ),
}
