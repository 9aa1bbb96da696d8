"""Kernel density estimation, for statistics."""

import random as _random
from bisect import bisect_left, bisect_right
from math import (acos, asin, atan, cos, cosh, erf, exp, log, pi, sin, sqrt, tan,
                  tau)
from statistics import StatisticsError, _normal_dist_inv_cdf

__name__ = "statistics"     # where these functions are found


def _newton_raphson(f_inv_estimate, f, f_prime, tolerance=1e-12):
    """The inverse of f, from an estimate of it."""
    def f_inv(y):
        x = f_inv_estimate(y)
        while abs(diff := f(x) - y) > tolerance:
            x -= diff / f_prime(x)
        return x
    return f_inv


def _quartic_invcdf_estimate(p):
    if p > 0.5:
        return -_quartic_invcdf_estimate(1.0 - p)
    x = (2.0 * p) ** 0.4258865685331 - 1.0
    if p < 0.499:
        x += 0.026818732 * sin(7.101753784 * p + 2.73230839482953)
    return x


def _triweight_invcdf_estimate(p):
    if p > 0.5:
        return -_triweight_invcdf_estimate(1.0 - p)
    return (2.0 * p) ** 0.3400218741872791 - 1.0


def _quartic_cdf(t):
    return (3.0 / 16.0 * t ** 4 - 5.0 / 8.0 * t * t + 15.0 / 16.0) * t + 0.5


def _triweight_cdf(t):
    return (35.0 * (-t ** 7 / 7.0 + 3.0 * t ** 5 / 5.0 - t ** 3 + t) / 32.0) + 0.5


def _kernels():
    """name -> (pdf, cdf, inverse of cdf, support); no support is an infinite one."""
    sqrt2pi = sqrt(tau)
    sqrt2 = sqrt(2.0)
    specs = {
        "normal": (lambda t: exp(-0.5 * t * t) / sqrt2pi,
                   lambda t: 0.5 * (1.0 + erf(t / sqrt2)),
                   lambda p: _normal_dist_inv_cdf(p, 0.0, 1.0), None),
        "logistic": (lambda t: 0.5 / (1.0 + cosh(t)),
                     lambda t: 1.0 - 1.0 / (exp(t) + 1.0),
                     lambda p: log(p / (1.0 - p)), None),
        "sigmoid": (lambda t: 1.0 / pi / cosh(t),
                    lambda t: 2.0 / pi * atan(exp(t)),
                    lambda p: log(tan(p * pi / 2.0)), None),
        "rectangular": (lambda t: 0.5,
                        lambda t: 0.5 * t + 0.5,
                        lambda p: 2.0 * p - 1.0, 1.0),
        "triangular": (lambda t: 1.0 - abs(t),
                       lambda t: t * t * (0.5 if t < 0.0 else -0.5) + t + 0.5,
                       lambda p: sqrt(2.0 * p) - 1.0 if p < 0.5
                       else 1.0 - sqrt(2.0 - 2.0 * p), 1.0),
        "parabolic": (lambda t: 0.75 * (1.0 - t * t),
                      lambda t: -0.25 * t ** 3 + 0.75 * t + 0.5,
                      lambda p: 2.0 * cos((acos(2.0 * p - 1.0) + pi) / 3.0), 1.0),
        "quartic": (lambda t: 15.0 / 16.0 * (1.0 - t * t) ** 2,
                    _quartic_cdf,
                    _newton_raphson(_quartic_invcdf_estimate, _quartic_cdf,
                                    lambda t: 15.0 / 16.0 * (1.0 - t * t) ** 2), 1.0),
        "triweight": (lambda t: 35.0 / 32.0 * (1.0 - t * t) ** 3,
                      _triweight_cdf,
                      _newton_raphson(_triweight_invcdf_estimate, _triweight_cdf,
                                      lambda t: 35.0 / 32.0 * (1.0 - t * t) ** 3), 1.0),
        "cosine": (lambda t: pi / 4.0 * cos(pi / 2.0 * t),
                   lambda t: 0.5 * sin(pi / 2.0 * t) + 0.5,
                   lambda p: 2.0 * asin(2.0 * p - 1.0) / pi, 1.0),
    }
    for alias, name in (("gauss", "normal"), ("uniform", "rectangular"),
                        ("epanechnikov", "parabolic"), ("biweight", "quartic")):
        specs[alias] = specs[name]
    return {name: dict(zip(("pdf", "cdf", "invcdf", "support"), spec))
            for name, spec in specs.items()}


_kernel_specs = _kernels()


def _kernel(name):
    spec = _kernel_specs.get(name)
    if spec is None:
        raise StatisticsError(f"Unknown kernel name: {name!r}")
    return spec


def _checked(data, h):
    n = len(data)
    if not n:
        raise StatisticsError("Empty data sequence")
    if not isinstance(data[0], (int, float)):
        raise TypeError("Data sequence must contain ints or floats")
    if h <= 0.0:
        raise StatisticsError(f"Bandwidth h must be positive, not {h=!r}")
    return n


def kde(data, h, kernel="normal", *, cumulative=False):
    """A function that estimates the density, or the distribution, that data come from.

    *h* is the bandwidth: how far each data point reaches.
    """
    n = _checked(data, h)
    spec = _kernel(kernel)
    K, W, support = spec["pdf"], spec["cdf"], spec["support"]
    if support is None:
        def pdf(x):
            return sum(K((x - x_i) / h) for x_i in data) / (len(data) * h)

        def cdf(x):
            return sum(W((x - x_i) / h) for x_i in data) / len(data)
    else:
        sample = sorted(data)
        bandwidth = h * support

        def refresh():
            # The data may have grown.
            nonlocal n, sample
            if len(data) != n:
                sample = sorted(data)
                n = len(data)

        def pdf(x):
            refresh()
            i = bisect_left(sample, x - bandwidth)
            j = bisect_right(sample, x + bandwidth)
            return sum(K((x - x_i) / h) for x_i in sample[i:j]) / (n * h)

        def cdf(x):
            refresh()
            i = bisect_left(sample, x - bandwidth)
            j = bisect_right(sample, x + bandwidth)
            return sum((W((x - x_i) / h) for x_i in sample[i:j]), i) / n

    function, what = (cdf, "CDF") if cumulative else (pdf, "PDF")
    function.__doc__ = f"{what} estimate with {h=!r} and {kernel=!r}"
    return function


def kde_random(data, h, kernel="normal", *, seed=None):
    """A function that gives random samples of the estimated density."""
    _checked(data, h)
    invcdf = _kernel(kernel)["invcdf"]
    prng = _random.Random(seed)
    random, choice = prng.random, prng.choice

    def rand():
        return choice(data) + h * invcdf(random())

    rand.__doc__ = f"Random KDE selection with {h=!r} and {kernel=!r}"
    return rand
