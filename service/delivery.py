"""Takes the message of the day to where its person wants it: mail, ntfy or a webhook."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from connectors.contract import Rejected
from connectors.smtp import MailServer, mail_server, send_mail
from connectors.transport import Network, post
from service.desk.daily_message import DailyMessage, own_address
from service.domain.policy import Policy
from service.settings import Settings
from service.store.store import Store
from service.worker.daily import Chores
from service.worker.messages import Messages


def chores(
    settings: Settings,
    store: Store,
    clock: Callable[[], datetime],
    others: Callable[[], object] | None,
) -> Callable[[], object]:
    """What is done beside the passes: the messages, what is forgotten in time, and `others`."""
    delivery = Delivery(
        mail=mail_server(settings.smtp_url) if settings.smtp_url else None,
        allow_hosts=settings.allow_hosts,
        network=Network(contact=settings.contact),
    )
    messages = Messages(store=store, clock=clock, deliver=delivery, base=settings.base_url)
    every = (messages.attend, *([others] if others else []))
    return Chores(store=store, clock=clock, others=every).attend


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """`mail` is None where the operator has no mail server; `network` says whom to ask of us."""

    mail: MailServer | None = None
    allow_hosts: frozenset[tuple[str, int]] = frozenset()
    network: Network = Network()  # noqa: RUF009 - frozen, and without state

    def __call__(self, message: DailyMessage, policy: Policy) -> None:
        """Raises `ConnectorError`."""
        match policy.notices.by:
            case "email":
                self._mailed(message, policy)
            case "ntfy":
                headers = {"Title": message.title, "Click": message.link}
                self._posted(policy.notices.to, message.text.encode(), headers)
            case "webhook":
                told = {"title": message.title, "text": message.text, "link": message.link}
                body = json.dumps({**told, "count": message.count}).encode()
                self._posted(policy.notices.to, body, {"Content-Type": "application/json"})

    def _mailed(self, message: DailyMessage, policy: Policy) -> None:
        to = own_address(policy)
        if self.mail is None:
            raise Rejected("this service has no mail server: ask whoever runs it")
        if to is None:
            raise Rejected("write the address among your own in the settings first")
        send_mail(self.mail, to, message.title, message.text)

    def _is_at_home(self, to: str) -> bool:
        """Whether the operator vouches for it, so that nobody else can read along."""
        parts = urlsplit(to)
        return (
            parts.scheme == "http" and (parts.hostname or "", parts.port or 80) in self.allow_hosts
        )

    def _posted(self, to: str, body: bytes, headers: dict[str, str]) -> None:
        if not (to.startswith("https://") or self._is_at_home(to)):
            raise Rejected("the settings name no https address to send it to")
        post(to, body, headers, allow_hosts=self.allow_hosts, network=self.network)
