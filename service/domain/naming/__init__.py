"""Which company and which job, told from titles, guests and domains."""

from service.domain.naming.company import same_company
from service.domain.naming.event import Naming, naming

__all__ = ["Naming", "naming", "same_company"]
