"""Lines: whether a phone is one person's own or a line that several share, as far as its number tells."""

from functools import lru_cache

_MOBILE = ("+79", "+38039", "+38050", "+38063", "+38066", "+38067", "+38068", "+38073", "+3809", "+4845", "+4850", "+4851", "+4853", "+4857",
           "+4860", "+4866", "+4869", "+4872", "+4873", "+4878", "+4879", "+4888", "+4915", "+4916", "+4917", "+447", "+77", "+37525", "+37529",
           "+37533", "+37544", "+336", "+337", "+346", "+347", "+393", "+316", "+43650", "+4366", "+4367", "+4368", "+4369", "+417")  # fmt: skip
_UNTOLD = ("+1", "+52", "+54", "+55")


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


_TOLD = ("+7", "+380", "+48", "+49", "+44", "+375", "+33", "+34", "+39", "+31", "+43", "+41")


def personal(phone: str) -> bool:
    """Whether a phone may be one person's own."""
    return landline(phone) is not True
