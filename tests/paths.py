"""Where the tests' files stand."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SAMPLE = SEEDS / "000_6d073b4f7d4f71f5.txt"
DATA = ROOT / "tests" / "data"
MAIL = DATA / "mail"
QUOTES = DATA / "quotes"
