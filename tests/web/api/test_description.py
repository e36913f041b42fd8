"""The description: complete, true to its own schemas, and about the API alone."""

import pytest
from jsonschema import Draft202012Validator

from service.web.problem_kinds import BY_CODE
from tests.web.api.asking import operations

JSON, PROBLEM = "application/json", "application/problem+json"


def examples(spec):
    """Each example with the schema it is to be of."""
    for operation in operations(spec):
        answers = operation.about["responses"].items()
        places = [("request", operation.about.get("requestBody", {})), *answers]
        for where, place in places:
            for kind, media in place.get("content", {}).items():
                if kind in {JSON, PROBLEM}:
                    given = [one["value"] for one in media.get("examples", {}).values()]
                    yield f"{operation.name} {where}", media["schema"], given


def wrong(spec, schema, value):
    whole = {**schema, "components": spec["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


def test_every_request_answer_and_error_has_an_example_of_its_own_schema(spec):
    checked = 0
    for where, schema, given in examples(spec):
        assert given, where
        for value in given:
            assert wrong(spec, schema, value) == [], where
            checked += 1
    assert checked > 200


def test_an_example_of_another_schema_would_be_noticed(spec):
    where, schema, given = next(examples(spec))
    assert wrong(spec, schema, {**given[0], "more": 1}), where


def test_examples_that_stand_alone_are_of_their_shapes(spec):
    named = [(name, one) for name, one in spec["components"]["schemas"].items()]
    for name, schema in named:
        for value in schema.get("examples", ()):
            assert wrong(spec, schema, value) == [], name


def test_every_parameter_has_an_example_and_every_operation_a_sentence(spec):
    for operation in operations(spec):
        assert operation.about["description"], operation.name
        assert operation.about["tags"], operation.name
        for one in operation.about.get("parameters", ()):
            assert one["schema"]["examples"] or one["name"] == "cursor", operation.name


def test_every_error_is_described_by_kinds_that_exist(spec):
    for operation in operations(spec):
        for status, answer in operation.about["responses"].items():
            if int(status) < 400:
                continue
            codes = answer["content"][PROBLEM]["examples"]
            assert codes, operation.name
            assert {BY_CODE[code].status for code in codes} == {int(status)}
        if operation.needs_token:
            assert {"401", "429", "503"} <= set(operation.about["responses"])


def test_names_of_operations_are_told_apart_and_the_feed_is_left_out(spec):
    names = [operation.about["operationId"] for operation in operations(spec)]
    assert len(set(names)) == len(names)
    assert all(operation.path.startswith("/api/v1/") for operation in operations(spec))
    assert "personal token" in spec["components"]["securitySchemes"]


def test_the_service_answers_with_this_very_description(service, spec):
    told = service.ask("/api/v1/openapi.json").json
    assert told["paths"] == spec["paths"]


@pytest.mark.parametrize("kind", BY_CODE.values(), ids=list(BY_CODE))
def test_every_kind_says_what_it_means_and_what_to_do(kind):
    assert kind.meaning.endswith(".")
    assert kind.next_step.endswith((".", "`."))
    assert kind.type == f"/api/v1/problems/{kind.code}"
