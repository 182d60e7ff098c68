"""The texts on which the laws of the editor are tried: our packages, our examples, and one with all that is hard."""

from pathlib import Path

from gwarant.packages import library

CHANGED = ["clinic", "premium-shop", "documentation-site", "071_symbiosis", "package/business@2026.1"]
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").rglob("*.yaml"))
TEXTS = {
    **{path.stem: path.read_text() for path in EXAMPLES},
    **dict(library()),
    "clinic": """apiVersion: sla/v1
kind: Contract
metadata: {id: CLINIC-1, version: 2, extends: [package/premium, package/basic], status: draft}  # two layers
effective: {from: 2026-12-01}
parties: {provider: {name: House, nip: "5260001246"}, client: {name: 'Clinic'}}
fee: {monthly: 1000, due: P14D}   # the usual term, stated
defaults: {currency: SEK}
services:
  booking: {name: Booking}
  shop.pl: {name: Shop}
  main: null
calendars:
  office: {holidays: FR}
  weekend: {week: "Sat-Sun 10:00-16:00", holidays: none}
targets: {serious: {response: [2h, weekend]}}
availability: {main-up: {service: booking}}
intake: {channels: {chat: {counts: true}}}
hours: {not_charged: [], rates: {above: &rate 240}}
term: {notice: {length: P1M, ends: month_end}}
""",
}
