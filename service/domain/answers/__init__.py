"""What the person answered in an entry of their own, line by line."""

from service.domain.answers.lines import (
    FAR,
    TOO_FAR,
    answers,
    answers_in,
    is_answer,
    is_far,
    when,
)

__all__ = ["FAR", "TOO_FAR", "answers", "answers_in", "is_answer", "is_far", "when"]
