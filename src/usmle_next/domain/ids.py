"""How ids are written; only what comes in from outside is held against it."""

from __future__ import annotations

import re

#: The alphabets of ids: a step's with the state or specialty it is for behind a colon, a jurisdiction's code.
ID = re.compile(r"(?=.{1,80}\Z)[a-z0-9]+(-[a-z0-9]+)*\Z")
STEP_ID = re.compile(r"(?=.{1,160}\Z)[a-z0-9]+(-[a-z0-9]+)*(:[a-z0-9]+(-[a-z0-9]+)*)?\Z")
CODE = re.compile(r"[A-Z]{2}\Z")
