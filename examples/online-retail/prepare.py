"""Unpacks the UCI Online Retail file into raw/. Usage: python prepare.py DATA (the folder with online_retail_uci/)."""

import gzip
import shutil
import sys
from pathlib import Path

SOURCE = Path("online_retail_uci", "online_retail.csv.gz")
TARGET = Path("raw", "online_retail.csv")


def prepare(data: Path, folder: Path) -> Path:
    """Write raw/online_retail.csv below `folder`, byte for byte as it was packed."""
    target = folder / TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(data / SOURCE, "rb") as packed, target.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)
    return target


if __name__ == "__main__":
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / SOURCE).is_file():
        sys.exit(f"usage: python prepare.py DATA   (a folder that holds {SOURCE})")
    written = prepare(Path(sys.argv[1]), Path(__file__).resolve().parent)
    sys.stdout.write(f"{written}: {written.stat().st_size:,} bytes\n")
