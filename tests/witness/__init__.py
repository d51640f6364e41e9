"""Independent witnesses of what the package writes: none of them shares code with it.

Each alone is weak; together they stand in for Excel, which no test machine has.
"""

from tests.witness.findings import Finding, new_findings
from tests.witness.tools import need

__all__ = ["Finding", "need", "new_findings"]
