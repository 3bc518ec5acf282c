#!/bin/sh
# The agent of the scenarios: says that it was started and by which process, works until it is told to answer by the file
# `go` in $AGENT_DOOR, else in its /tmp, which is the service's own, and answers. It gives up after two minutes.
door=${AGENT_DOOR:-/tmp}
echo "$$" >>"$door/started"
echo "[ARENA:progress:10] working"
tries=0
while [ ! -e "$door/go" ] && [ "$tries" -lt 1200 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
echo "2 3 5 7 11 13 17 19 23 29"
