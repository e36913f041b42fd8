"""What the person answered in an entry of their own, line by line."""

from service.domain.answers.lines import answers, answers_in, is_answer, when

__all__ = ["answers", "answers_in", "is_answer", "when"]
