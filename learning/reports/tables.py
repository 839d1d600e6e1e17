"""The same report as a file: people and modules as rows of text and dates."""

from learning.reports.cells import STATES


def team_table(rows, modules):
    """Return (header, rows): a line for each person, with the state and its date for each module in two columns."""
    header = ["Last name", "First name", "Job role", "Hub"]
    for module in modules:
        header += [module.title, f"{module.title}: date"]
    return header, [
        [
            row.person.last_name,
            row.person.first_name,
            row.job_role,
            row.hub,
            *(value for cell in row.cells for value in (_state(cell), cell.on)),
        ]
        for row in rows
    ]


def _state(cell):
    return "Completed: read" if cell.state == "done" else STATES[cell.state]
