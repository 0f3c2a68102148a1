"""The command line: gathers input, calls the core, hands the result to one place that prints it."""
