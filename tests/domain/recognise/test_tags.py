from __future__ import annotations

import pytest

from service.domain.recognise.tags import hashtags


@pytest.mark.parametrize(
    "text",
    [
        "#interview",
        "Acme #Interview!",
        "(#interview)",
        "#interview.",
        "#interview, Acme",
        "\uff03interview",
        "#\u0130NTERVIEW",
        "\U0001f3a4#interview",
        "\u200b#interview",
        "<b>#interview</b>",
        "&nbsp;#interview",
        "<p>#interview</p><p>x</p>",
        "[#interview]",
    ],
)
def test_a_tag(text: str) -> None:
    assert hashtags(text) == {"interview"}


@pytest.mark.parametrize(
    "text",
    [
        "#interview-loop",
        "#interviewprep",
        "#interview_prep",
        "# interview",
        "C#interview",
        "##interview",
        "&#interview;",
        "https://acme.example/careers#interview",
        "www.acme.example/#interview",
        "acme.example/#interview",
        '<a href="https://a.example/#interview">jobs</a>',
        "<a href='/careers #interview'>jobs</a>",
    ],
)
def test_no_tag(text: str) -> None:
    assert "interview" not in hashtags(text)


@pytest.mark.parametrize("word", ["สัมภาษณ์งาน", "साक्षात्कार", "phỏngvấn", "面试", "собеседование"])
def test_a_tag_in_any_script_is_whole(word: str) -> None:
    assert len(hashtags(f"x #{word} y")) == 1
    assert not hashtags(f"#{word}") & hashtags(f"#{word}x")
