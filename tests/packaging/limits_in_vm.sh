#!/bin/bash
# In a virtual machine of its own kernel, where cgroup v2 has all controllers: a bout's limits, through a restart and a kill.
# Started by systemd when the machine is up; the last line on the console tells what came of it.
exec >/dev/console 2>&1
service=/sys/fs/cgroup/system.slice/arena-connect.service
tmp=/var/lib/arena-connect/tmp

fail() {
  journalctl -u arena-connect -o cat --no-pager | tail -n 20
  echo "LIMITS FAIL $1"
  poweroff -f
}
until_true() { # WHAT COMMAND…
  local what=$1
  shift
  for ((tries = 0; tries < 600; tries++)); do
    "$@" && return
    sleep 0.2
  done
  fail "$what"
}
main_pid() { systemctl show --value -p MainPID arena-connect; }
is_limited() {
  [[ $(cat "$service"/arena-run-*/memory.max "$service"/arena-run-*/pids.max "$service"/arena-run-*/memory.swap.max 2>/dev/null) == $'268435456\n64\n0' ]]
}
is_another() { [[ $(main_pid) != "$1" && $(main_pid) != 0 ]] && systemctl -q is-active arena-connect; }
is_judged() { arena-connect history --json | grep -q '"state":"judged"'; }

arena-sandbox --quiet --port 0 --seed packaging >/run/arena.json 2>/dev/null &
until_true "no arena" test -s /run/arena.json
url=$(python3 -c "import json; print(json.load(open('/run/arena.json'))['url'])")
sed -i "s#url: [^,]*,#url: $url,#" /etc/arena-connect/config.yaml
systemctl start arena-connect || fail "it does not start"
arena-sandbox assign --url "$url" --title Limited >/dev/null
until_true "no agent" test -s "$tmp/started"
until_true "no limits" is_limited
agent=$(cat "$tmp/started")

before=$(main_pid)
systemctl restart arena-connect || fail "it cannot be started beside its agent"
until_true "no limits after a restart" is_limited
before=$(main_pid)
kill -9 "$before"
until_true "systemd does not start it again" is_another "$before"
until_true "no limits after a kill" is_limited
kill -0 "$agent" || fail "the agent did not live on"
touch "$tmp/go"
until_true "the bout is not judged" is_judged
[[ $(wc -l <"$tmp/started") == 1 ]] || fail "the agent was started twice"
echo "LIMITS PASS $(uname -r)"
poweroff -f
