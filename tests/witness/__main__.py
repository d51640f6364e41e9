"""``python -m tests.witness``: which outside programs are missing here?"""

from __future__ import annotations

import sys

from tests.witness.tools import missing

absent = missing()
print("\n".join(f"missing: {line}" for line in absent) or "all outside programs of the tests are there")
sys.exit(1 if absent else 0)
