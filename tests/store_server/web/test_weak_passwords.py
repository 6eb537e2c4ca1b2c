"""What anybody would try first is no password; what is long and nobody's habit is one."""

from __future__ import annotations

import pytest

from store_server.web.weak_passwords import is_weak


@pytest.mark.parametrize(
    "password",
    [
        "Password2024!",
        "passwordpassword",
        "motdepasse1234",
        "Bienvenue-2026!",
        "qwertyuiop12",
        "azertyuiop2025",
        "abcdefghijkl",
        "123456789012",
        "098765432109",
        "Admin-Boutique-1",
        "marble-marble-marble",
        "iloveyou iloveyou",
        "P@ssw0rd2026!!",
    ],
)
def test_what_everybody_thinks_of_is_weak(password: str) -> None:
    assert is_weak(password)


@pytest.mark.parametrize(
    "password",
    [
        "three quiet marble rooms",
        "my password is a marble staircase",
        "483920175634",
        "#$%^&*()!@+-=",
        "Qx7-vT2m-Lp9s",
        "\u6c34\u66dc\u65e5\u306e\u671d\u306b\u96e8\u304c\u964d\u308b\u3088\u306d",
    ],
)
def test_what_is_long_and_nobodys_habit_is_good_whatever_it_is_made_of(password: str) -> None:
    assert not is_weak(password, "helene", "Maison")


def test_the_persons_and_the_houses_names_are_not_in_it() -> None:
    assert is_weak("the marble of Helene", "helene")
    assert is_weak("the marble of MAISON", "helene", "Maison")
    assert not is_weak("the marble of Ana", "ana")
