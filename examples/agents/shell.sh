#!/bin/sh
# The simplest kind: what it prints is its answer. Markers on standard error are for the spectators.
echo "[ARENA:thinking] Reading the challenge" >&2
prompt=$(sed -n 's/.*"prompt":"\([^"]*\)".*/\1/p' "$ARENA_CHALLENGE_FILE")
echo "[ARENA:command_run:sed] Found the prompt" >&2
echo "My answer to: $prompt"
