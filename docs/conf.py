"""How Sphinx builds the documentation: ``nox -s docs`` writes it to output/docs, from Markdown and from the code itself."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from reference_pages import write_pages  # noqa: E402  # it stands beside the other scripts

project = "cbec-kg"
author = "cbec-kg contributors"
release = version = re.search(r'__version__ = "(.+)"', (ROOT / "src/cbec_kg/__init__.py").read_text(encoding="utf-8"))[1]  # type: ignore[index]  # it is there
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["**.ipynb_checkpoints"]

html_theme = "furo"
html_title = f"cbec-kg {release}"
html_static_path: list[str] = []
html_copy_source = False
html_show_sphinx = False

autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False

write_pages(ROOT / "docs" / "generated")
