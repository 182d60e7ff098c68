"""The place of the house itself is called in the reader's language, until somebody gives it a name."""

from django.utils.translation import override
from paper import signed_in

from gwarant.demo.cast import World
from gwarant.monitoring.home import opened
from gwarant.monitoring.letters import ProberSilent
from gwarant.monitoring.models import Place
from gwarant.web.moment import now

ENGLISH, POLISH = "Our own server", "Nasz własny serwer"


def test_our_own_place_is_called_in_the_readers_language_until_it_has_a_name(world: World, engine: None) -> None:
    home = opened(now())
    assert home.name == POLISH  # the house's language
    for reader, name in ((world.ben, ENGLISH), (world.olga, POLISH)):
        pages = [signed_in(reader).get(one).content.decode() for one in ("/desk/places", "/desk/places/home")]
        assert [name in page for page in pages] == [True, True]
    told = ProberSilent(place=home.name, key=home.key)
    for language, name in (("en", ENGLISH), ("pl", POLISH)):
        with override(language):
            assert name in told.letter(language).subject
            assert Place(key="waw", name=POLISH).called == POLISH
    Place.objects.update(name="Piwnica")
    assert "Piwnica" in signed_in(world.ben).get("/desk/places").content.decode()
