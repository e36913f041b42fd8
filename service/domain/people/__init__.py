"""Who was talked to, and where each name came from."""

from service.domain.people.gather import merge, only_consultant, people, talked_to

__all__ = ["merge", "only_consultant", "people", "talked_to"]
