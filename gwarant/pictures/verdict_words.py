"""The words of the verdict with which a page, a mail, a report and the command begin."""

ENGLISH = {
    "lead_one": "The one ticket deadline was kept.",
    "lead_all": "All {n} ticket deadlines were kept.",
    "lead_one_broken": "The one ticket deadline was broken.",
    "lead_one_of": "{met} of {n} ticket deadlines was kept, {lost}.",
    "lead_some": "{met} of {n} ticket deadlines were kept, {lost}.",
    "lead_beside_one": "Of availability, measures and duties {broken} of {n} was broken{names}.",
    "lead_beside": "Of availability, measures and duties {broken} of {n} were broken{names}.",
    "lead_beside_kept": "Of availability, measures and duties nothing was broken.",
    "lead_beside_kept_of_judged": "Of availability, measures and duties nothing that could be judged was broken.",
    "lead_unchecked": "{n} could not be checked.",
    "lead_unchecked_beside": "Of measures and duties {n} could not be judged.",
    "lead_unknown": "Availability is unknown.",
    "lead_unknown_in": "Availability is unknown in {months}.",
    "lead_none_yet": "No promise has fallen due yet.",
    "lead_none_month": "No promise fell due in this month.",
    "lead_none": "No promise fell due in this time.",
    "lead_runs_month": "The month still runs.",
    "lead_runs": "It still runs.",
}
POLISH = {
    "lead_one": "Dotrzymano jedynego terminu zgłoszenia.",
    "lead_all": "Dotrzymano wszystkich {n} terminów zgłoszeń.",
    "lead_one_broken": "Nie dotrzymano jedynego terminu zgłoszenia.",
    "lead_one_of": "Dotrzymano {met} z {n} terminów zgłoszeń, {lost}.",
    "lead_some": "Dotrzymano {met} z {n} terminów zgłoszeń, {lost}.",
    "lead_beside_one": "Dostępność, wskaźniki i obowiązki: naruszono {broken} z {n}{names}.",
    "lead_beside": "Dostępność, wskaźniki i obowiązki: naruszono {broken} z {n}{names}.",
    "lead_beside_kept": "Dostępność, wskaźniki i obowiązki: dotrzymano wszystkiego.",
    "lead_beside_kept_of_judged": "Dostępność, wskaźniki i obowiązki: dotrzymano wszystkiego, co dało się ocenić.",
    "lead_unchecked": "Nie da się ocenić: {n}.",
    "lead_unchecked_beside": "Wskaźniki i obowiązki: {n} nie da się ocenić.",
    "lead_unknown": "Dostępność jest nieznana.",
    "lead_unknown_in": "Dostępność jest nieznana w tych miesiącach: {months}.",
    "lead_none_yet": "Nie minął jeszcze żaden termin.",
    "lead_none_month": "W tym miesiącu nie minął żaden termin.",
    "lead_none": "W tym czasie nie minął żaden termin.",
    "lead_runs_month": "Miesiąc jeszcze trwa.",
    "lead_runs": "Okres jeszcze trwa.",
}
ENGLISH_PLURALS = {"was_broken": ("{n} was broken", "{n} were broken")}
POLISH_PLURALS = {"was_broken": ("naruszono {n}",) * 3}
