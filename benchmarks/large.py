"""``python -m benchmarks.large FILE REQUESTS``: a workbook like the sample, with a log of any length."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pmo_workbook.create import fill_template
from pmo_workbook.sample import sample_rows


def large_workbook(path: Path, requests: int) -> None:
    """Make the workbook.

    The sample's log is repeated with ids of its own until it is long enough; holds and feedback follow.

    Args:
        path: The file to make.
        requests: Requests in it.
    """
    rows: dict[str, list[dict[str, Any]]] = {key: list(content) for key, content in sample_rows().items()}  # type: ignore[arg-type]
    log = {key: rows[key] for key in ("requests", "holds", "feedback")}
    rows |= {key: [] for key in log}
    copy = 0
    while len(rows["requests"]) < requests:
        room = requests - len(rows["requests"])
        kept = {row["request_id"] for row in log["requests"][:room]}
        rows["requests"] += [row | {"request_id": f"{row['request_id']}-{copy}"} for row in log["requests"][:room]]
        for key in ("holds", "feedback"):
            rows[key] += [
                row | {"request_id": f"{row['request_id']}-{copy}"} for row in log[key] if row["request_id"] in kept
            ]
        copy += 1
    fill_template(path, rows)


if __name__ == "__main__":
    large_workbook(Path(sys.argv[1]), int(sys.argv[2]))
