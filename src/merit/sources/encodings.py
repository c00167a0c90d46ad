"""Bytes to text: UTF-8 with or without a mark, else GB18030, which Chinese Excel writes."""


def decoded(content: bytes) -> str | None:
    """The text, or None when it is no text in any of these encodings (a NUL byte is never text)."""
    if b"\x00" in content:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
