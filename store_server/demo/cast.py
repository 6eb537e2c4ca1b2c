"""The demo's people. All are invented; nobody here has ever bought anything.

The ids are fixed, so that a second start finds them again. The boutique stands in Paris: what its
people read is in French, and a name is spelt out as a French reader would sound it.
"""

# ruff: noqa: RUF001 - French has its own apostrophe

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
    ("entrance", "Entrée", None),
    ("salon", "Salon", 18),
    ("leather", "Maroquinerie", 10),
    ("fragrance", "Bar à parfums", 6),
    ("atelier", "Atelier privé", 4),
    ("street", "Vitrine", None),
)


def associate_id(number: int) -> str:
    return f"01990000-0000-7000-8000-0000000001{number:02d}"


def client_id(number: int) -> str:
    return f"01990000-0000-7000-8000-0000000002{number:02d}"


CAMILLE, MATTEO, YUE, HELENE, KARIM = (associate_id(number) for number in (1, 2, 3, 4, 5))

COLLEAGUES = (
    Colleague(
        Associate(CAMILLE, "Camille Laurent", Role.ASSOCIATE, ("fr", "en")), "Camille", "2580"
    ),
    Colleague(
        Associate(MATTEO, "Matteo Valli", Role.ASSOCIATE, ("it", "en", "fr")), "Matteo", "2580"
    ),
    Colleague(Associate(YUE, "Yue Weng", Role.ASSOCIATE, ("zh", "en", "fr")), "Yue", "2580"),
    Colleague(
        Associate(HELENE, "Hélène Marchand", Role.MANAGER, ("fr", "en", "ja")), "Hélène", "2580"
    ),
)
# At the exit: told of no client, and sells nothing.
GUARD = Colleague(Associate(KARIM, "Karim Ziani", Role.GUARD, ("fr", "en")), "Karim", "2580")
STAFF = (*COLLEAGUES, GUARD)

GUESTS = (
    Guest(
        Client(
            client_id(1),
            "Aliénor",
            "Castelmaure",
            language="fr",
            languages=("fr", "en"),
            tier=Tier.CIRCLE,
            primary_associate_id=CAMILLE,
            secondary_associate_id=HELENE,
            email="alienor@castelmaure.example",
            phone="+33 6 39 98 00 01",
            tastes=(
                "cuir non doublé",
                "verts profonds",
                "aucun logo apparent",
                "gravure à la main",
            ),
            sizes=(("Pointure", "38½"), ("Gants", "6¾"), ("Bague", "52")),
            wishes=("Le sac Orangerie en vert lierre",),
            note="Passe d’abord un long moment à l’atelier. Thé sencha, sans sucre.",
            birthday=date(1971, 3, 9),
        ),
        IBeacon(BEACONS, 1, 1),
        "Porte-clés",
        pass_code="CLND-7Q4M",  # noqa: S106 - an entrance pass
        bought=(
            Bought(23, "Sac porté épaule Orangerie, veau vert mousse", 389000),
            Bought(140, "Carré de soie « Herbier », 90 cm", 42000),
            Bought(402, "Valise de voyage, vachette naturelle", 612000),
        ),
        promised=(Promised("L’appeler dès l’arrivée des peaux vert lierre", 4, "Camille"),),
        expected=(Expected(15, 30, "Gravure avec l’artisan, à l’atelier privé"),),
        last_visit_days_ago=23,
    ),
    Guest(
        Client(
            client_id(2),
            "Beatrice",
            "Fontanesi",
            language="it",
            languages=("it", "fr"),
            pronunciation="bé-a-tri-tché fonn-ta-né-zi",
            tier=Tier.VIP,
            primary_associate_id=MATTEO,
            email="b.fontanesi@posta.example",
            phone="+39 351 555 0102",
            tastes=("brun patiné", "petits formats", "ambre et iris"),
            sizes=(("Pointure", "37"), ("Ceinture", "75")),
            wishes=("Une ceinture pour son manteau d’hiver",),
            note="Choisit aussi pour sa sœur, qui chausse du 40.",
            birthday=date(1984, 11, 2),
        ),
        EddystoneUid(NAMESPACE, "000000000002"),
        "Bijou de sac",
        bought=(
            Bought(61, "Pochette du soir Mezzaluna, bronze", 178000),
            Bought(61, "Extrait de parfum « Iris & Ambre », 50 ml", 24500),
            Bought(220, "Porte-cartes, veau patiné", 39000, "EUR", "Milan"),
        ),
        promised=(Promised("Mettre de côté la boucle bronze, en 75 cm", 2, "Matteo"),),
        last_visit_days_ago=61,
    ),
    Guest(
        Client(
            client_id(3),
            "Wenqing",
            "Zhao",
            language="zh",
            languages=("zh", "en"),
            pronunciation="ouenn-tching djao",
            tier=Tier.VIP,
            primary_associate_id=YUE,
            secondary_associate_id=CAMILLE,
            email="wenqing@zhao.example",
            phone="+86 131 5550 0103",
            tastes=("blanc porcelaine", "bouclerie précieuse", "éditions limitées"),
            sizes=(("Pointure", "36"), ("Bracelet", "16 cm")),
            wishes=("La toute première pièce de la série Porcelaine",),
            note="Voyage avec sa mère, qui préfère s’asseoir près de la fenêtre.",
            birthday=date(1990, 8, 17),
        ),
        Rotating("5f1c0a7e2b9d4836a1e4c7d09b36f283"),
        "Carte de la Maison",
        pass_code="CLND-9W2K",  # noqa: S106 - an entrance pass
        bought=(
            Bought(12, "Mini-sac Orangerie, blanc porcelaine", 352000, "EUR", "Paris"),
            Bought(95, "Bracelet « Vrille », or jaune", 540000, "CNY", "Shanghai"),
            Bought(301, "Paire de bandeaux de soie", 36000),
        ),
        promised=(Promised("Bordereau de détaxe prêt au comptoir", 0, "Yue"),),
        expected=(Expected(17, 0, "Thé au salon avec l’atelier de maroquinerie", "2"),),
        last_visit_days_ago=12,
    ),
    Guest(
        Client(
            client_id(4),
            "James",
            "Ashworth",
            language="en",
            languages=("en",),
            pronunciation="djéïmz ach-oueurs",
            tier=Tier.LOYAL,
            primary_associate_id=CAMILLE,
            email="james@ashworth.example",
            phone="+44 7700 900104",
            tastes=("couture sellier", "bleu marine", "réparer plutôt que remplacer"),
            sizes=(("Pointure", "43"), ("Ceinture", "95"), ("Chapeau", "59")),
            note="Nous a confié son porte-documents, dont les coutures sont à reprendre.",
        ),
        IBeacon(BEACONS, 1, 4),
        "Porte-clés",
        bought=(
            Bought(34, "Reprise des coutures d’un porte-documents", 28000),
            Bought(512, "Porte-documents « Quai », cuir de bride marine", 295000),
        ),
        promised=(Promised("Retour d’atelier de son porte-documents", 1, "Camille"),),
        last_visit_days_ago=34,
    ),
    Guest(
        Client(
            client_id(5),
            "Noor",
            "Haddad",
            language="ar",
            languages=("ar", "fr", "en"),
            pronunciation="nour had-dad",
            tier=Tier.VIP,
            approach=Approach.DISCREET,
            primary_associate_id=HELENE,
            email="noor@haddad.example",
            phone="+971 50 555 0105",
            tastes=("oud", "pierres non serties", "essayages à l’abri des regards"),
            sizes=(("Bague", "50"), ("Abaya", "56")),
            wishes=("Voir les saphirs avant la soirée",),
            note="Préfère regarder seule. Ne la rejoindre que lorsqu’elle s’assied.",
        ),
        Rotating("c84be02a9f7714d35e60a81b2c9d7f46"),
        "Carte de la Maison",
        purposes=(Purpose.PRESENCE, Purpose.EVENTS),
        bought=(
            Bought(77, "Bague « Vrille », tourmaline", 860000),
            Bought(78, "Extrait de parfum « Oud & Fumée », 100 ml", 39500),
        ),
        expected=(Expected(18, 30, "Saphirs avec la gemmologue, à l’atelier privé"),),
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
            tastes=("écritoires", "bleu encre"),
            note="A demandé à rester seul ; il viendra de lui-même au comptoir.",
        ),
        IBeacon(BEACONS, 1, 6),
        "Porte-clés",
        purposes=(Purpose.PRESENCE,),
        bought=(Bought(190, "Écritoire, chèvre bleu encre", 118000),),
        last_visit_days_ago=190,
    ),
    Guest(
        Client(
            client_id(7),
            "Keiko",
            "Aoyama",
            language="ja",
            languages=("ja", "en"),
            pronunciation="kèï-ko a-o-ya-ma",
            tier=Tier.VIP,
            primary_associate_id=HELENE,
            secondary_associate_id=YUE,
            email="keiko@aoyama.example",
            phone="+81 90 5550 0107",
            tastes=("prune", "matières légères", "art de l’emballage"),
            sizes=(("Pointure", "36½"), ("Gants", "6½")),
            wishes=("Une étole prune, pour l’hiver",),
            note="Chaque achat est un cadeau : s’enquérir de l’occasion, nouer en furoshiki.",
        ),
        EddystoneUid(NAMESPACE, "000000000007"),
        "Bijou de sac",
        pass_code="CLND-3H8V",  # noqa: S106 - an entrance pass
        bought=(
            Bought(8, "Gants, agneau prune, doublure de soie", 49000),
            Bought(8, "Bougie « Verger »", 9500),
            Bought(130, "Portefeuille zippé, chèvre prune", 72000, "EUR", "Paris"),
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
            pronunciation="sir-cha brèn-ann",
            email="saoirse@brennan.example",
            tastes=("lin brut", "premier sac"),
            sizes=(("Pointure", "39"),),
            note="Deuxième visite : elle hésitait entre deux tailles de l’Orangerie.",
        ),
        IBeacon(BEACONS, 1, 8),
        "Carte de la Maison",
        promised=(Promised("Garder de côté les deux tailles de l’Orangerie", 3, "Camille"),),
        last_visit_days_ago=6,
    ),
    Guest(
        Client(
            client_id(9),
            "Lucas",
            "Ferreira Prado",
            language="pt",
            languages=("pt", "it", "en"),
            pronunciation="lou-cass fé-rèï-ra pra-dou",
            tier=Tier.LOYAL,
            secondary_associate_id=MATTEO,
            tastes=("sacs de week-end", "cuir cognac", "laiton"),
            sizes=(("Pointure", "42"), ("Ceinture", "90")),
            birthday=date(1988, 6, 24),
        ),
        IBeacon(BEACONS, 1, 9),
        "Étiquette de bagage",
        bought=(
            Bought(45, "Sac de week-end « Gare », cuir cognac", 274000),
            Bought(46, "Étiquette de bagage, gravée L. F. P.", 12000),
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
            pronunciation="inng-ri soul-heïm",
            tier=Tier.LOYAL,
            tastes=("tannage végétal", "laine écrue", "connaître l’artisan"),
            sizes=(("Pointure", "40"), ("Manteau", "42")),
            note="Aime savoir de quel atelier, de quelle tannerie ; compare les réponses.",
        ),
        EddystoneUid(NAMESPACE, "000000000010"),
        "Porte-clés",
        bought=(Bought(88, "Plaid, laine écrue", 68000),),
        last_visit_days_ago=88,
    ),
    Guest(
        Client(
            client_id(11),
            "Margaux",
            "Delcourt",
            language="fr",
            languages=("fr",),
            tastes=("aplats de couleur", "petite maroquinerie"),
            note="A une carte de la Maison, mais n’a pas souhaité qu’elle serve à la reconnaître.",
        ),
        IBeacon(BEACONS, 1, 11),
        "Carte de la Maison",
        purposes=(Purpose.MESSAGES,),
        bought=(Bought(150, "Porte-monnaie, corail et sable", 19000),),
        last_visit_days_ago=150,
    ),
    Guest(
        Client(
            client_id(12),
            "Giulio",
            "Santacroce",
            language="it",
            languages=("it", "en"),
            pronunciation="djou-lio sann-ta-cro-tché",
            tier=Tier.CIRCLE,
            primary_associate_id=MATTEO,
            secondary_associate_id=CAMILLE,
            email="giulio@santacroce.example",
            phone="+39 351 555 0112",
            tastes=("étuis à montres", "veau velours tabac", "commandes spéciales"),
            sizes=(("Pointure", "44"), ("Gants", "9"), ("Poignet", "18 cm")),
            wishes=("Un écrin de voyage pour son jeu d’échecs",),
            note="Café, très serré. Sa commande spéciale en est à sa deuxième présentation.",
            birthday=date(1963, 1, 30),
        ),
        Rotating("0d93b7e1546f2ac8f07b1e5d3a62c894"),
        "Étui à montres",
        pass_code="CLND-5T6R",  # noqa: S106 - an entrance pass
        bought=(
            Bought(17, "Acompte, jeu d’échecs en deux cuirs, commande spéciale", 450000),
            Bought(111, "Étui pour trois montres, veau velours tabac", 156000, "EUR", "Milan"),
            Bought(260, "Mocassins de conduite, sur mesure", 198000, "EUR", "Milan"),
        ),
        promised=(Promised("Lui montrer les cavaliers terminés", 9, "Matteo"),),
        expected=(
            Expected(16, 0, "Deuxième présentation du jeu d’échecs, à la maroquinerie", "1"),
        ),
        last_visit_days_ago=17,
    ),
)
