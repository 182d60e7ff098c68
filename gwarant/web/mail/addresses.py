"""Where mail arrives, and what is known of senders: our addresses, customers' domains, programs that report."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gwarant.customers.models import IntakeAddress
from gwarant.intake.actions import open_address, register_domain, register_machine
from gwarant.intake.models import MachineSender, MailDomain
from gwarant.web.access import LEADERS, AuthedRequest, staff
from gwarant.web.mail.forms import WhereForm
from gwarant.web.moment import now


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def addresses(request: AuthedRequest) -> HttpResponse:
    """The list, and a form for one more; what is there already is changed by it."""
    form = WhereForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        service = told["service"].pk if told["service"] else None
        match told["kind"]:
            case "address":
                open_address(told["name"], customer=told["customer"], service_id=service, now=now())
            case "domain":
                register_domain(told["name"], told["customer"], now=now())
            case _kind:
                register_machine(told["name"], told["customer"], service_id=service, now=now())
        messages.success(request, _("%(name)s is known now.") % {"name": told["name"].strip().lower()})
        return redirect("desk:mail_addresses")
    page = {
        "form": form,
        "addresses": IntakeAddress.objects.select_related("customer", "service").order_by("address"),
        "domains": MailDomain.objects.select_related("customer").order_by("domain"),
        "machines": MachineSender.objects.select_related("customer", "service").order_by("email"),
        "crumbs": [(reverse("desk:mails"), _("Mail that came in"))],
    }
    return render(request, "mail/addresses.html", page, status=422 if form.errors else 200)
