"""What whoever teaches the reader can mend, said in both languages."""


class Mistake(ValueError):
    """The message is the Chinese sentence; `en` is the English one."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.en = en
