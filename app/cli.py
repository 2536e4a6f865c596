"""The command `dalil`."""

import argparse
import subprocess
import sys
from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.commands import content, directory, evaluation, user
from app.problems import Problem
from app.settings import Settings, settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a Problem is one sentence on stderr and exit code 1."""
    options = _parser().parse_args(arguments)
    try:
        configuration = settings()
        return int(options.run(configuration, options))
    except Problem as problem:
        print(f"dalil: {problem}", file=sys.stderr)
    except ValidationError as error:
        for wrong in error.errors():
            print(f"dalil: {_sentence(wrong)}", file=sys.stderr)
    except OSError as error:
        print(f"dalil: {error.strerror or error}: {error.filename or ''}", file=sys.stderr)
    return 1


def _sentence(wrong: ErrorDetails) -> str:
    """What is wrong, without the value, which may be a secret."""
    message = wrong["msg"].removeprefix("Value error, ")
    if not wrong["loc"]:  # several settings do not fit together; the message names them
        return message
    return f"the setting {_variable(str(wrong['loc'][0]))} is wrong: {message}"


def _variable(setting: str) -> str:
    """The environment variable of a setting, which is what a person can mend."""
    return setting if setting.isupper() else f"DALIL_{setting.upper()}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dalil", description="An assistant for migrants in Morocco.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="prepare everything that is missing, then start web, actions and engine")
    run.set_defaults(run=_run)
    prepare = commands.add_parser("prepare", help="migrate the database, load the knowledge, train, build the index")
    prepare.set_defaults(run=_prepare)
    evaluation.add_to(commands)
    content.add_to(commands)
    directory.add_to(commands)
    user.add_to(commands)
    return parser


def _run(configuration: Settings, _: argparse.Namespace) -> int:
    from app.model_file import model_for
    from app.supervisor import check_ports, serve

    check_ports(configuration)
    # In a process of its own: what preparing loads would stay in memory as long as the stack runs.
    prepared = subprocess.run([sys.executable, "-m", "app.cli", "prepare"], check=False)
    if prepared.returncode != 0:
        return prepared.returncode
    return serve(configuration, model_for(configuration))


def _prepare(configuration: Settings, _: argparse.Namespace) -> int:
    from app.prepare import prepare

    prepare(configuration)
    return 0


if __name__ == "__main__":
    sys.exit(main())
