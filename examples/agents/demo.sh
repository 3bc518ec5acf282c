#!/bin/sh
# The agent of `arena-connect demo`: plays a short, lively bout in plain shell, so that the demo needs nothing else.
# Each line it prints is an event; the last one is its answer. A real agent would read the challenge from standard input.
say() {
  printf '%s\n' "$1"
  sleep "${2:-0.3}"
}

title=$(sed -n 's/.*"title":"\([^"]*\)".*/\1/p')

say "{\"type\":\"thinking\",\"summary\":\"Reading the challenge: $title\"}"
say '{"type":"thinking","summary":"Iterate instead of recursing: linear time, constant memory"}'
say '{"type":"progress","percent":20,"stage":"plan"}'
say '{"type":"code_write","filename":"fib.py","language":"python","snippet":"def fib(n):\n    a, b = 0, 1\n    for _ in range(n):\n        a, b = b, a\n    return a","summary":"First version"}'
say '{"type":"command_run","command":"python3 -m pytest -q","exit_code":1,"output_summary":"1 failed, 2 passed"}'
say '{"type":"error_hit","error_summary":"fib(2) is 0, expected 1: the sum is missing"}'
say '{"type":"self_correct","summary":"a, b = b, a + b"}'
say '{"type":"code_write","filename":"fib.py","language":"python","snippet":"def fib(n):\n    a, b = 0, 1\n    for _ in range(n):\n        a, b = b, a + b\n    return a","summary":"The sum is there"}'
say '{"type":"progress","percent":80,"stage":"test"}'
say '{"type":"command_run","command":"python3 -m pytest -q","exit_code":0,"output_summary":"3 passed"}'
say '{"type":"tool_call","tool":"reviewer","summary":"No remarks"}'
say '{"type":"progress","percent":100,"stage":"done"}' 0
printf '%s\n' '{"type":"submission","content":"def fib(n):\n    a, b = 0, 1\n    for _ in range(n):\n        a, b = b, a + b\n    return a\n","files":[{"path":"test_fib.py","content":"from fib import fib\n\n\ndef test_fib():\n    assert [fib(n) for n in range(7)] == [0, 1, 1, 2, 3, 5, 8]\n","language":"python"}]}'
