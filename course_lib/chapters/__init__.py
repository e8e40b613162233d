"""One room per chapter, ``chNN_topic``: its exercises, its pictures, its quiz.

A room may use the engines (``exercises``, ``live``) and the working tools (``flows``, ``data``,
``densities``, ``training``, ``expectations``), never another room. Nothing is listed anywhere else:
the engines find a room by its number, and import it when it is first asked for.

- ``__init__.py`` says in ``PICTURES`` which module of ``pictures/`` has which picture;
- ``exercises/__init__.py`` has ``EXERCISES``, in their order;
- ``quiz.py`` has ``QUIZ``.

``course_lib/order.py`` says which chapter comes when; ``make chapter`` writes a new room.
"""
