import sys
from pathlib import Path

HERE = Path(__file__).parents[1]
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "bench")]  # where world.py lies, and the benchmarks' year.py
