"""What a receiving server made of a mail of ours."""

from gwarant.cli.judging_mail import judged
from gwarant.mail import Verdict

OURS = "mx.house.example"


def verdict(method: str, result: str, domain: str = "shop.example", server: str = OURS, hops: int = 1) -> Verdict:
    return Verdict(server, method, result, domain, hops)


def test_what_passes_is_told_with_its_domain_and_who_says_so() -> None:
    passed = [verdict("spf", "pass", "house.example"), verdict("dkim", "pass"), verdict("dmarc", "pass")]
    assert list(judged(passed, {OURS})) == [
        "checked: SPF pass for house.example, says mx.house.example",
        "checked: DKIM pass for shop.example, says mx.house.example",
        "checked: DMARC pass for shop.example, says mx.house.example",
    ]


def test_what_does_not_pass_is_told_with_what_is_missing_by_the_topmost_line() -> None:
    found = [verdict("dkim", "pass", hops=3), verdict("dkim", "fail", hops=1), verdict("dmarc", "fail")]
    spf, dkim, dmarc = judged(found, {OURS})
    assert spf == "checked: SPF is not told"
    assert "DKIM fail for shop.example" in dkim
    assert "has to sign" in dkim
    assert "very domain in From" in dmarc


def test_a_server_that_says_nothing_or_is_not_believed_is_named() -> None:
    assert "says nothing" in " ".join(judged([], {OURS}))
    assert "GWARANT_MAIL_AUTH_SERVERS does not name it" in list(judged([verdict("spf", "pass")], set()))[-1]
