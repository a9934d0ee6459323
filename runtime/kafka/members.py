"""x"""


class Members: ...
