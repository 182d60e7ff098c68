"""A small whole contract, which the linter has nothing against."""

SMALL = """\
apiVersion: sla/v1
kind: Contract
metadata: {id: C-1}
effective: {from: 2026-01-01}
defaults: {timezone: Europe/Warsaw, currency: PLN, money: {round: half-up, scale: 2}}
parties: {provider: {name: House}, client: {name: Shop}}
fee: {monthly: 1000}
calendars:
  office: {week: "Mon-Fri 08:00-16:00", holidays: PL}
  always: {week: 24/7}
services: {shop: {name: Shop}}
classes: {critical: {}, ordinary: {}}
intake: {channels: {portal: {counts: true}}}
clocks:
  response: {stop: first_human_reply}
  workaround: {stop: service_restored}
  resolution: {stop: fix_accepted}
targets:
  critical: {response: [1h, always], workaround: [4h, always], resolution: [3wd, office]}
  ordinary: {response: [4h, office], resolution: [10wd, office]}
availability:
  up:
    service: shop
    target: {ge: 99.9}
    period: calendar_month
    probe: {every: 60s, min_outage: 2m}
    maintenance: {window: "Sun 01:00-05:00", notice: 2wd, cap: {minutes: 240}}
hours: {pool: {per: calendar_month, amount: 10h}, round: {unit: 15m}, rates: {above: 200}}
remedies:
  credit:
    of: up
    kind: bands
    base: {fee: monthly, of: same_month}
    bands:
      - {ge: 99.5, lt: 99.9, pct: 5}
      - {lt: 99.5, pct: 10}
remedy_rules: {caps: [{per: month, pct: 30, of: monthly}], settle: price_reduction}
"""
