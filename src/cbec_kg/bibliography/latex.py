"""LaTeX in BibTeX values as plain text: accents, symbols and braces; what is not known stays as it was written."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_URL = re.compile(r"\\url\s*\{([^{}]*)\}")
_NEVER = frozenset(("input", "include", "begin", "end"))


def plain_text(value: str) -> str:
    """Return a BibTeX value as text.

    A value with a command that is not known stays as written, its braces included: dropping the command, as
    converters do, would change the text. A ``%`` is a per cent sign, as in BibTeX itself, and HTML is text.

    Raises
    ------
    RecursionError
        When braces are nested too deep.

    Examples
    --------
    >>> print(plain_text(r"{杭州}{\\o} Caf\\'e 50\\% \\& <i>x</i>"))
    杭州ø Café 50% & <i>x</i>
    >>> print(plain_text(r"C:\\folder {x}"))
    C:\\folder {x}
    """
    value = _URL.sub(r"\1", value)
    commands = set(_COMMAND.findall(value))
    if commands and not _known(commands):
        return value
    if commands:
        from pylatexenc.latex2text import LatexNodes2Text

        value = LatexNodes2Text(math_mode="verbatim", keep_comments=True).latex_to_text(value)
    return value.replace("{", "").replace("}", "").replace("~", " ").replace("\xa0", " ")


def _known(commands: set[str]) -> bool:
    from pylatexenc.latex2text import get_default_latex_context_db

    known = get_default_latex_context_db()
    return not commands & _NEVER and all(known.get_macro_spec(name) is not None for name in commands)
