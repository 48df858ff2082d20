"""`jpo completion`."""

import click

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what makes a shell complete the commands, options and names of `jpo`.

    \b
    bash:  jpo completion bash > ~/.local/share/bash-completion/completions/jpo
    zsh:   jpo completion zsh > a file named _jpo in a folder of $fpath
    fish:  jpo completion fish > ~/.config/fish/completions/jpo.fish
    """
    from click.shell_completion import get_completion_class

    from jpo_scraper.cli import jpo

    made = get_completion_class(shell)
    assert made is not None  # click knows the three
    click.echo(made(jpo, {}, "jpo", "_JPO_COMPLETE").source())
