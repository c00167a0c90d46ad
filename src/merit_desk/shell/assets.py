"""Copy what pages load from node_modules into static/vendor: run by `make assets`, never committed."""

import shutil
import sys
from pathlib import Path

VENDOR = Path(__file__).parent / "static" / "vendor"
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/icons-webfont/dist/tabler-icons.min.css": "tabler-icons.min.css",
    "@tabler/icons-webfont/dist/fonts/tabler-icons.woff2": "fonts/tabler-icons.woff2",
    "echarts/dist/echarts.min.js": "echarts.min.js",
}


def copy_assets(modules: Path) -> None:
    """Fill static/vendor from `modules`. Raises FileNotFoundError when a package is missing."""
    for origin, name in FILES.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / origin, target)


if __name__ == "__main__":
    copy_assets(Path(sys.argv[1]))
