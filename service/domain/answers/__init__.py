"""What the person answered in an entry of their own, line by line."""

from service.domain.answers.lines import answers, when

__all__ = ["answers", "when"]
