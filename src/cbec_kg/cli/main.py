"""The command line: commands loaded when they are called, errors as one line, documented exit codes.

0 fine; 1 findings; 2 wrong use or broken input; 3 refused for safety; 4 limit reached; 5 output not written;
6 store or endpoint not available; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from cbec_kg import __version__
from cbec_kg.errors import CbecError, DataError, LimitError, OutputError, UsageError, shown

COMMANDS = {
    "agreement": "Tell how far several readings of one article agree.",
    "align": "Tell which records of several papers mean the same thing.",
    "audit": "Tell which figures cannot all be true, and what would clear them.",
    "anchor": "Find every record's fragment in the article's text.",
    "annotations": "Take annotations as proposed anchors, and give the anchors as such.",
    "build": "Write the graph, its exports and the explorer.",
    "cache": "Show what is cached on this machine, or clear it.",
    "chart": "Draw the figures of one indicator, period by period.",
    "check": "Report all that is wrong with a data folder.",
    "corpus": "Ask the evidence of more papers than memory holds.",
    "coverage": "Tell whether the whole article is curated.",
    "curate": "Curate a paper on a page of this machine.",
    "diff": "Tell what differs between two versions of a paper, or two papers.",
    "evidence": "Show which problems rest on which evidence.",
    "export": "Write what other programs open: notes, citations, a deposit.",
    "gaps": "List what is missing between evidence, problems and measures.",
    "growth": "Tell how much an indicator grew, on a comparable basis.",
    "keystones": "Show which sources each problem cannot do without (alias critical-sources).",
    "load": "Load papers into a store of many.",
    "locate": "Find the curated passages in your own copy of the article.",
    "mcp": "Offer the questions to an assistant as tools.",
    "nanopubs": "Write nanopublications that anybody can check, or check some.",
    "new": "Draft a curation folder from another paper.",
    "notices": "Tell which cited works were retracted or corrected, by your files.",
    "query": "Ask the graph: a shipped question or SPARQL.",
    "references": "List the references, or fill them from your own bibliographic files.",
    "report": "Report on a paper for its author or an editor.",
    "search": "Find records by words, figures, sound or a part of an id.",
    "serve": "Serve papers over HTTP, with a SPARQL endpoint.",
    "site": "Write a website with a page for every resource of the graph.",
    "trace": "Follow a statement to its sources, or a source to what it backs.",
    "view": "Write the interactive page.",
    "what-changes": "Tell what would change a grade, a withdrawal's outcome or a finding.",
    "whatif": "Tell what falls when sources are withdrawn, and why.",
    "why": "Tell from which lines of the folder an answer follows.",
    "why-not": "Tell why a statement does not rest on a source, and what is missing.",
}
_MODULES = {
    "caching": ("cache",),
    "comparing": ("agreement", "diff"),
    "several": ("align", "corpus"),
    "curation": ("anchor", "check", "coverage", "curate", "locate", "new"),
    "exchange": ("annotations", "export"),
    "outputs": ("build", "nanopubs", "report", "site", "view"),
    "query": ("query",),
    "references": ("references",),
    "serve": ("mcp", "serve"),
    "statements": ("evidence", "gaps", "keystones", "notices", "search", "trace", "whatif"),
    "stores": ("load",),
    "statistics": ("audit", "chart", "growth"),
    "why": ("what-changes", "why", "why-not"),
}

ALIASES = {"critical-sources": "keystones"}
"""Other names of commands, which the list does not repeat."""


class LazyGroup(click.Group):
    """Commands that are imported only when they are called, so that ``--help`` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now; None for an unknown name."""
        cmd_name = ALIASES.get(cmd_name, cmd_name)
        for module, names in _MODULES.items():
            if cmd_name in names:
                command: click.Command = getattr(import_module(f"cbec_kg.cli.{module}"), cmd_name.replace("-", "_"))
                return command
        return None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name; an unknown name is refused with near ones."""
        if args and args[0] not in (*COMMANDS, *ALIASES) and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=2)
            offer = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{offer}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from their one-line texts alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 findings, 2 wrong use or broken input, 3 refused for safety, "
    "4 limit reached, 5 output not written, 6 store or endpoint not available, 130 interrupted.",
)
@click.version_option(__version__, prog_name="cbec-kg", message="%(prog)s %(version)s")
def cli() -> None:
    """A scholarly paper as a knowledge graph: which problems rest on which evidence, and where it is said."""


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = run()
    try:
        sys.stdout.flush()
    except ValueError:
        _discard_output()
    except OSError as error:
        code = _unwritten(error) or code
    with suppress(OSError, ValueError):  # nobody is left to be told
        sys.stderr.flush()
    # Taking all modules down would take a seventh of a short command's time.
    os._exit(code)


def _open_streams() -> None:
    """Put something in the place of streams that were closed before the start: no file may get their numbers.

    What reads or writes there fails as on a closed stream, but for messages, which go nowhere.
    """
    for number, (name, mode, only) in enumerate(
        (("stdin", "r", os.O_WRONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY))
    ):
        if getattr(sys, name) is None:
            if (opened := os.open(os.devnull, only)) != number:
                os.dup2(opened, number)
                os.close(opened)
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115  # it stays open as long as we run
            setattr(sys, name, stream)


def _discard_output() -> None:
    """Send what is still to be written nowhere: the reader has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _unwritten(error: OSError) -> int:
    """Say that the output could not be written, and return the exit code for that."""
    _discard_output()
    if isinstance(error, BrokenPipeError):
        return 0
    _print_error(f"Error: the output could not be written: {(error.strerror or str(error)).lower()}.")
    return OutputError.exit_code


def _stands_nowhere() -> bool:
    """Return whether the folder that the command was called in was removed: an error that comes of it names no file."""
    try:
        os.getcwd()  # noqa: PTH109  # it alone is asked
    except OSError:
        return True
    return False


def _print_error(message: str) -> None:
    """Print a message on standard error, where somebody may be to read it."""
    with suppress(OSError):
        click.echo(message, err=True)


def _called(arguments: list[str] | None) -> object:
    try:
        return cli.main(args=arguments, prog_name="cbec-kg", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; messages go to standard error, no traceback for a user's mistake."""
    try:
        result = _called(arguments)
    except click.ClickException as error:
        vars(error)["message"] = shown(error.message)
        with suppress(OSError):
            error.show()
        return error.exit_code
    except DataError as error:
        count = len(error.problems)
        _print_error(f"{error}\n{count:,} problem{'s' if count > 1 else ''}; the command ended there.")
        return error.exit_code
    except CbecError as error:
        _print_error(f"Error: {error}")
        return error.exit_code
    except (KeyboardInterrupt, click.Abort, EOFError):
        return 130
    except MemoryError:
        _print_error("Error: there is not enough memory for this. Ask for less, or of fewer papers.")
        return LimitError.exit_code
    except ValueError as error:
        if "int_max_str_digits" not in str(error):
            raise
        _print_error("Error: a number of thousands of digits stands in what was given. Shorten it, then try again.")
        return UsageError.exit_code
    except OSError as error:
        if error.filename is None and _stands_nowhere():
            _print_error("Error: the current folder is gone. Change to one that is there, and try again.")
            return UsageError.exit_code
        if error.filename is None:
            return _unwritten(error)
        _print_error(
            f"Error: {shown(os.fsdecode(error.filename))}: {(error.strerror or str(error)).lower()}. Check the path."
        )
        return UsageError.exit_code
    return result if isinstance(result, int) else 0
