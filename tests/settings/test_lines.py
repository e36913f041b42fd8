import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.settings_file.lines import lines_of

# In each of these documents every number is the line it stands on.
DOCUMENTS = {
    "tables": "[a]\nb = 2\nc = 3\n[d]\n\nb = 6\n",
    "no newline at the end": "a = 1\nb = 2",
    "CRLF": "a = 1\r\n\r\n[b]\r\nc = 4\r\n",
    "dotted": "a.b = 1\na.c.d = 2\n[e.f]\ng . h = 4\n",
    "quoted keys": '"a" = 1\n\'b\' = 2\n"c.d".\'e\' = 3\n["f g".h]\ni = 5\n',
    "array over lines": "a = [\n  2,\n  3, 3,\n\n  5\n]\nb = 7\n",
    "trailing comma": "a = [1,\n2,\n]\nb = 4\n",
    "arrays in arrays": "a = [[1, 1],\n[2], [\n3]]\nb = 4\n",
    "inline tables": "a = {b = 1, c = {d = 1}}\ne = [{f = 2},\n  {f = 3, g = [3,\n 4]}]\nh = 5\n",
    "empty ones": "a = {}\nb = []\nc = [\n]\nd = 5\n[e]\nf = 7\n",
    "array of tables": "[[a]]\nb = 2\n[[a]]\nb = 4\n[a.c]\nd = 6\n[[a.e]]\nf = 8\n[[a.e]]\nf=10\n",
    "remarks": "# [x]\na = 2 # y = 9\n# z = 3\n[b] # c\nd = [ # ]\n6, # 7\n]\n",
    "a header in a text": 'a = """\n[b]\nc = 9\n"""\nd = 5\n',
    "a literal text over lines": "a = '''\nb = \"\"\" [x]\n'''\nc = 4\n",
    "quotes at the end of a text": "a = \"\"\"x\"\"\"\"\"\nb = 2\nc = '''x'''''\nd = 4\n",
    "escapes": 'a = "\\" [b] #"\nb = "\\\\"\nc = """\\"""" \nd = 4\n',
    "empty texts": "a = \"\"\nb = ''\nc = \"\"\"\"\"\"\nd = ''''''\ne = 5\n",
    "other scalars": "a = 1979-05-27 07:32:00\nb = 1.5e+3\nc = -inf\nd = 07:32:00.5\ne = 5\n",
    "bare keys of digits": "1 = 1\n2.3 = 2\n-x_ = 3\n",
}


def leaves(value, place=()):
    yield place, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*place, key))
    if isinstance(value, list):
        for count, inner in enumerate(value):
            yield from leaves(inner, (*place, count))


def assert_every_number_is_its_line(document):
    places = dict(leaves(tomllib.loads(document)))
    lines = lines_of(document)
    numbers = {place: value for place, value in places.items() if type(value) is int}
    assert {place: lines.get(place) for place in numbers} == numbers
    assert set(lines) <= set(places)


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_every_place_has_its_line(document):
    assert_every_number_is_its_line(document)


LINES = st.recursive(
    st.just("@") | st.sampled_from(["'a'", '"#"', '"""\n[x]\n"""', "true", "1.5"]),
    lambda inner: (
        st.lists(inner, max_size=3).flatmap(
            lambda items: st.sampled_from(["", "\n", " # ]\n"]).map(
                lambda gap: "[" + "".join(f"{gap}{item},{gap}" for item in items) + gap + "]"
            )
        )
        | st.lists(inner.filter(lambda item: "\n" not in item), max_size=3).map(
            lambda items: "{" + ", ".join(f"k{n} = {item}" for n, item in enumerate(items)) + "}"
        )
    ),
    max_leaves=8,
)


@given(st.lists(st.lists(LINES, max_size=4), max_size=4))
def test_every_place_of_any_document_has_its_line(tables):
    template = "".join(
        f"[t{number}]\n" + "".join(f"k{n} = {value}\n" for n, value in enumerate(table))
        for number, table in enumerate(tables)
    )
    numbered = (line.replace("@", f"{n}") for n, line in enumerate(template.split("\n"), 1))
    assert_every_number_is_its_line("\n".join(numbered))
