"""Constants that a factor or a shift may be, each with the words for it.

Some depend on the input: n, the numbers in a point, and N, how many points there are.
"""

import math

LOG_TWO_PI = math.log(2 * math.pi)

FACTORS = {
    "2": 2.0, "3": 3.0, "4": 4.0, "½": 0.5, "⅓": 1 / 3, "¼": 0.25,
    "π": math.pi, "1/π": 1 / math.pi, "2π": 2 * math.pi, "1/(2π)": 0.5 / math.pi,
    "√2": math.sqrt(2), "1/√2": math.sqrt(0.5), "√3": math.sqrt(3), "1/√3": math.sqrt(1 / 3),
    "√π": math.sqrt(math.pi), "1/√π": 1 / math.sqrt(math.pi),
    "√(2π)": math.sqrt(2 * math.pi), "1/√(2π)": 1 / math.sqrt(2 * math.pi),
    "π/√3": math.pi / math.sqrt(3), "√3/π": math.sqrt(3) / math.pi,
    "log 2": math.log(2), "1/log 2": 1 / math.log(2), "log 10": math.log(10),
    "1/log 10": 1 / math.log(10), "e": math.e, "1/e": 1 / math.e, "180/π": 180 / math.pi,
    "π/180": math.pi / 180, "½ log 2π": LOG_TWO_PI / 2, "log 2π": LOG_TWO_PI,
}  # fmt: skip

SHIFTS = {
    "1": 1.0, "2": 2.0, "½": 0.5, "log 2": math.log(2), "½ log 2": math.log(2) / 2,
    "log 3": math.log(3), "log π": math.log(math.pi), "½ log π": math.log(math.pi) / 2,
    "½ log 2π": LOG_TWO_PI / 2, "log 2π": LOG_TWO_PI, "2 log 2π": 2 * LOG_TWO_PI,
    "1½ log 2π": 1.5 * LOG_TWO_PI, "½ log 2πe": (LOG_TWO_PI + 1) / 2, "π": math.pi,
    "2π": 2 * math.pi, "π/2": math.pi / 2, "log 10": math.log(10),
}  # fmt: skip


def factors_of(n):
    """Factors that a count n may bring in.

    >>> factors_of(4)["1/√n"]
    0.5
    """
    found = {"n": n, "1/n": 1 / n, "√n": math.sqrt(n), "1/√n": 1 / math.sqrt(n)}
    if n > 1:
        found |= {"n/(n − 1)": n / (n - 1), "(n − 1)/n": (n - 1) / n,
                  "√(n/(n − 1))": math.sqrt(n / (n - 1)),
                  "√((n − 1)/n)": math.sqrt((n - 1) / n)}  # fmt: skip
    return found


def shifts_of(n):
    """Shifts that a count n may bring in.

    >>> round(shifts_of(2)["n/2 · log 2π"], 4)
    1.8379
    """
    return {
        "n/2 · log 2π": n * LOG_TWO_PI / 2, "n log 2π": n * LOG_TWO_PI,
        "(n − 1)/2 · log 2π": (n - 1) * LOG_TWO_PI / 2, "log n": math.log(n),
        "½ log n": math.log(n) / 2, "n log 2": n * math.log(2),
    }  # fmt: skip
