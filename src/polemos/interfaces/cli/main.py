"""The front of the command ``polemos``: finds the command's room, and has the last word on every error.

Comes in: the words of a command line.  Goes out: data on stdout, talk on stderr, and an exit code: 0 done, 1 a
finding, 2 bad input, 3 the environment, 70 a fault of ours, 128 + n stopped by signal n.  No traceback reaches a
person.  Each command is a room of its own next door, loaded only when it is asked for.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from types import FrameType

import click

from polemos import __version__
from polemos.errors import PolemosError

# Command -> its room and one line for the overview; the function in the room is named ``command_<name>``.
COMMANDS = {
    "run": ("run", "Simulate possible histories of a war."),
    "show": ("show", "Print the answers of a run or of a question again."),
    "compare": ("compare", "Say what a change makes of a war, history by history."),
    "attribute": ("attribute", "Say what causes have to do with an outcome."),
    "sensitivity": ("sensitivity", "Say which inputs matter for an outcome, and what is chance."),
    "discover": ("discover", "Say under which inputs something happens more often."),
    "calibrate": ("calibrate", "Say which inputs agree with what was recorded."),
    "forecast": ("forecast", "Say what will have come of a war by a date, and freeze it."),
    "score": ("score", "Say how good a forecast was, beside simple rivals."),
    "argue": ("argue", "Hold a document's claims against the model and the record."),
    "ledger": ("ledger", "Begin or check the ledger of a document's claims."),
    "report": ("report", "Write a run's answers as one page that opens offline."),
    "explore": ("explore", "Look at a run live in a browser, on this machine only."),
    "export": ("export", "Write a run for other programs: tables, map, ties, figures."),
    "replay": ("replay", "Print the chronicle of one history."),
    "check-prior": ("check_prior", "Say where a record lies among the histories of a war."),
    "branch": ("branch", "Go on from a date: with an edit, with other luck, or both."),
    "why-diverge": ("why_diverge", "Say where the histories of two runs part, and through what."),
    "events": ("events", "Write simulated events as a table; read and describe recorded ones."),
    "read": ("read", "Cut a post into who says what, and say what it names."),
    "labels": ("labels", "Say who is called what in a post, and by whom."),
    "validate": ("validate", "Run the published results that polemos reproduces."),
    "check": ("check", "Say what is wrong with a scenario file."),
    "schema": ("check", "Print the JSON Schema of scenario files, for editors."),
    "scenarios": ("scenarios", "List the wars that come with polemos."),
    "doctor": ("doctor", "Say what polemos runs on here."),
}
FAULT = 70
PIPE_CLOSED = 128 + int(signal.SIGPIPE)


class Rooms(click.Group):
    """A group whose commands are loaded when they are used, so that ``--help`` costs next to nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        room = import_module(f"polemos.interfaces.cli.{COMMANDS[cmd_name][0]}_command")
        command = getattr(room, f"command_{cmd_name.replace('-', '_')}")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is told with the nearest that exists."""
        from polemos.errors import did_you_mean

        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            hint = did_you_mean(args[0], list(COMMANDS)) or f"there are {', '.join(COMMANDS)}"
            ctx.fail(f"there is no command {args[0]!r}, {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview without loading any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.command(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="polemos")
def polemos() -> None:
    """A laboratory for coalition wars: thousands of possible histories of one war, and what became of the
    coalition.

    A first answer:  polemos run syria-2016

    Exit codes: 0 done, 1 a finding, 2 bad input, 3 the environment.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    stopped = _heed_signals()
    code = answer(list(sys.argv[1:] if arguments is None else arguments))
    if stopped:
        code = 128 + stopped[-1]
    if code > 128 and threading.active_count() > 1:
        # A compiled block cannot be stopped and nothing of it is written any more: do not wait for it.
        os._exit(code)
    sys.exit(code)


def answer(arguments: list[str]) -> int:
    """Run one command line; return its exit code after saying on stderr what was wrong."""
    try:
        with polemos.make_context("polemos", arguments) as context:
            polemos.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except PolemosError as error:
        for problem in error.problems:
            _say(str(problem))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort) as stop:
        _say(str(stop) or "stopped")
        return 128 + int(signal.SIGINT)
    except BrokenPipeError:
        # Whoever read our output has read enough; nothing more may be flushed into the closed pipe.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except ModuleNotFoundError as error:
        if (error.name or "polemos").startswith("polemos"):
            return _fault(error)
        _say(f"the library {error.name} is missing, install polemos again with all that it needs")
        return 3
    except MemoryError:
        _say("not enough memory, ask for fewer histories")
        return 3
    except OSError as error:
        _debug()
        place = f"{error.filename}: " if error.filename else ""
        _say(f"{place}{error.strerror or error}")
        return 3
    except Exception as error:
        return _fault(error)
    return 0


def _fault(error: Exception) -> int:
    _debug()
    _say(
        f"a fault of polemos itself ({type(error).__name__}: {error}). Please report it with the command "
        "that you gave; POLEMOS_DEBUG=1 before it shows where it happened"
    )
    return FAULT


def _say(text: str) -> None:
    with contextlib.suppress(OSError):
        click.echo(f"polemos: {text}", err=True)


def _debug() -> None:
    """Show the traceback to who asks for it."""
    if os.environ.get("POLEMOS_DEBUG", "") not in ("", "0"):
        import traceback

        traceback.print_exc()


def _heed_signals() -> list[int]:
    """Let SIGTERM end a run as Ctrl-C does; return a list that will name the signal that came."""
    came: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        came.append(number)
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)
    return came
