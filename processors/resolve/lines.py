"""Lines: whether a phone is one person's own or a line that several share, as far as its number tells."""

from functools import lru_cache

_MOBILES = """
234 7 8 9
27 6 7 81 82 83 84
30 69
31 6
32 45 46 47 48 49
33 6 7
34 6 7
351 9
353 8
358 4 50
359 87 88 89 98
36 20 30 31 50 70
370 6
371 2
372 5 8
373 6 7
375 25 29 33 44
380 39 50 63 66 67 68 73 9
381 6
385 9
39 3
40 7
41 7
420 6 7
421 9
43 650 66 67 68 69
44 7
46 7
47 4 9
48 45 50 51 53 57 60 66 69 72 73 78 79 88
49 15 16 17
61 4
64 2
65 8 9
7 70 747 77 9
81 70 80 90
82 10
86 13 14 15 16 17 18 19
90 5
971 5
972 5
994 10 40 50 51 55 60 70 77 99
995 5
"""
"""Country codes with what the numbers of mobiles there begin with."""

_UNTOLD = ("+1", "+52", "+54", "+55")
_MOBILE = tuple([f"+{row.split()[0]}{begins}" for row in _MOBILES.strip().splitlines() for begins in row.split()[1:]])
_TOLD = tuple([f"+{row.split()[0]}" for row in _MOBILES.strip().splitlines()])


@lru_cache(maxsize=1 << 15)
def landline(phone: str) -> bool | None:
    """Whether a phone key is a fixed line, or behind an exchange; None where numbers do not tell, as in North America.

    Only countries whose mobiles are listed are told apart; elsewhere nothing is known, either.
    """
    if ";" in phone:
        return True
    if phone[0] != "+" or phone.startswith(_UNTOLD):
        return None
    return None if not phone.startswith(_TOLD) else not phone.startswith(_MOBILE)


def personal(phone: str) -> bool:
    """Whether a phone may be one person's own."""
    return landline(phone) is not True
