"""A second step that was lost: two who may appoint the person take it away together, or somebody at the console."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from gwarant.accounts.actions.coming import end_sessions
from gwarant.accounts.actions.guessing import CODE, PASSWORD, forgive
from gwarant.accounts.models import Company, Rescue, SecondStep, User
from gwarant.accounts.refusals import NothingAsked, NothingToTakeAway, NotIndependent, NotTheirOwn, OneMoreIsNeeded

GOOD_FOR = timedelta(days=3)
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
Tell = Callable[[Rescue, datetime], object]
Vouchers = Callable[[User], Collection[int]]  # through whom somebody came into the house


def has_second_step(user: User) -> bool:
    """Whether the person signs in with more than a password."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=STEPS).exists())


def open_rescues(*, now: datetime) -> "QuerySet[Rescue]":
    """What one has asked for and another has still to agree to."""
    waiting = Rescue.objects.filter(done_at=None, withdrawn_at=None, asked_at__gt=now - GOOD_FOR)
    return waiting.select_related("asked_by", "person")


def is_independent(asked: Rescue, who: User, vouchers: Vouchers) -> bool:
    """Whether somebody was here before it was asked, and came in otherwise than through who asked."""
    return who.joined_at < asked.asked_at and asked.asked_by_id not in vouchers(who)


def rescue(person: User, *, by: User, vouchers: Vouchers, tell: Tell, now: datetime) -> Rescue:
    """The first asks, a second one agrees, and the second step is gone; `tell` writes to everybody concerned.

    NotTheirOwn for oneself, NothingToTakeAway without a second step, OneMoreIsNeeded when the first comes again,
    NotIndependent for somebody who came after it was asked or through who asked.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if by.pk == person.pk:
            raise NotTheirOwn
        if not has_second_step(person):
            raise NothingToTakeAway
        asked = open_rescues(now=now).filter(person=person).order_by("-asked_at").first()
        if asked is None:
            asked = Rescue.objects.create(person=person, asked_by=by, asked_at=now)
        elif asked.asked_by_id == by.pk:
            raise OneMoreIsNeeded
        elif not is_independent(asked, by, vouchers):
            raise NotIndependent
        else:
            asked.agreed_by = by
            _take_away(asked, now)
        tell(asked, now)
        return asked


def withdraw_rescue(person: User, *, by: User, tell: Tell, now: datetime) -> Rescue:
    """Who asked takes the request back, or the person does, who has lost nothing. NothingAsked where none is theirs."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        found = open_rescues(now=now).filter(person=person).order_by("-asked_at").first()
        if found is None or by.pk not in (found.asked_by_id, person.pk):
            raise NothingAsked
        found.withdrawn_by, found.withdrawn_at = by, now
        found.save(update_fields=["withdrawn_by", "withdrawn_at"])
        tell(found, now)
        return found


def rescue_at_console(person: User, *, tell: Tell, now: datetime) -> Rescue:
    """Somebody at the console takes the second step away alone; everybody concerned is told all the same."""
    with transaction.atomic():
        if not has_second_step(person):
            raise NothingToTakeAway
        done = Rescue(person=person, asked_at=now)
        _take_away(done, now)
        tell(done, now)
        return done


def require_second_step(company: Company, who: SecondStep) -> None:
    """Who signs in with a second step or is led to setting one up."""
    Company.objects.filter(pk=company.pk).update(second_step=who)


def _take_away(found: Rescue, now: datetime) -> None:
    found.done_at = now
    found.save()
    Authenticator.objects.filter(user_id=found.person_id).delete()
    forgive(found.person, PASSWORD, CODE)
    end_sessions(found.person)
