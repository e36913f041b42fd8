"""Is an event an interview? The procedure, and the modules that gather its evidence."""

from service.domain.recognise.procedure import recognise

__all__ = ["recognise"]
