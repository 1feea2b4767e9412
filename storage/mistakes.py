"""What an operator can mend, said in both languages: only the porch knows who reads it."""


class Mistake(Exception):
    """The message is the Chinese sentence; `en` is the English one."""

    def __init__(self, zh: str, en: str = "") -> None:
        super().__init__(zh)
        self.en = en or zh
