"""Who writes: the maison's names, addresses and languages, as letters need them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from store_server.mail.wording import Say, Words
from store_server.printing.typefaces import Typefaces
from store_server.settings import Settings

LANGUAGES = ("fr", "en", "it", "zh", "ja", "ar")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`say` reads the catalogue of letters: language, key → words."""

    brand: str
    boutique: str
    boutique_id: str
    url: str
    zone: ZoneInfo
    language: str
    sender: str
    sender_name: str
    reply_to: str
    say: Say
    typefaces: Typefaces

    @classmethod
    def of(cls, settings: Settings, say: Say, screens: Path | None = None) -> Letterhead:
        smtp = settings.smtp
        return cls(
            brand=settings.brand_name,
            boutique=settings.boutique_name,
            boutique_id=settings.boutique,
            url=settings.url,
            zone=settings.zone,
            language=settings.language,
            sender=smtp.from_address,
            sender_name=smtp.sender_name or f"{settings.brand_name} {settings.boutique_name}",
            reply_to=smtp.reply_to,
            say=say,
            typefaces=Typefaces.find(screens),
        )

    @property
    def domain(self) -> str:
        """What makes a message's name one of ours."""
        return self.sender.rpartition("@")[2] or f"{self.boutique_id}.invalid"

    def words(self, language: str) -> Words:
        """In this language where letters are written in it, else in the boutique's, else French."""
        for tag in (language.split("-", 1)[0].lower(), self.language):
            if tag in LANGUAGES:
                return Words(tag, self.zone, self.say)
        return Words(LANGUAGES[0], self.zone, self.say)
