"""Copies the SCMS delivery history into raw/. Usage: python prepare.py DATA (it holds scms_usaid_deliveries/)."""

import sys
from pathlib import Path

SOURCE = Path("scms_usaid_deliveries", "SCMS_Delivery_History_Dataset.csv")
TARGET = Path("raw", "scms_deliveries.csv")


def prepare(data: Path, folder: Path) -> Path:
    """Write raw/scms_deliveries.csv below `folder`, byte for byte."""
    target = folder / TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes((data / SOURCE).read_bytes())
    return target


if __name__ == "__main__":
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / SOURCE).is_file():
        sys.exit(f"usage: python prepare.py DATA   (a folder that holds {SOURCE})")
    written = prepare(Path(sys.argv[1]), Path(__file__).resolve().parent)
    sys.stdout.write(f"{written}: {written.stat().st_size:,} bytes\n")
