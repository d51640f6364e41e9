"""Which template a workbook was made from."""

VERSION = 2
"""Version of the template; a refresh refuses a workbook made from a later one."""

VERSION_NAME = "pmo_template_version"
"""Defined name that holds it as a constant."""


def due_words(template: int, workbook: object) -> str:
    """What to say of a workbook that does not follow the present template, or does not say which it follows.

    Args:
        template: Version of the template that it follows; 0 when it does not say.
        workbook: Its path.

    Returns:
        One sentence; empty when there is nothing to say.
    """
    if template >= VERSION:
        return ""
    if not template:
        return f"No name {VERSION_NAME} says which template this workbook follows, so an upgrade may be due or not."
    return f'An earlier template made this workbook; what is new comes with: pmo-workbook upgrade "{workbook}"'


def version_in(text: str) -> int:
    """The version that the text of the defined name says; 0 when it says none.

    Args:
        text: What the name stands for, with or without an equals sign.
    """
    text = text.lstrip("=").strip()
    return int(text) if text.isdigit() else 0
