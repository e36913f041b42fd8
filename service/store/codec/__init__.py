"""Values as JSON text and back, every field by name: {"v": 1, ...}.

ASCII only, so that a lone surrogate or a NUL of a broken file is no matter for any database.
Explicit, so that a field that is renamed in the domain can't quietly change what is stored.
"""

from service.store.codec.calendar import (
    decode_content,
    decode_problem,
    decode_write,
    encode_content,
    encode_problem,
    encode_write,
)
from service.store.codec.ledger import (
    decode_follow_up,
    decode_placement,
    encode_follow_up,
    encode_placement,
)
from service.store.codec.sessions import (
    decode_session,
    decode_visit,
    encode_session,
    encode_visit,
)

__all__ = [
    "decode_content",
    "decode_follow_up",
    "decode_placement",
    "decode_problem",
    "decode_session",
    "decode_visit",
    "decode_write",
    "encode_content",
    "encode_follow_up",
    "encode_placement",
    "encode_problem",
    "encode_session",
    "encode_visit",
    "encode_write",
]
