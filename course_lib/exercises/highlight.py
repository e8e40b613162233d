"""Python code as coloured HTML, by pygments, which comes with IPython."""

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from course_lib.exercises.panel import MONO
from course_lib.exercises.text import CODE

PRE = f"margin:6px 0 0;padding:8px 12px;{CODE};{MONO};line-height:1.45"


def html(code):
    """Coloured code with inline styles on a white ground."""
    formatter = HtmlFormatter(noclasses=True, style="default", nowrap=True)
    return f'<pre style="{PRE}">{highlight(code, PythonLexer(), formatter)}</pre>'
