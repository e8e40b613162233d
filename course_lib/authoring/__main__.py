"""``python -m course_lib.authoring COMMAND …``: what authors type, mostly through ``make``."""

import argparse
import sys
import webbrowser

from course_lib.authoring import badges, build, skeleton, slides
from course_lib.authoring.chromium import NoChromium
from course_lib.authoring.execute import CellExecutionError
from course_lib.authoring.handout import NotPrinted, print_all
from course_lib.authoring.markers import SourceError
from course_lib.authoring.npm import NoPackages
from course_lib.authoring.welcome import NoWelcome, Welcome

SLIDES = {
    "slides": "make the offline decks from slides/*.py",
    "handouts": "make the decks and print their handouts as PDF",
    "present": "make one deck, or one session, and open it in the browser",
}


def main(words=None):
    parser = argparse.ArgumentParser(prog="python -m course_lib.authoring", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build", help="make the notebooks from solutions/*.py")
    building.add_argument("chapters", nargs="*", metavar="NN", help="numbers, such as 02")
    building.add_argument("--no-execute", action="store_true", help="keep the old outputs")
    commands.add_parser("verify", help="are all notebooks what their sources say?")
    new = commands.add_parser("chapter", help="write a new chapter, to be filled")
    new.add_argument("number", metavar="NN", help="its number, such as 09")
    new.add_argument("name", metavar="NAME", help="its topic, such as coupling_flows")
    for name, what in SLIDES.items():
        command = commands.add_parser(name, help=what)
        command.add_argument(
            "decks", nargs="*", metavar="A", help="letters or sessions: B, lecture-1, talk"
        )
        command.add_argument("--link", default="", help="where the course is, as a QR code")
        command.add_argument("--who", default="", help="who lectures")
        command.add_argument("--when", default="", help="date and room")
    chosen = parser.parse_args(words)
    try:
        if chosen.command == "build":
            build.build(wanted=chosen.chapters, run=not chosen.no_execute)
            return 0
        if chosen.command == "chapter":
            skeleton.make(chosen.number, chosen.name)
            return 0
        if chosen.command in SLIDES:
            welcome = Welcome(chosen.link, chosen.who, chosen.when)
            return _slides(chosen.command, chosen.decks, welcome)
        problems = [*build.out_of_step(), *badges.out_of_step()]
    except (SourceError, NoPackages, NoChromium, NotPrinted, NoWelcome) as error:
        return _fail(error)
    except CellExecutionError as error:
        return _fail(f"A cell of this chapter raised:\n{error}")
    if problems:
        return _fail("\n".join([*problems, "Type: make notebooks"]))
    print("All notebooks are what their sources say.")
    return 0


def _slides(command, decks, welcome):
    if command == "present":
        name = decks[0] if decks else "1"
        decks = [f"lecture-{name}" if name.isdigit() else name]
    slides.build(wanted=decks, welcome=welcome)
    if command == "handouts":
        print_all(slides.ROOT, decks)
    if command == "present":
        page = slides.page(decks[0])
        print(f"If no browser opens, open this file in one: {page}")
        webbrowser.open(page.as_uri())
    return 0


def _fail(message):
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
