"""Simple formulas in TeX as text: numbers, signs, Greek letters, powers; a formula that has more stays as it is written."""

from __future__ import annotations

import re

from cbec_kg.documents.blockwriter import raised

_SIGNS = {
    "times": "×", "pm": "±", "mp": "∓", "cdot": "·", "div": "÷", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠",
    "neq": "≠",
    "approx": "≈", "sim": "~", "simeq": "≃", "equiv": "≡", "propto": "∝", "infty": "∞", "circ": "°", "degree": "°",
    "to": "→", "rightarrow": "→", "leftarrow": "←", "in": "∈", "sum": "∑", "prod": "∏", "partial": "∂", "permil": "‰",
    "ldots": "…", "dots": "…", "cdots": "⋯", "textperthousand": "‰", "quad": " ", "lt": "<", "gt": ">", "prime": "′",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Delta": "Δ", "Gamma": "Γ", "Theta": "Θ",
    "Lambda": "Λ", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
_FONT = re.compile(r"\\(?:math(?:rm|it|bf|sf|normal)|text(?:rm|it|normal)?|operatorname|boldsymbol|mbox)\s*\{([^{}]*)\}")
_SIGN = re.compile(r"\\([A-Za-z]+)\s?")
_POWER = re.compile(r"\^\s*(?:\{\s*(-?[\d,–−-]+)\s*\}|(\d))")
_DEGREE = re.compile(r"\^\s*\{?\s*°\s*\}?")


def math_text(written: str) -> str:
    r"""Return a formula as text, powers raised.

    Examples
    --------
    >>> math_text(r"0.5\pm 0.1\,\mu\mathrm{g}"), math_text("10^{-3}"), math_text(r"25^\circ"), math_text(r"\frac{1}{2}")
    ('0.5±0.1 μg', '10⁻³', '25°', '\\frac{1}{2}')
    """
    text = re.sub(r"\\[,;: ]|~", " ", written.replace("\\!", ""))
    text = _SIGN.sub(lambda match: _SIGNS.get(match[1], match[0]), text)
    while (plain := _FONT.sub(r"\1", text)) != text:
        text = plain
    text = re.sub(r"\\([%$#&_{}])", r"\1", text)
    text = written if "\\" in text else _DEGREE.sub("°", text)
    return _POWER.sub(lambda match: raised(match[1] or match[2]), text)
