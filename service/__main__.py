"""The `afterword` command: gathers the commands, one module each."""

from __future__ import annotations

import typer

from service.cli import plan

app = typer.Typer(
    name="afterword",
    help="Puts the follow-ups of a job interview beside it in the calendar.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.callback()(lambda: None)  # with one command alone Typer would drop its name
app.command(name="plan")(plan.command)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
