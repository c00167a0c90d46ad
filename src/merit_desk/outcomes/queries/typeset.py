"""The evidence pack as a PDF: A4, Chinese type, page x of y, version and fingerprint at the foot of every page."""

import json
import os
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import typst

from merit.kernel.refusals import ConflictRefusal
from merit_desk.outcomes.queries.pack import Pack
from merit_desk.outcomes.queries.pack_pages import document

FAMILIES = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC"),
    *("HarmonyOS Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei"),
)
"""Faces with Chinese, the best first; the first that the machine has is used."""
PLACES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/Library/Fonts")
"""Where fontconfig looks, unless MERIT_FONTS names folders, with a colon between."""


def pack_pdf(pack: Pack) -> bytes:
    """The pages. Raises ConflictRefusal when this machine has no Chinese font; the message says how to get one."""
    fonts, family = chinese_fonts(os.environ.get("MERIT_FONTS", ""))
    content = {**document(pack), "family": family}
    source = files("merit_desk.outcomes").joinpath("typst", "pack.typ").read_bytes()
    made = typst.compile(
        source, font_paths=fonts, format="pdf", sys_inputs={"content": json.dumps(content, ensure_ascii=False)}
    )
    return bytes(made)


@lru_cache(maxsize=4)
def chinese_fonts(named: str) -> tuple[typst.Fonts, str]:
    """The faces of this machine, or of the folders named, and the best with Chinese. Raises ConflictRefusal without."""
    places = [str(Path(each).expanduser()) for each in (named.split(":") if named else PLACES) if each]
    there = [place for place in places if Path(place).is_dir()]
    fonts = typst.Fonts(include_system_fonts=not named, include_embedded_fonts=True, font_paths=there)
    families = set(fonts.families())
    family = next((each for each in FAMILIES if each in families), "")
    if not family:
        raise ConflictRefusal("outcomes.no_font", places=", ".join(places))
    return fonts, family
