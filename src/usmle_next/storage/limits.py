"""What no file of ours would hold, told before it can do harm."""

from __future__ import annotations

from typing import Any

LARGEST = 10**15


def has_huge_number(document: Any) -> bool:
    """Whether a parsed document holds a whole number so large that it could not even be printed."""
    queue = [document]
    while queue:
        node = queue.pop()
        if isinstance(node, dict):
            queue.extend(node.values())
        elif isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, int) and abs(node) > LARGEST:
            return True
    return False
