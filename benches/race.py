"""Asks engines the same questions in turn, and judges their answers."""

import sys
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from engines import Failed
from questions import texts

RIGHT, WRONG, FAILED, SLOW = "right", "wrong", "failed", "slow"
SHORT = 5.0  # milliseconds
REPEATS = 7
FEWEST = 3


@dataclass
class Result:
    """What an engine did with a question."""

    verdict: str = RIGHT
    why: str = ""
    rows: list = field(default_factory=list)
    first: float | None = None
    """Milliseconds of the first time, which warms up: plans are made and pages are read."""
    times: list = field(default_factory=list)
    """Milliseconds of all times after it."""

    @property
    def ms(self):
        """The median, of right answers alone."""
        return median(self.times) if self.times and self.verdict == RIGHT else None

    def spent(self):
        return (sum(self.times) + (self.first or 0)) / 1e3


def loaded(engines, times):
    """Loads each engine some times, one at a time and in turn; the last processes stay."""
    for _ in range(times):
        for engine in engines:
            engine.load()
            say(f"{engine.name}: loaded in {engine.loads[-1]:.0f} ms")


class Race:
    """Results by question and engine: a time to warm up, whose answers are judged, then rounds in
    which each question goes to one engine after the other, beginning with another one each round.

    A question that takes longer than `seconds` isn't asked again, and one on which an engine has
    spent more than `budget` seconds only `FEWEST` times."""

    def __init__(self, engines, questions, seconds, budget):
        self.engines, self.questions = engines, questions
        self.seconds, self.budget = seconds, budget
        self.results = {
            question.name: warmed_up(engines, question, seconds) for question in questions
        }

    def round(self, number):
        for question in self.questions:
            for engine in turned(self.engines, number):
                result = self.results[question.name][engine.name]
                if self.goes_on(result):
                    again(engine, question, self.seconds, result)

    def goes_on(self, result):
        return result.verdict == RIGHT and (
            len(result.times) < FEWEST or result.spent() < self.budget
        )


def run(races, rounds):
    """The rounds of several races in turn, such that what disturbs one disturbs the others."""
    for number in range(rounds):
        for race in races:
            race.round(number)
        say(f"round {number + 1} of {rounds}")


def turned(engines, number):
    start = number % len(engines)
    return engines[start:] + engines[:start]


def warmed_up(engines, question, seconds):
    results = {engine.name: first(engine, question, seconds) for engine in engines}
    judge(question, results)
    for name, result in results.items():
        if result.verdict != RIGHT:
            say(f"{name}: {question.name}: {result.verdict}: {result.why}")
    return results


def first(engine, question, seconds):
    try:
        rows, taken = engine.ask(question, seconds)
    except TimeoutError:
        return Result(SLOW, f"> {seconds:g} s")
    except Failed as error:
        return Result(FAILED, str(error))
    return Result(rows=texts(rows), first=taken)


def judge(question, results):
    """Marks as wrong what isn't the known answer, then what most of the others contradict."""
    answers = [result for result in results.values() if result.verdict == RIGHT]
    for result in answers:
        if not question.accepts(result.rows):
            result.verdict, result.why = WRONG, f"{shown(result.rows)} for {question.answer}"
    votes = Counter(str(result.rows) for result in answers if result.verdict == RIGHT)
    for result in answers:
        if result.verdict == RIGHT and str(result.rows) != votes.most_common(1)[0][0]:
            result.verdict, result.why = WRONG, f"{shown(result.rows)}, unlike the others"


def again(engine, question, seconds, result):
    """Adds times to a result. What is over soon is asked several times in a row, since a process
    that has just been woken runs slowly at first."""
    for _ in range(
        REPEATS if result.first < SHORT or min(result.times, default=SHORT) < SHORT else 1
    ):
        try:
            rows, taken = engine.ask(question, seconds)
        except (TimeoutError, Failed) as error:
            result.verdict, result.why = FAILED, str(error) or f"> {seconds:g} s"
            return
        if texts(rows) != result.rows:
            result.verdict, result.why = WRONG, f"{shown(texts(rows))}, unlike the first time"
            return
        result.times.append(taken)


def shown(rows):
    return str(rows) if len(str(rows)) < 200 else f"{str(rows)[:200]}… ({len(rows)} rows)"


def say(what):
    print(what, file=sys.stderr, flush=True)
