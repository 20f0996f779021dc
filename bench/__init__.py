"""Benchmarks: each row is a figure of the design with what it should reach. Timings are never tests."""
