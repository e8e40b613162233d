"""Does a function still hold the placeholder ``...``? Read from its source, where there is one."""

import ast
import functools
import inspect
import textwrap


def unwritten(candidate):
    """The names of the functions (methods, for a class) that still hold the placeholder.

    Only ``...`` as a statement, as a returned or as an assigned value counts: not ``x[..., 0]``.
    """
    return [name for name, function in _functions(candidate) if _holds_placeholder(function)]


def _functions(candidate):
    while isinstance(candidate, functools.partial):
        candidate = candidate.func
    candidate = inspect.unwrap(getattr(candidate, "__func__", candidate))
    if inspect.isfunction(candidate):
        return [(candidate.__name__, candidate)]
    owner = candidate if isinstance(candidate, type) else type(candidate)
    members = ((n, getattr(m, "__func__", m)) for n, m in vars(owner).items())
    return [(name, member) for name, member in members if inspect.isfunction(member)]


def _holds_placeholder(function):
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, ValueError):
        return False
    return any(_is_placeholder(node) for node in ast.walk(tree))


def _is_placeholder(node):
    if not isinstance(node, (ast.Expr, ast.Return, ast.Assign, ast.AnnAssign)):
        return False
    values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
    return any(isinstance(v, ast.Constant) and v.value is ... for v in values)
