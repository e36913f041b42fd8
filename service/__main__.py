"""The `afterword` command: gathers the commands, one module each."""

from __future__ import annotations

import gc

import typer

from service.cli import plan

GARBAGE = 50_000
"""New objects between two searches for garbage; Python's own default is 700."""

app = typer.Typer(
    name="afterword",
    help="Puts the follow-ups of a job interview beside it in the calendar.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: quicker by half, and the same on every terminal
)
app.callback()(lambda: None)  # with one command alone Typer would drop its name
app.command(name="plan")(plan.command)


def main() -> None:
    """Run the command line."""
    # A command is over before there is garbage worth looking for: the search costs 8 %.
    gc.set_threshold(GARBAGE)
    app()


if __name__ == "__main__":
    main()
