"""Pictures: whole, still, and no larger unpacked than a scanned sheet."""

from io import BytesIO

from PIL import Image

#: An A3 sheet scanned at 400 dots an inch has 31 million pixels.
MOST_PIXELS = 40_000_000
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


def picture_faults(content: bytes, content_type: str) -> list[str]:
    """Return what is wrong with a picture, as values of ``checks.Fault``; nothing if it may be kept."""
    if _goes_on(content, content_type):
        return ["more_than_one"]
    formats = [_FORMATS[content_type]]
    try:
        with Image.open(BytesIO(content), formats=formats) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                return ["picture_huge"]
            if getattr(picture, "n_frames", 1) > 1 and content_type != "image/jpeg":
                return ["picture_moves"]
            picture.verify()
        with Image.open(BytesIO(content), formats=formats) as picture:
            picture.load()  # the first look does not unpack it, and a picture cut off would pass
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return ["picture_huge"]
    except Exception:  # noqa: BLE001 - whatever a hostile file makes the reader do, it is not taken
        return ["picture_broken"]
    return []


def _goes_on(content: bytes, content_type: str) -> bool:
    """Whether something follows the picture's end. (Cameras put more pictures behind a JPEG: those are let be.)"""
    if content_type == "image/png":
        end = content.rfind(b"IEND")
        return end >= 0 and len(content) > end + 8
    if content_type == "image/webp":
        size = int.from_bytes(content[4:8], "little") + 8
        return len(content) > size + size % 2
    return b"%PDF-" in content[:1024]
