"""Files: taken in, measured, and told of with python-telegram-bot's types."""

from __future__ import annotations

import io
import math
import struct
import wave
from typing import Any

from telegram import Audio, Document, PhotoSize, Sticker, Video, Voice

from playground.ground import Ground, new_id
from playground.model import StoredFile

_MIME = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "sticker": "image/webp",
    "document": "application/octet-stream",
}
_ENDING = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "audio/ogg": "oga",
    "audio/wav": "wav",
    "audio/webm": "webm",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
}
KINDS = tuple(_MIME)


def stored(
    ground: Ground, kind: str, content: bytes, *, name: str = "", mime: str = "", seconds: int = 3
) -> StoredFile:
    mime = mime.partition(";")[0] or _MIME[kind]
    file_id = f"{kind}-{new_id()}"
    ending = name.rpartition(".")[2] if "." in name else _ENDING.get(mime, "bin")
    width, height = measured(content)
    shape = {"kind": kind, "width": width, "height": height, "duration": seconds}
    file = StoredFile(
        file_id=file_id,
        name=name or f"{kind}.{ending}",
        mime=mime,
        size=len(content),
        path=f"{kind}s/{file_id}.{ending}",
        shape=shape,
    )
    return ground.keep_file(file, content)


def as_content(kind: str, file: StoredFile, emoji: str = "🙂") -> dict[str, Any]:
    """The field of a message that shows this file."""
    common: dict[str, Any] = {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
    }
    sides = {"width": file.shape["width"], "height": file.shape["height"]}
    lasting = {"duration": file.shape["duration"], "mime_type": file.mime}
    match kind:
        case "photo":
            return {"photo": [PhotoSize(**common, **sides)]}
        case "voice":
            return {"voice": Voice(**common, **lasting)}
        case "audio":
            return {"audio": Audio(**common, **lasting, file_name=file.name)}
        case "video":
            return {"video": Video(**common, **sides, **lasting, file_name=file.name)}
        case "sticker":
            sticker = Sticker(
                **common, **sides, is_animated=False, is_video=False, type="regular", emoji=emoji
            )
            return {"sticker": sticker}
    document = Document(**common, file_name=file.name, mime_type=file.mime)
    return {"document": document}


def measured(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG or a JPEG; what else there is passes for 512 by 512."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:2] == b"\xff\xd8":
        return _jpeg_sides(content)
    return 512, 512


def sample_voice() -> bytes:
    """Two seconds of a soft hum, for a chip that needs a voice message and no microphone."""
    rate = 8000
    heard = io.BytesIO()
    with wave.open(heard, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(b"".join(_hum(at / rate) for at in range(2 * rate)))
    return heard.getvalue()


def _hum(second: float) -> bytes:
    swell = math.sin(math.pi * second / 2) * (0.6 + 0.4 * math.sin(2 * math.pi * 3 * second))
    return struct.pack("<h", int(6000 * swell * math.sin(2 * math.pi * 180 * second)))


def _jpeg_sides(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 512, 512
