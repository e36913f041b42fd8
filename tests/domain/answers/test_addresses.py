import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.addresses import normal_address


@pytest.mark.parametrize(
    ("written", "mailbox"),
    [
        pytest.param("Alex@Initech.COM", "alex@initech.com", id="letter case"),
        pytest.param(" alex@initech.com ", "alex@initech.com", id="blanks around"),
        pytest.param("MAILTO:alex@initech.com", "alex@initech.com", id="scheme"),
        pytest.param("alex+jobs@initech.com", "alex@initech.com", id="plus tag"),
        pytest.param("alex+a+b@initech.com", "alex@initech.com", id="two plus tags"),
        pytest.param("+alex@initech.com", "+alex@initech.com", id="nothing before the plus"),
        pytest.param("alex.morgan@initech.com", "alex.morgan@initech.com", id="dots elsewhere"),
        pytest.param("alex.morgan@gmail.com", "alexmorgan@gmail.com", id="dots at gmail"),
        pytest.param("a.lex+j.obs@googlemail.com", "alex@gmail.com", id="googlemail"),
        pytest.param("alex@notgmail.com", "alex@notgmail.com", id="a domain that ends alike"),
        pytest.param("Alex", "alex", id="no address"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_one_mailbox_has_one_spelling(written, mailbox):
    assert normal_address(written) == mailbox


@given(st.emails())
def test_normal_spelling_is_normal(email):
    assert normal_address(normal_address(email)) == normal_address(email)


@given(st.emails(domains=st.just("gmail.com")), st.from_regex(r"\A[a-z0-9]{1,5}\Z"))
def test_a_tag_never_makes_another_mailbox(email, tag):
    local, _, domain = email.rpartition("@")
    assert normal_address(f"{local}+{tag}@{domain}") == normal_address(email)
