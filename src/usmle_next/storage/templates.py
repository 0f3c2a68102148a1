"""Templates as they were compiled before, kept and believed like all that is cached."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode

from jinja2.bccache import Bucket, BytecodeCache

from . import cache, places


class Compiled(BytecodeCache):
    """Keeps what a template compiles to, as long as its text and the program stay the same."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what was kept, where that is of the same text."""
        if kept := cache.read(_file(bucket), bucket.checksum):
            bucket.bytecode_from_string(b64decode(kept))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a bucket holds."""
        cache.write(_file(bucket), bucket.checksum, b64encode(bucket.bytecode_to_string()).decode())


def _file(bucket: Bucket) -> str:
    return os.path.join(places.cache_dir(), f"template-{bucket.key}")
