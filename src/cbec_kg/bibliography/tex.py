"""TeX in the values of BibTeX, made ready for pandoc: what it would drop without a word is written out or stays as it is.

Found in pandoc 3.9: symbols such as ``\\textendash`` and all commands that it does not know vanish, math stays TeX, and
``%`` begins a comment, which it does not in BibTeX. A test holds each command of `KNOWN` against the program.
"""

from __future__ import annotations

import re
import unicodedata

KNOWN = frozenset((
    "`", "'", "^", '"', "~", "=", ".", "u", "v", "H", "t", "c", "d", "b", "r", "k", "o", "O", "l", "L", "ss", "ae", "AE",
    "oe", "OE", "aa", "AA", "i", "j", "S", "P", "copyright", "pounds", "euro", "LaTeX", "TeX", "slash", "textregistered",
    "textcopyright", "textdegree", "textmu", "textbackslash", "textasciitilde", "textasciicircum", "textquoteright",
    "textquoteleft", "textquotedblleft", "textquotedblright", "quotedblbase", "textless", "textgreater", "ldots", "dots",
    "textbullet", "textdollar", "textsterling", "textyen", "guillemotleft", "guillemotright", "textonehalf",
    "textparagraph", "textsection", "&", "%", "$", "#", "_", "{", "}", ",", "-", "textit", "emph", "textbf", "textsc",
    "textrm", "textsf", "texttt", "textmd", "textup", "textsl", "textnormal", "em", "it", "bf", "rm", "tt", "sl",
    "bfseries", "itshape", "scshape", "rmfamily", "textsuperscript", "textsubscript", "mkbibquote", "mkbibemph",
    "mkbibparens", "mkbibbrackets", "enquote", "url", "nolinkurl", "path", "href", "uppercase", "MakeUppercase",
    "underline",
))  # fmt: skip
"""Commands that pandoc reads without loss."""

_SYMBOLS = {
    "textendash": "–", "textemdash": "—", "textellipsis": "…", "cdots": "⋯", "textperiodcentered": "·", "textbar": "|",
    "textunderscore": r"\_", "textpercent": r"\%", "texteuro": "€", "texttrademark": "™", "texttimes": "×", "times": "×",
    "textexclamdown": "¡", "textquestiondown": "¿", "textordfeminine": "ª", "textordmasculine": "º", "dag": "†", "ddag": "‡",
    "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "dj": "đ", "DJ": "Đ", "quad": " ", "qquad": " ",
    "space": " ", "thinspace": " ", "nobreakspace": " ", "newline": " ", "pm": "±", "leq": "≤", "geq": "≥", "degree": "°",
    "circ": "°", "rightarrow": "→", "infty": "∞", "cdot": "·", "approx": "≈", "BibTeX": "BibTeX",
    "textasteriskcentered": "*",
    "relax": "", "protect": "", "allowbreak": "", "noopsort": "", "/": "", "!": "", "@": "", ":": " ", ";": " ",
    ">": " ", " ": " ",
    "\\": " ", "*": "",
}  # fmt: skip
_WRAPPERS = ("mbox", "text", "mathrm", "hbox", "sout", "NoCaseChange", "protect", "ensuremath", "textgreek")
"""Commands that leave their text as it is."""

_WRAPPED = re.compile(r"\\(?:" + "|".join(_WRAPPERS) + r")\s*\{([^{}]*)\}")
_HREF = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)(?:\s*\{\}|\s+(?=\S)|\s*$|(?![A-Za-z]))|(.))", re.DOTALL)
_MATH = re.compile(r"(?<!\\)\$([^$\s](?:[^$]*[^$\s])?)(?<!\\)\$(?!\d)")
_SCRIPT = re.compile(r"([_^])(?:\{([^{}\\]*)\}|([^{}\\\s]))")
_PLAIN = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "%": r"\%", "#": r"\#", "&": r"\&", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
})  # fmt: skip


def as_tex(text: str) -> str:
    """Return a text as TeX that prints just that.

    Examples
    --------
    >>> print(as_tex("50% of {tea} & more"))
    50\\% of \\{tea\\} \\& more
    """
    return text.translate(_PLAIN)


def prepared(value: str) -> str:
    r"""Return a value as TeX that pandoc reads without loss; one with a command unknown to both stays as written.

    Examples
    --------
    >>> print(prepared(r"Tea \textendash\ pots, 50% of CO$_2$, $\alpha$ and US$5"))
    Tea – pots, 50\% of CO\textsubscript{2}, α and US\$5
    >>> print(prepared(r"\input{x} of {Tea}"))
    \textbackslash{}input\{x\} of \{Tea\}
    """
    read = _MATH.sub(lambda math: _simple(math[1]) or f"${math[1]}$", _WRAPPED.sub(r"\1", value))
    read = _HREF.sub(lambda link: link[0].replace("%", r"\%").replace(r"\\%", r"\%"), read)
    read = _COMMAND.sub(_known, read)
    if any((command[1] or command[2]) not in KNOWN for command in _COMMAND.finditer(read)):
        return as_tex(value)
    pieces = _MATH.split(read)  # every second one is math that has no simple form: it stays as written
    texts = [re.sub(r"(?<!\\)([%$#])", r"\\\1", piece) for piece in pieces[::2]]
    written = [as_tex(f"${math}$") for math in pieces[1::2]]
    return "".join(text + math for text, math in zip(texts, [*written, ""], strict=True))


def _known(command: re.Match[str]) -> str:
    """Return a command as pandoc reads it, its symbol where it has one."""
    name = command[1] or command[2]
    symbol = _SYMBOLS.get(name)
    if symbol is None:
        symbol = _greek(name)
    return command[0] if symbol is None else symbol


def _greek(name: str) -> str | None:
    """Return the Greek letter of a command such as ``alpha`` or ``Delta``; None where it is none."""
    case = "SMALL" if name.islower() else "CAPITAL"
    spelt = {"lambda": "LAMDA", "epsilon": "EPSILON"}.get(name.lower(), name.upper())
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {spelt}") if len(name) > 1 and name.isalpha() else None
    except KeyError:
        return None


def _simple(math: str) -> str | None:
    """Return simple math as text: letters, numbers, raised and lowered text; None for anything more."""
    text = _COMMAND.sub(_known, math)
    scripts = {"_": "subscript", "^": "superscript"}
    bare = _SCRIPT.sub("", text)
    if re.search(r"[\\{}_^]", bare):
        return None
    return _SCRIPT.sub(lambda part: f"\\text{scripts[part[1]]}{{{part[2] or part[3]}}}", text)
