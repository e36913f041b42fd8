"""Every operation that is described, asked by nobody and by somebody else."""

from service.web.problem_kinds import BY_CODE
from tests.web.api.asking import ask, kinds_of_ids, operations, requests

OPEN_TO_ALL = {"GET /problems", "GET /problems/{code}"}
NUMBERS = {"calendar", "account"}


def test_without_a_known_token_there_is_nothing(service, spec, owned, me):
    asked = 0
    for operation in operations(spec):
        if not operation.needs_token:
            assert operation.name in OPEN_TO_ALL
            continue
        sent = next(iter(requests(spec, operation, owned)))
        for token in (None, "unknown", me.token[:-1]):
            answer = ask(service, operation, token, sent)
            assert answer.status == 401, operation.name
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert (answer.json["code"], bool(answer.json["next_step"])) == ("no-token", True)
            asked += 1
    assert asked > 90
    assert set(service.woken) <= {me.id}


def test_what_is_anothers_is_as_if_it_were_not_there(service, spec, owned, newcomer):
    other, walked = newcomer("other"), set()
    nobodys = {kind: [987654 if kind in NUMBERS else "nothing"] for kind in owned}
    for operation in operations(spec):
        if not kinds_of_ids(spec, operation):
            continue
        (missed, *_) = (
            ask(service, operation, other.token, sent)
            for sent in requests(spec, operation, nobodys)
        )
        for sent in requests(spec, operation, owned):
            answer = ask(service, operation, other.token, sent)
            assert answer.status == 404, (operation.name, sent)
            assert answer.json["code"] == "not-found"
            if "kind" not in str(sent):
                assert answer.body == missed.body
        walked.add(operation.name)
    assert len(walked) >= 11, walked


def test_every_path_that_names_something_says_what_it_is_of(spec):
    unmarked = [
        operation.name
        for operation in operations(spec)
        if "{" in operation.path and not kinds_of_ids(spec, operation)
    ]
    assert unmarked == ["GET /problems/{code}"]


def test_what_is_ones_own_is_there(service, spec, owned, me):
    """The walk above would go through with any wrong ids."""
    found = {}
    for operation in sorted(operations(spec), key=lambda one: one.method == "DELETE"):
        if kinds_of_ids(spec, operation):
            answers = [
                ask(service, operation, me.token, sent).status
                for sent in requests(spec, operation, owned)
            ]
            found[operation.name] = any(status < 300 for status in answers)
    assert all(found.values()), found


def test_what_errors_name_as_their_type_explains_them(service):
    for kind in BY_CODE.values():
        answer = service.ask(kind.type)
        assert answer.status == 200
        assert answer.json["meaning"] == kind.meaning
    listed = service.ask("/api/v1/problems").json["problems"]
    assert {one["code"] for one in listed} == set(BY_CODE)
    assert service.ask("/api/v1/problems/none").json["code"] == "not-found"
