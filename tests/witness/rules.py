"""What a good workbook keeps to: the rules that one file alone can be held to, by number.

From the ICAEW's twenty principles, the FAST standard, Microsoft's Accessibility Checker and what goes wrong in real
files. Each function's docstring says how its rule is understood here. Rules 43 and 44 compare two files:
`rules_health.growth` and `rules_health.same_parts`. Rules 15, 22 and 29 to 31 are not among them.

``python -m tests.witness.rules FILE`` names the violations of a file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.witness import rules_formulas, rules_health, rules_inputs, rules_look, rules_structure, rules_text
from tests.witness.subject import Subject, Violation, subject

__all__ = ["RULES", "Violation", "violations"]

Rule = Callable[[Subject], list[Violation]]

RULES: dict[int, tuple[str, Rule]] = {
    1: ("About sheet with version, owner, date, how to use", rules_structure.about),
    2: ("every sheet named, unique, at most 31 characters", rules_structure.sheet_names),
    3: ("no blank sheet", rules_structure.blank_sheets),
    4: ("no hidden sheet except listed ones", rules_structure.hidden_sheets),
    5: ("no hidden rows or columns in input areas", rules_structure.hidden_cells),
    6: ("each list is a real table without blank rows", rules_structure.real_tables),
    7: ("no merged cells inside a table", rules_structure.merged_cells),
    8: ("panes frozen under the header", rules_structure.frozen_headers),
    9: ("cursor at A1, first sheet active on open", rules_structure.opening_view),
    10: ("print area, titles and fit to width set", rules_structure.print_setup),
    11: ("used range not beyond the data", rules_structure.used_range),
    12: ("no defined name broken, external, unused or hidden", rules_structure.defined_names),
    13: ("no error values in cells", rules_formulas.error_values),
    14: ("same formula down each calculated column", rules_formulas.same_formula),
    16: ("no formula too long or nested too deep", rules_formulas.short_formulas),
    17: ("no volatile functions", rules_formulas.volatile_functions),
    18: ("no external references", rules_formulas.external_references),
    19: ("no circular references", rules_formulas.circular_references),
    20: ("no numbers or dates as text, no mixed types in a column", rules_formulas.kinds_of_values),
    21: ("no formula overwritten by a value", rules_formulas.overwritten_formulas),
    23: ("totals cross-foot, check cells all TRUE", rules_formulas.totals),
    24: ("no full-column references", rules_formulas.whole_columns),
    25: ("every coded column validated by a list with an error message", rules_inputs.validations),
    26: ("ids unique, foreign keys resolve", rules_inputs.ids),
    27: ("dates within bounds, end not before start", rules_inputs.dates),
    28: ("no stray blanks, no look-alike letters", rules_inputs.stray_characters),
    32: ("alternative text on every picture, chart and shape", rules_look.alt_texts),
    33: ("contrast of font to fill at least 4.5 to 1", rules_look.contrasts),
    34: ("status not by colour alone", rules_look.not_by_colour_alone),
    35: ("negative numbers not by red only", rules_look.negative_numbers),
    36: ("links have words", rules_look.link_texts),
    37: ("document title and language set", rules_look.title_and_language),
    38: ("font at least 11 points, no text cut off", rules_text.text_sizes),
    39: ("chart titles and axis titles present", rules_look.axis_titles),
    40: ("tables not side by side", rules_look.reading_order),
    41: ("opens without repair", rules_health.sound_package),
    42: ("size within budget", rules_health.file_size),
}


def violations(number: int, path: Path) -> list[Violation]:
    """Where a workbook does not keep to a rule.

    Args:
        number: The rule's number, a key of `RULES`.
        path: The workbook.

    Returns:
        The places, sorted; none if the rule is kept.
    """
    return sorted(set(RULES[number][1](subject(path))))


def main(arguments: list[str]) -> int:
    """Print the violations of each file, by rule; 1 if there are any."""
    worst = 0
    for argument in arguments:
        for number, (text, _) in RULES.items():
            for violation in violations(number, Path(argument)):
                print(f"{number} {text}: {violation}")
                worst = 1
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
