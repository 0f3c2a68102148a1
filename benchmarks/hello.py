"""What a command line of Typer and rich costs at least: one ten-row table."""

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer()


@app.command()
def hello() -> None:
    """Print a table."""
    table = Table("number", "word")
    for number in range(10):
        table.add_row(str(number), "hello")
    Console().print(table)


if __name__ == "__main__":
    app()
