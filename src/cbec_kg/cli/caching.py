"""``cbec-kg cache``."""

from __future__ import annotations

import time

import click

import cbec_kg.cli.options as options


@click.command()
@click.option("--clear", is_flag=True, help="Remove all that is cached; it is made again when it is needed.")
@options.format_option(*options.TABLE_FORMATS)
def cache(clear: bool, form: str) -> None:
    """Show what is cached on this machine, or clear it.

    Graphs, audits, styled references and the pages of a server are cached, so that they are made once for the same data.
    What was used longest ago goes when there are over 64 of a kind or 512 MiB. CBEC_KG_CACHE names another folder, and set
    to nothing switches the cache off; a folder that others can write to is not used.

    \b
    Examples:
      cbec-kg cache
      cbec-kg cache --clear
    """
    from cbec_kg.api.cached import cached, clear_cache

    options.echo(f"{clear_cache()}\n" if clear else cached(time.time()).render(form))
