#!/usr/bin/env python3
"""An agent that asks arena-connect for its work (agent.mode: pull): at the Unix socket or, with a token, the host:port in
$ARENA_CONNECT."""
import http.client, json, os, signal, socket, time

PLACE = os.environ.get("ARENA_CONNECT", "/run/arena-connect/control.sock")
TOKEN_FILE = os.environ.get("ARENA_CONNECT_TOKEN_FILE")
HEADERS = {"Authorization": "Bearer " + open(TOKEN_FILE).read().strip()} if TOKEN_FILE else {}


def ask(method, path, body=None):
    connection = http.client.HTTPConnection(PLACE if PLACE[0] != "/" else "localhost", timeout=60)
    if PLACE[0] == "/":
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(PLACE)
    connection.request(method, path, body, HEADERS)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def solve(challenge, say):  # yours
    say({"type": "thinking", "summary": "Reading " + challenge["title"]})
    return "2 3 5 7 11 13 17 19 23 29"


stopped = []
signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))  # the bout at hand is still finished
while not stopped:
    try:
        status, body = ask("GET", "/v1/next?wait=5")
    except OSError:
        status = 0
    if status == 200:
        bout = json.loads(body)
        here = "/v1/bouts/" + bout["entry_id"]
        print(*ask("POST", here + "/submission", solve(bout, lambda event: ask("POST", here + "/events", json.dumps(event)))))
    elif status != 204:
        time.sleep(1)  # the connector is not there, or does not know us
