"""The error tree is whole, and its drawing tells the truth."""

import re

from app import errors


def test_the_tree_in_the_docstring_names_every_class() -> None:
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    assert sorted([*drawn, "HeadsGatesError"]) == sorted(kind.__name__ for kind in errors.problem_kinds())


def test_every_kind_has_its_own_anchor_and_says_what_to_do() -> None:
    kinds = [kind for kind in errors.problem_kinds() if "slug" in vars(kind)]
    assert len({kind.slug for kind in kinds}) == len(kinds) == len(errors.problem_kinds())
    for kind in kinds:
        assert kind.__doc__
        assert {"slug", "title", "remedy"} <= set(vars(kind)), kind


def test_a_limit_says_limit_and_got() -> None:
    problem = errors.problem(errors.TextTooLong("512 at most", limit=512, got=600), "/api/v1/attention")
    assert problem == {
        "type": "/docs#text-too-long",
        "title": "Text too long",
        "status": 422,
        "detail": "512 at most",
        "instance": "/api/v1/attention",
        "limit": 512,
        "got": 600,
    }


def test_a_problem_read_back_is_the_error_that_wrote_it() -> None:
    made = [
        errors.TextTooLong("512 at most", limit=512, got=600, errors=[errors.FieldError("/text", "too long")]),
        errors.UnknownModel("no model x", errors=[errors.FieldError("/model", "unknown")]),
        errors.NotAcceptable("none of these"),
        errors.Busy("64 wait"),
        errors.HeadsGatesError("its log names request 1"),
    ]
    for error in made:
        members = errors.problem(error, "/api/v1/attention")
        read = errors.from_problem(members)
        assert type(read) is type(error)
        assert errors.problem(read, "/api/v1/attention") == members
    assert errors.from_problem({"type": "#nothing", "detail": "d", "status": 422}).status == 500
