"""Why something that was asked for is not done: it never will be, or not as things stand."""

from __future__ import annotations

from connectors.contract import Problem


class Unfit(Exception):
    """An address, a name or a text that will never do; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


class InTheWay(Exception):
    """It would do, but not as things stand; `problem` says what stands against it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem
