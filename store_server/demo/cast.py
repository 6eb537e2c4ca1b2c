"""The demo's people. All are invented; nobody here has ever bought anything.

The ids are fixed, so that a second start finds them again.
"""

from __future__ import annotations

from datetime import date

from devices.readings import EddystoneUid, IBeacon
from store_server.demo.guest import Bought, Colleague, Expected, Guest, Promised, Rotating
from store_server.domain.client import Approach, Client, Tier
from store_server.domain.consent import Purpose
from store_server.domain.staff import Associate, Role

BRAND = "Maison Célandine"
BOUTIQUE_NAME = "Rive gauche"

BEACONS = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001"
NAMESPACE = "acc0e1ace1a9d19e0001"

ZONES = (
    ("entrance", "Entrance", None),
    ("salon", "Salon", 18),
    ("leather", "Leather room", 10),
    ("fragrance", "Fragrance bar", 6),
    ("atelier", "Private atelier", 4),
)


def associate_id(number: int) -> str:
    return f"01990000-0000-7000-8000-0000000001{number:02d}"


def client_id(number: int) -> str:
    return f"01990000-0000-7000-8000-0000000002{number:02d}"


CAMILLE, MATTEO, YUE, HELENE = (associate_id(number) for number in (1, 2, 3, 4))

COLLEAGUES = (
    Colleague(
        Associate(CAMILLE, "Camille Laurent", Role.ASSOCIATE, ("fr", "en")), "Camille", "2580"
    ),
    Colleague(
        Associate(MATTEO, "Matteo Valli", Role.ASSOCIATE, ("it", "en", "fr")), "Matteo", "2580"
    ),
    Colleague(Associate(YUE, "Lin Yue", Role.ASSOCIATE, ("zh", "en", "fr")), "Yue", "2580"),
    Colleague(
        Associate(HELENE, "Hélène Marchand", Role.MANAGER, ("fr", "en", "ja")), "Hélène", "2580"
    ),
)

GUESTS = (
    Guest(
        Client(
            client_id(1),
            "Aliénor",
            "Castelmaure",
            language="fr",
            languages=("fr", "en"),
            pronunciation="ah-lee-eh-NOR kas-tel-MOR",
            tier=Tier.CIRCLE,
            primary_associate_id=CAMILLE,
            secondary_associate_id=HELENE,
            email="alienor@castelmaure.example",
            phone="+33 6 39 98 00 01",
            tastes=("unlined leather", "deep greens", "no visible logo", "hand engraving"),
            sizes=(("shoes", "38½"), ("glove", "6¾"), ("ring", "52")),
            wishes=("The Orangerie bag in ivy green",),
            note="Takes her time in the atelier first. Sencha, no sugar.",
            birthday=date(1971, 3, 9),
        ),
        IBeacon(BEACONS, 1, 1),
        "key fob",
        pass_code="CLND-7Q4M",  # noqa: S106 - an entrance pass
        bought=(
            Bought(23, "Orangerie shoulder bag, moss calfskin", 389000),
            Bought(140, "Silk carré “Herbarium”, 90 cm", 42000),
            Bought(402, "Travel case, natural bridle leather", 612000),
        ),
        promised=(Promised("Call when the ivy green hides arrive", 4, "Camille"),),
        expected=(Expected(15, 30, "Engraving with the atelier", "Private atelier"),),
        last_visit_days_ago=23,
    ),
    Guest(
        Client(
            client_id(2),
            "Beatrice",
            "Fontanesi",
            language="it",
            languages=("it", "fr"),
            pronunciation="beh-ah-TREE-cheh fon-tah-NEH-zee",
            tier=Tier.VIP,
            primary_associate_id=MATTEO,
            email="b.fontanesi@posta.example",
            phone="+39 351 555 0102",
            tastes=("patinated brown", "small formats", "amber and iris"),
            sizes=(("shoes", "37"), ("belt", "75")),
            wishes=("A belt for the winter coat",),
            note="Buys for her sister too: hers is size 40.",
            birthday=date(1984, 11, 2),
        ),
        EddystoneUid(NAMESPACE, "000000000002"),
        "bag charm",
        bought=(
            Bought(61, "Mezzaluna evening clutch, bronze", 178000),
            Bought(61, "Iris & Amber, extrait 50 ml", 24500),
            Bought(220, "Card holder, patinated calfskin", 39000, "EUR", "Milano"),
        ),
        promised=(Promised("Set aside the bronze buckle, 75 cm", 2, "Matteo"),),
        last_visit_days_ago=61,
    ),
    Guest(
        Client(
            client_id(3),
            "Wenqing",
            "Zhao",
            language="zh",
            languages=("zh", "en"),
            pronunciation="WUN-ching JOW",
            tier=Tier.VIP,
            primary_associate_id=YUE,
            secondary_associate_id=CAMILLE,
            email="wenqing@zhao.example",
            phone="+86 131 5550 0103",
            tastes=("porcelain white", "precious hardware", "limited pieces"),
            sizes=(("shoes", "36"), ("bracelet", "16 cm")),
            wishes=("First of the porcelain series",),
            note="Travels with her mother, who prefers to be seated by the window.",
            birthday=date(1990, 8, 17),
        ),
        Rotating("5f1c0a7e2b9d4836a1e4c7d09b36f283"),
        "membership card",
        pass_code="CLND-9W2K",  # noqa: S106 - an entrance pass
        bought=(
            Bought(12, "Orangerie mini, porcelain white", 352000, "EUR", "Paris"),
            Bought(95, "Bracelet “Vrille”, yellow gold", 540000, "CNY", "Shanghai"),
            Bought(301, "Silk twilly, pair", 36000),
        ),
        promised=(Promised("Tax form ready at the desk", 0, "Yue"),),
        expected=(Expected(17, 0, "Tea with the leather studio", "Salon"),),
        last_visit_days_ago=12,
    ),
    Guest(
        Client(
            client_id(4),
            "James",
            "Ashworth",
            language="en",
            languages=("en",),
            tier=Tier.LOYAL,
            primary_associate_id=CAMILLE,
            email="james@ashworth.example",
            phone="+44 7700 900104",
            tastes=("saddle stitching", "navy", "repairs over replacements"),
            sizes=(("shoes", "43"), ("belt", "95"), ("hat", "59")),
            note="Gave his briefcase for restitching.",
        ),
        IBeacon(BEACONS, 1, 4),
        "key fob",
        bought=(
            Bought(34, "Restitching of a briefcase", 28000),
            Bought(512, "Briefcase “Quai”, navy bridle leather", 295000),
        ),
        promised=(Promised("Briefcase back from the workshop", 1, "Camille"),),
        last_visit_days_ago=34,
    ),
    Guest(
        Client(
            client_id(5),
            "Noor",
            "Haddad",
            language="ar",
            languages=("ar", "fr", "en"),
            pronunciation="NOOR hah-DAHD",
            tier=Tier.VIP,
            approach=Approach.DISCREET,
            primary_associate_id=HELENE,
            email="noor@haddad.example",
            phone="+971 50 555 0105",
            tastes=("oud", "unset stones", "closed-door fittings"),
            sizes=(("ring", "50"), ("abaya", "56")),
            wishes=("To see the sapphires before the evening",),
            note="Prefers to look alone. Come only when she sits down.",
        ),
        Rotating("c84be02a9f7714d35e60a81b2c9d7f46"),
        "membership card",
        purposes=(Purpose.PRESENCE, Purpose.EVENTS),
        bought=(
            Bought(77, "Ring “Vrille”, tourmaline", 860000),
            Bought(78, "Oud & Smoke, extrait 100 ml", 39500),
        ),
        expected=(Expected(18, 30, "Sapphires, with the gemmologist", "Private atelier"),),
        last_visit_days_ago=77,
    ),
    Guest(
        Client(
            client_id(6),
            "Théodore",
            "Vasseur",
            language="fr",
            languages=("fr",),
            tier=Tier.LOYAL,
            approach=Approach.DO_NOT_APPROACH,
            primary_associate_id=CAMILLE,
            tastes=("writing cases", "ink blue"),
            note="Asked to be left to himself; he will come to the desk.",
        ),
        IBeacon(BEACONS, 1, 6),
        "key fob",
        purposes=(Purpose.PRESENCE,),
        bought=(Bought(190, "Writing case, ink blue goatskin", 118000),),
        last_visit_days_ago=190,
    ),
    Guest(
        Client(
            client_id(7),
            "Keiko",
            "Aoyama",
            language="ja",
            languages=("ja", "en"),
            pronunciation="KEH-ee-ko ah-oh-YAH-mah",
            tier=Tier.VIP,
            primary_associate_id=HELENE,
            secondary_associate_id=YUE,
            email="keiko@aoyama.example",
            phone="+81 90 5550 0107",
            tastes=("plum", "light weights", "wrapping as an art"),
            sizes=(("shoes", "36½"), ("glove", "6½")),
            wishes=("Gloves in plum for the winter",),
            note="Every purchase is a gift: ask for the occasion, wrap in furoshiki.",
        ),
        EddystoneUid(NAMESPACE, "000000000007"),
        "bag charm",
        pass_code="CLND-3H8V",  # noqa: S106 - an entrance pass
        bought=(
            Bought(8, "Gloves, plum lambskin, silk lining", 49000),
            Bought(8, "Candle “Verger”", 9500),
            Bought(130, "Zipped wallet, plum goatskin", 72000, "EUR", "Paris"),
        ),
        last_visit_days_ago=8,
    ),
    Guest(
        Client(
            client_id(8),
            "Saoirse",
            "Brennan",
            language="en",
            languages=("en", "fr"),
            pronunciation="SEER-sha BREN-an",
            email="saoirse@brennan.example",
            tastes=("raw linen", "first bag"),
            sizes=(("shoes", "39"),),
            note="Second visit: she was choosing between two sizes of the Orangerie.",
        ),
        IBeacon(BEACONS, 1, 8),
        "membership card",
        promised=(Promised("Both sizes kept aside until Saturday", 3, "Camille"),),
        last_visit_days_ago=6,
    ),
    Guest(
        Client(
            client_id(9),
            "Lucas",
            "Ferreira Prado",
            language="pt",
            languages=("pt", "it", "en"),
            pronunciation="LOO-kas feh-RAY-ra PRAH-doo",
            tier=Tier.LOYAL,
            secondary_associate_id=MATTEO,
            tastes=("weekend bags", "cognac leather", "brass"),
            sizes=(("shoes", "42"), ("belt", "90")),
            birthday=date(1988, 6, 24),
        ),
        IBeacon(BEACONS, 1, 9),
        "luggage tag",
        bought=(
            Bought(45, "Weekend bag “Gare”, cognac", 274000),
            Bought(46, "Luggage tag, engraved L. F. P.", 12000),
        ),
        last_visit_days_ago=45,
    ),
    Guest(
        Client(
            client_id(10),
            "Ingrid",
            "Solheim",
            language="en",
            languages=("en", "nb"),
            pronunciation="ING-ree SOOL-haym",
            tier=Tier.LOYAL,
            tastes=("vegetable tanning", "undyed wool", "knowing the maker"),
            sizes=(("shoes", "40"), ("coat", "FR 42")),
            note="Wants to know which workshop, which tannery. Has the answers ready to compare.",
        ),
        EddystoneUid(NAMESPACE, "000000000010"),
        "key fob",
        bought=(Bought(88, "Throw, undyed wool", 68000),),
        last_visit_days_ago=88,
    ),
    Guest(
        Client(
            client_id(11),
            "Margaux",
            "Delcourt",
            language="fr",
            languages=("fr",),
            tastes=("colour blocks", "small leather goods"),
            note="Has a membership card, and has not agreed to be recognised by it.",
        ),
        IBeacon(BEACONS, 1, 11),
        "membership card",
        purposes=(Purpose.MESSAGES,),
        bought=(Bought(150, "Coin purse, coral and sand", 19000),),
        last_visit_days_ago=150,
    ),
    Guest(
        Client(
            client_id(12),
            "Giulio",
            "Santacroce",
            language="it",
            languages=("it", "en"),
            pronunciation="JOO-lyo san-ta-KRO-cheh",
            tier=Tier.CIRCLE,
            primary_associate_id=MATTEO,
            secondary_associate_id=CAMILLE,
            email="giulio@santacroce.example",
            phone="+39 351 555 0112",
            tastes=("watch rolls", "tobacco suede", "made to order"),
            sizes=(("shoes", "44"), ("glove", "9"), ("wrist", "18 cm")),
            wishes=("A chess set in two leathers",),
            note="Espresso, short. His own order is at the second fitting.",
            birthday=date(1963, 1, 30),
        ),
        Rotating("0d93b7e1546f2ac8f07b1e5d3a62c894"),
        "watch roll",
        pass_code="CLND-5T6R",  # noqa: S106 - an entrance pass
        bought=(
            Bought(17, "Deposit: chess set, made to order", 450000),
            Bought(111, "Watch roll for three, tobacco suede", 156000, "EUR", "Milano"),
            Bought(260, "Driving shoes, made to measure", 198000, "EUR", "Milano"),
        ),
        promised=(Promised("Second fitting of the chess set", 9, "Matteo"),),
        expected=(Expected(16, 0, "Second fitting", "Leather room"),),
        last_visit_days_ago=17,
    ),
)
