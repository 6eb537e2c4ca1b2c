"""What guests are shown of what is theirs, and who writes it: for the doors, as one value."""

from __future__ import annotations

from dataclasses import dataclass

from store_server.letter_ports import Post
from store_server.mail.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class Papers:
    post: Post
    head: Letterhead
