"""The `afterword` command: gathers the commands, one module each."""

from __future__ import annotations

import typer

from service.cli import (
    connect,
    demo,
    doctor,
    export,
    feed,
    forget,
    invite,
    journal,
    keep,
    move,
    plan,
    serve,
    settings,
    source,
    token,
    visits,
)

app = typer.Typer(
    name="afterword",
    help="Puts the follow-ups of a job interview beside it in the calendar.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: quicker by half, and the same on every terminal
)
app.command(name="plan")(plan.command)
app.command(name="serve")(serve.serve)
app.command(name="worker")(serve.worker)
app.command(name="invite")(invite.invite)
app.command(name="link")(invite.link)
app.add_typer(source.app, name="source", no_args_is_help=True)
app.add_typer(connect.app, name="connect", no_args_is_help=True)
app.command(name="feed")(feed.command)
app.command(name="visits")(visits.command)
app.command(name="journal")(journal.command)
app.command(name="settings")(settings.command)
app.command(name="token")(token.command)
app.command(name="backup")(keep.backup)
app.command(name="restore")(keep.restore)
app.command(name="migrate")(keep.migrate)
app.command(name="reseal")(keep.reseal)
app.command(name="move")(move.command)
app.command(name="doctor")(doctor.command)
app.command(name="export")(export.command)
app.command(name="forget")(forget.command)
app.command(name="demo")(demo.command)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
