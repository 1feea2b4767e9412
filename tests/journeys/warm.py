"""What every start of the program imports and reads; the forks of who holds it start at once."""

import bot.running  # noqa: F401 - only to be there
from bot.__main__ import main
from dimensions.tagger import Tagger

TAGGER = Tagger.load()
TAGGER.read("等了两个小时没人理我，房间还有烟味")


def run() -> None:
    Tagger.load = lambda *_: TAGGER  # type: ignore[method-assign]
    main()
