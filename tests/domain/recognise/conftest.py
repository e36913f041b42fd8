from __future__ import annotations

import sys
from pathlib import Path

# rows.py is shared by the tests of this folder, which importlib mode imports one by one.
sys.path.insert(0, str(Path(__file__).parent))
