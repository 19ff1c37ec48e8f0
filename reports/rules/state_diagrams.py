"""State machines as text: a Mermaid diagram and a table of what stands in the way of each step. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

HEADER = """# Các máy trạng thái

Tệp này do `manage.py draw_states` viết từ chính các bảng bước trong mã nguồn; `make check` so lại. Không sửa bằng tay.
"""


@dataclass(frozen=True)
class Machine:
    """`steps` maps each state to those that can follow; `guards` gives, for a step, the sentences that can stop it."""

    title: str
    start: str
    labels: Mapping[str, str]
    steps: Mapping[str, tuple[str, ...]]
    guards: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def document(machines: Iterable[Machine]) -> str:
    """The whole file; the same machines always give the same text."""
    return "\n".join([HEADER, *(_section(machine) for machine in machines)])


def _section(machine: Machine) -> str:
    return f"## {machine.title}\n\n{_diagram(machine)}\n{_table(machine)}"


def _diagram(machine: Machine) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{machine.labels[state]}" as {state}' for state in machine.steps]
    lines.append(f"    [*] --> {machine.start}")
    lines += [f"    {state} --> {target}" for state, targets in machine.steps.items() for target in targets]
    lines += [f"    {state} --> [*]" for state, targets in machine.steps.items() if not targets]
    return "\n".join([*lines, "```", ""])


def _table(machine: Machine) -> str:
    """Every step with what can stop it; nothing where no step is guarded."""
    if not machine.guards:
        return ""
    lines = ["| từ | đến | chưa được khi |", "|---|---|---|"]
    for state, targets in machine.steps.items():
        for target in targets:
            reasons = "<br>".join(machine.guards.get((state, target), ())) or "–"
            lines.append(f"| {machine.labels[state]} | {machine.labels[target]} | {reasons} |")
    return "\n".join([*lines, ""])
