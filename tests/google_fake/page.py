"""The paper on which the fake prints: plain, and saying on every sheet that it isn't Google."""

from __future__ import annotations

from html import escape

STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
.standin{background:#fff3cd;color:#4d3800;padding:.5rem 1rem;border-radius:.4rem}
table{border-collapse:collapse;width:100%}td,th{padding:.35rem .5rem;text-align:left;
border-bottom:1px solid #8885;vertical-align:top}fieldset{margin:1rem 0}
button,input,select{font:inherit;padding:.3rem .6rem}form.inline{display:inline}
.gone{opacity:.55;text-decoration:line-through}details{margin:.3rem 0}
"""
STAND_IN = "This is a stand-in for Google Calendar on this machine. Nothing here reaches Google."


def page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f'<style>{STYLE}</style><p class="standin" role="note">{STAND_IN}</p><main>{body}</main>'
    )
