"""Which company and which job, told from titles, guests and domains."""

from service.domain.naming.company import same_company
from service.domain.naming.event import naming, person_in_title

__all__ = ["naming", "person_in_title", "same_company"]
